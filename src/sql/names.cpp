#include "sql/names.h"

namespace luamigrate::sql {

std::string unquoted(std::string_view identifier) {
  if (identifier.size() < 2) return std::string(identifier);
  const char quote = identifier.front();
  if (quote == '[') return std::string(identifier.substr(1, identifier.size() - 2));
  if (quote != '"' && quote != '`' && quote != '\'') return std::string(identifier);
  std::string result;
  for (std::size_t i = 1; i + 1 < identifier.size(); ++i) {
    result += identifier[i];
    if (identifier[i] == quote) ++i;
  }
  return result;
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
}

bool mentions(std::string_view sql, std::string_view identifier, const Syntax& syntax) {
  Tokenizer tokens(sql, syntax);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next())
    if (is_name(token) && equals_ignoring_case(unquoted(token.text), identifier)) return true;
  return false;
}

}  // namespace luamigrate::sql
