#include "lua_source/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace luamigrate::lua_source {
namespace {

constexpr std::array<std::string_view, 22> reserved = {
    "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
    "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Three digits always, so that a digit may follow.
void append_escaped(std::string& result, char c) {
  result += fmt::format("\\{:03}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

void append_character(std::string& result, char c) {
  switch (c) {
    case '"': result += "\\\""; break;
    case '\\': result += "\\\\"; break;
    case '\n': result += "\\n"; break;
    case '\r': result += "\\r"; break;
    case '\t': result += "\\t"; break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        append_escaped(result, c);
      else
        result += c;
  }
}

// On one line.
constexpr std::size_t longest_quoted = 60;

// Lines of a text: they stand between long brackets as they are, which know no escapes and read CR LF as LF.
bool reads_as_lines(std::string_view text) {
  const auto lines = std::ranges::count(text, '\n') - (text.ends_with('\n') ? 1 : 0);
  return (lines > 1 || (lines == 1 && text.size() > longest_quoted)) && std::ranges::all_of(text, [](char c) {
           return c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
         });
}

// The line end behind the opening bracket is not part of the string.
std::string long_literal(std::string_view text) {
  std::string level;
  while ((std::string(text) + "]").find("]" + level + "]") != std::string::npos) level += '=';
  return fmt::format("[{0}[\n{1}]{0}]", level, text);
}

std::string quoted_literal(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    append_character(result, text[i]);
    if (text[i] != '\n' || i + 1 == text.size() || text.size() <= longest_quoted) continue;
    // White space behind \z is not part of the string: that of the text stands before it.
    while (i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t')) append_character(result, text[++i]);
    if (i + 1 < text.size() && text[i + 1] != '\n') result += "\\z\n  ";
  }
  return result += '"';
}

}  // namespace

std::string text_literal(std::string_view text) {
  return reads_as_lines(text) ? long_literal(text) : quoted_literal(text);
}

std::string bytes_literal(std::string_view bytes) {
  std::string result = "\"";
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) >= 0x80)
      append_escaped(result, c);
    else
      append_character(result, c);
  }
  return result += '"';
}

std::string integer_literal(std::int64_t number) {
  // Its digits alone would be a float.
  if (number == std::numeric_limits<std::int64_t>::min()) return "math.mininteger";
  return fmt::to_string(number);
}

std::string float_literal(double number) {
  if (std::isinf(number)) return number > 0 ? "math.huge" : "-math.huge";
  if (std::isnan(number)) return "0/0";
  std::string result = fmt::format("{}", number);
  if (result.find_first_of(".e") == std::string::npos) result += ".0";
  return result;
}

std::string key_literal(std::string_view key) {
  const bool name = !key.empty() && !(key.front() >= '0' && key.front() <= '9') &&
                    std::all_of(key.begin(), key.end(), is_name_character) &&
                    std::find(reserved.begin(), reserved.end(), key) == reserved.end();
  return name ? std::string(key) : "[" + quoted_literal(key) + "]";
}

}  // namespace luamigrate::lua_source
