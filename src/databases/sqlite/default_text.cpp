#include "databases/sqlite/default_text.h"

#include <algorithm>
#include <array>

#include "databases/sqlite/names.h"

namespace luamigrate::databases::sqlite {
namespace {

using sql::Token;
using sql::TokenKind;

bool is_one_of(const Token& token, const auto& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return is_word(token, word); });
}

bool is_enclosed(const std::vector<Token>& tokens) {
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (is_symbol(tokens[i], "(")) ++depth;
    if (is_symbol(tokens[i], ")")) --depth;
    if (depth == 0) return i > 0 && i + 1 == tokens.size();
  }
  return false;
}

}  // namespace

// Source: https://sqlite.org/lang_altertable.html, ALTER TABLE ADD COLUMN.
DefaultForm form_of_default(std::string_view sql) {
  static constexpr std::array<std::string_view, 3> constants{"NULL", "TRUE", "FALSE"};
  static constexpr std::array<std::string_view, 3> times{"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"};
  const std::vector<Token> tokens = significant_tokens(sql);
  if (tokens.size() == 1) {
    if (is_one_of(tokens[0], times)) return DefaultForm::time;
    if (tokens[0].kind != TokenKind::word || is_one_of(tokens[0], constants)) return DefaultForm::constant;
  }
  if (tokens.size() == 2) {
    const bool sign = is_symbol(tokens[0], "-") || is_symbol(tokens[0], "+");
    if (sign && tokens[1].kind == TokenKind::number) return DefaultForm::constant;
    if (is_word(tokens[0], "X") && tokens[1].kind == TokenKind::string) return DefaultForm::constant;
  }
  return is_enclosed(tokens) ? DefaultForm::enclosed : DefaultForm::expression;
}

}  // namespace luamigrate::databases::sqlite
