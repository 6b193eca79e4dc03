#include "sql/names.h"

#include <algorithm>
#include <array>
#include <vector>

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

namespace {

// The tokens of an expression.
class Tokens {
 public:
  Tokens(std::string_view sql, const Syntax& syntax) {
    Tokenizer tokenizer(sql, syntax);
    for (Token token = tokenizer.next(); token.kind != TokenKind::end; token = tokenizer.next())
      tokens_.push_back(token);
  }

  std::size_t size() const { return tokens_.size(); }
  const Token& operator[](std::size_t at) const { return tokens_[at]; }

  // The first one from there on that is neither space nor a comment.
  std::size_t significant(std::size_t at) const {
    while (at < size() && (tokens_[at].kind == TokenKind::space || tokens_[at].kind == TokenKind::comment)) ++at;
    return at;
  }
  bool is(std::size_t at, std::string_view symbol) const { return at < size() && tokens_[at].text == symbol; }
  bool is_word(std::size_t at, std::string_view word) const {
    return at < size() && tokens_[at].kind == TokenKind::word && equals_ignoring_case(tokens_[at].text, word);
  }

  bool is_number(std::size_t at) const { return at < size() && tokens_[at].kind == TokenKind::number; }

  // Whether the name of a type or a collation stands behind it: x::date, CAST(x AS date), x COLLATE "C".
  bool leads_to_other_name(std::size_t at) const { return is(at, "::") || is_word(at, "as") || is_word(at, "collate"); }

  // Behind such a name that begins there: s.t, character varying(20), timestamp(3) without time zone.
  std::size_t behind_other_name(std::size_t at) const {
    static constexpr std::array<std::string_view, 6> further{"precision", "time", "varying", "with", "without", "zone"};
    const std::size_t begin = significant(at);
    if (begin == size() || !is_name(tokens_[begin])) return at;  // GENERATED ALWAYS AS (...)
    std::size_t end = begin + 1;
    for (std::size_t next = significant(end); next < size(); next = significant(end)) {
      if (is(next, "."))
        end = significant(next + 1) + 1;
      else if (is(next, "(") && is_number(significant(next + 1)))
        while (end < size() && !is(end++, ")")) {
        }
      else if (std::ranges::any_of(further, [&](std::string_view word) { return is_word(next, word); }))
        end = next + 1;
      else
        break;
    }
    return std::min(end, size());
  }

  // None that is a function, and none that a dot follows.
  bool may_be_column(std::size_t at) const {
    const std::size_t behind = significant(at + 1);
    return is_name(tokens_[at]) && !is(behind, "(") && !is(behind, ".") &&
           (behind == size() || tokens_[behind].kind != TokenKind::string);  // date '2026-01-01'
  }

 private:
  std::vector<Token> tokens_;
};

}  // namespace

std::string with_columns(std::string_view sql, const Syntax& syntax, const RenameColumn& rename) {
  const Tokens tokens(sql, syntax);
  std::string result;
  for (std::size_t i = 0; i < tokens.size();) {
    const auto other = tokens.may_be_column(i) ? rename(tokens[i].text) : std::nullopt;
    result += other ? *other : std::string(tokens[i].text);
    const std::size_t end = tokens.leads_to_other_name(i) ? tokens.behind_other_name(i + 1) : i + 1;
    for (++i; i < end; ++i) result += tokens[i].text;
  }
  return result;
}

bool names_column(std::string_view sql, std::string_view column, const Syntax& syntax) {
  bool found = false;
  with_columns(sql, syntax, [&](std::string_view written) -> std::optional<std::string> {
    found = found || equals_ignoring_case(unquoted(written), column);
    return std::nullopt;
  });
  return found;
}

}  // namespace luamigrate::sql
