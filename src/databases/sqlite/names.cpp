#include "databases/sqlite/names.h"

#include <algorithm>

#include "databases/sqlite/syntax.h"

namespace luamigrate::databases::sqlite {

using sql::Token;
using sql::TokenKind;

bool same_name(std::string_view a, std::string_view b) {
  return sql::equals_ignoring_case(a, b);
}

bool contains_name(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const std::string& other) { return same_name(other, name); });
}

std::vector<Token> significant_tokens(std::string_view text) {
  std::vector<Token> tokens;
  sql::Tokenizer tokenizer(text, syntax);
  for (Token token = tokenizer.next_significant(); token.kind != TokenKind::end; token = tokenizer.next_significant())
    tokens.push_back(token);
  return tokens;
}

bool is_word(const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && same_name(token.text, word);
}

bool is_symbol(const Token& token, std::string_view symbol) {
  return token.kind == TokenKind::symbol && token.text == symbol;
}

bool mentions(std::string_view sql, std::string_view identifier) {
  return sql::mentions(sql, identifier, syntax);
}

bool names_column(std::string_view sql, std::string_view column) {
  return sql::names_column(sql, column, syntax);
}

bool mentions_in_double_quotes(std::string_view sql, std::string_view identifier) {
  return std::ranges::any_of(significant_tokens(sql), [&](const Token& token) {
    return token.kind == TokenKind::quoted_name && token.text.front() == '"' &&
           same_name(unquoted(token.text), identifier);
  });
}

}  // namespace luamigrate::databases::sqlite
