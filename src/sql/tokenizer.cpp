#include "sql/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"

namespace luamigrate::sql {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_word_start(c) || is_digit(c);
}

}  // namespace

Token Tokenizer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, text_.substr(at_, length), at_};
  at_ += length;
  return token;
}

void Tokenizer::never_closed(std::string_view what) const {
  const auto line = 1 + std::ranges::count(text_.substr(0, at_), '\n');
  throw Error(ErrorKind::script,
              fmt::format("the SQL has {} that begins in its line {} and is never closed", what, line));
}

// Of text in quotes that begins `opening` characters further on; a doubled quote stands for one.
std::size_t Tokenizer::quoted_length(char quote, bool backslashes, std::size_t opening) const {
  for (std::size_t i = at_ + opening + 1; i < text_.size(); ++i) {
    if (backslashes && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (i + 1 < text_.size() && text_[i + 1] == quote)
        ++i;
      else
        return i + 1 - at_;
    }
  }
  never_closed(quote == '\'' ? "a string" : "a quoted name");
}

std::size_t Tokenizer::comment_length() const {
  int depth = 0;
  for (std::size_t i = at_; i + 1 < text_.size(); ++i) {
    if (text_[i] == '/' && text_[i + 1] == '*' && (depth == 0 || syntax_.nested_comments)) {
      ++depth;
      ++i;
    } else if (text_[i] == '*' && text_[i + 1] == '/') {
      ++i;
      if (--depth == 0) return i + 1 - at_;
    }
  }
  never_closed("a comment");
}

std::size_t Tokenizer::dollar_quote_length() const {
  std::size_t end = at_ + 1;
  while (end < text_.size() && is_word(text_[end])) ++end;
  if (end >= text_.size() || text_[end] != '$' || (end > at_ + 1 && is_digit(text_[at_ + 1]))) return 0;
  const std::string_view tag = text_.substr(at_, end + 1 - at_);
  const std::size_t close = text_.find(tag, end + 1);
  if (close == std::string_view::npos) never_closed("a dollar-quoted string");
  return close + tag.size() - at_;
}

std::size_t Tokenizer::word_length() const {
  std::size_t end = at_ + 1;
  while (end < text_.size() && (is_word(text_[end]) || (text_[end] == '$' && syntax_.dollar_quotes))) ++end;
  return end - at_;
}

Token Tokenizer::next() {
  if (at_ >= text_.size()) return {TokenKind::end, {}, text_.size()};
  const char c = text_[at_];
  const char after = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (is_space(c)) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_space(text_[end])) ++end;
    return take(TokenKind::space, end - at_);
  }
  if ((c == '-' && after == '-') || (c == '#' && syntax_.hash_comments))
    return take(TokenKind::comment, std::min(text_.find('\n', at_), text_.size()) - at_);
  if (c == '/' && after == '*') return take(TokenKind::comment, comment_length());
  if (c == '\'') return take(TokenKind::string, quoted_length('\'', syntax_.backslash_escapes, 0));
  if ((c == 'e' || c == 'E') && after == '\'' && syntax_.escape_strings)
    return take(TokenKind::string, quoted_length('\'', true, 1));
  if (c == '"') {
    const bool string = syntax_.double_quoted_strings;
    return take(string ? TokenKind::string : TokenKind::quoted_identifier,
                quoted_length('"', string && syntax_.backslash_escapes, 0));
  }
  if (c == '`' && syntax_.backtick_identifiers) return take(TokenKind::quoted_identifier, quoted_length('`', false, 0));
  if (c == '[' && syntax_.bracket_identifiers) return take(TokenKind::quoted_identifier, quoted_length(']', false, 0));
  if (c == '$' && syntax_.dollar_quotes)
    if (const std::size_t length = dollar_quote_length()) return take(TokenKind::string, length);
  if (is_word(c)) return take(TokenKind::word, word_length());
  if (c == ';') return take(TokenKind::semicolon, 1);
  return take(TokenKind::punctuation, c == ':' && after == ':' ? 2 : 1);
}

}  // namespace luamigrate::sql
