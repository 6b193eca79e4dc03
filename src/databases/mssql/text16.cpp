#include "databases/mssql/text16.h"

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {
namespace {

constexpr std::uint32_t replacement = 0xFFFD;

void append_utf8(std::string& text, std::uint32_t point) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0U | point >> 6U);
    add(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    add(0xE0U | point >> 12U);
    add(0x80U | (point >> 6U & 0x3FU));
    add(0x80U | (point & 0x3FU));
  } else {
    add(0xF0U | point >> 18U);
    add(0x80U | (point >> 12U & 0x3FU));
    add(0x80U | (point >> 6U & 0x3FU));
    add(0x80U | (point & 0x3FU));
  }
}

}  // namespace

Text16 to_utf16(std::string_view text) {
  if (!base::is_utf8(text)) throw Error(ErrorKind::script, "a text is no UTF-8", "write blob(...) for bytes");
  Text16 result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    if (point < 0x10000) {
      result.push_back(static_cast<SQLWCHAR>(point));
    } else {
      result.push_back(static_cast<SQLWCHAR>(0xD800U + ((point - 0x10000) >> 10U)));
      result.push_back(static_cast<SQLWCHAR>(0xDC00U + ((point - 0x10000) & 0x3FFU)));
    }
    i += length;
  }
  return result;
}

std::string from_utf16(const SQLWCHAR* text, std::size_t length) {
  std::string result;
  result.reserve(length);
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint32_t unit = text[i];
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const bool pair = high && i + 1 < length && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
    if (pair)
      append_utf8(result, 0x10000 + ((unit - 0xD800) << 10U) + (text[++i] - 0xDC00U));
    else
      append_utf8(result, unit >= 0xD800 && unit < 0xE000 ? replacement : unit);
  }
  return result;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace luamigrate::databases::mssql
