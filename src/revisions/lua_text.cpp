#include "revisions/lua_text.h"

#include <fmt/format.h>

namespace luamigrate::revisions {

std::string lua_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      result += fmt::format("\\{:03d}", static_cast<int>(static_cast<unsigned char>(c)));
    else
      result += c;
  }
  return result += '"';
}

std::string lua_comment(std::string_view text) {
  std::string result = "-- ";
  for (const char c : text) result += (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f ? ' ' : c;
  return result + "\n";
}

}  // namespace luamigrate::revisions
