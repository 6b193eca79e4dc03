#include "databases/script_lines.h"

#include <fmt/format.h>

#include "luamigrate/error.h"

namespace luamigrate::databases {

bool loses_carriage_return(const sql::Token& token, std::string_view program) {
  if (token.text.find("\r\n") == std::string_view::npos) return false;
  if (token.kind == sql::TokenKind::quoted_name)
    throw Error(
        ErrorKind::unsupported,
        fmt::format("a script cannot hold the name {}: {} drops the carriage return in it", token.text, program),
        "run this revision online");
  return token.kind == sql::TokenKind::string;
}

}  // namespace luamigrate::databases
