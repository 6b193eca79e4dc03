#include "autogen/sql_names.h"

#include <algorithm>

#include "sql/tokenizer.h"

namespace luamigrate::autogen {
namespace {

// The name that a token is, without its quotes; empty: it is none.
std::string name_in(const sql::Token& token) {
  if (token.kind == sql::TokenKind::word) return std::string(token.text);
  if (token.kind != sql::TokenKind::quoted_name || token.text.size() < 2) return {};
  const char quote = token.text.back();
  std::string name;
  for (std::size_t i = 1; i + 1 < token.text.size(); ++i) {
    name += token.text[i];
    if (token.text[i] == quote && token.text[i + 1] == quote) ++i;
  }
  return name;
}

// Quoted as the name before it was, and where it needs quotes by itself.
std::string in_the_place_of(const sql::Token& old, const std::string& name) {
  const bool plain =
      std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (old.kind == sql::TokenKind::word && plain) return name;
  std::string quoted = "\"";
  for (const char c : name) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace

bool mentions(std::string_view sql, std::string_view name, const sql::Syntax& syntax) {
  sql::Tokenizer tokens(sql, syntax);
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (sql::equals_ignoring_case(name_in(token), name)) return true;
  return false;
}

std::string with_names(std::string_view sql, const std::map<std::string, std::string>& names,
                       const sql::Syntax& syntax) {
  std::string result;
  sql::Tokenizer tokens(sql, syntax);
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    const auto found = names.find(name_in(token));
    result += found == names.end() ? std::string(token.text) : in_the_place_of(token, found->second);
  }
  return result;
}

}  // namespace luamigrate::autogen
