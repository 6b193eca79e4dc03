#include "sql/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"

namespace luamigrate::sql {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word_start(char c) {
  return is_word_character(c) && !is_digit(c) && c != '$';
}
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_one_of(const Token& token, std::span<const std::string_view> keywords) {
  return token.kind == TokenKind::word && std::ranges::any_of(keywords, [&](std::string_view keyword) {
           return equals_ignoring_case(token.text, keyword);
         });
}

Tokenizer::Tokenizer(std::string_view text, const Syntax& syntax) : text_(text), syntax_(syntax) {
  if (text.find('\0') != std::string_view::npos)
    throw Error(ErrorKind::script, "the SQL holds a zero byte",
                "take it out; bytes are given as parameters: blob(...)");
}

Token Tokenizer::next() {
  if (delimiter_.empty()) return next_of_syntax();
  const std::size_t begin = here_;
  if (is_delimiter(begin)) {
    here_ += delimiter_.size();
    return {TokenKind::symbol, text_.substr(begin, delimiter_.size())};
  }
  Token token = next_of_syntax();
  if (token.kind != TokenKind::word && token.kind != TokenKind::number && token.kind != TokenKind::symbol) return token;
  for (std::size_t place = begin + 1; place < here_; ++place)
    if (is_delimiter(place)) here_ = place;
  token.text = text_.substr(begin, here_ - begin);
  return token;
}

bool Tokenizer::is_delimiter(std::size_t place) const {
  return text_.substr(place).starts_with(delimiter_);
}

std::string_view Tokenizer::take_line() {
  const std::size_t begin = here_;
  here_ = std::min(text_.find('\n', begin), text_.size());
  return text_.substr(begin, here_ - begin);
}

bool Tokenizer::begins_dash_comment(std::size_t place) const {
  if (at(place) != '-' || at(place + 1) != '-') return false;
  return !syntax_.dashes_want_space || place + 2 >= text_.size() || static_cast<unsigned char>(at(place + 2)) <= ' ';
}

Token Tokenizer::next_of_syntax() {
  const std::size_t begin = here_;
  if (begin >= text_.size()) return {};
  const char c = text_[begin];
  TokenKind kind = TokenKind::symbol;
  std::size_t end = begin + 1;
  if (is_space(c)) {
    kind = TokenKind::space;
    end = space_end();
  } else if (begins_dash_comment(begin) || (c == '#' && syntax_.hash_comments)) {
    kind = TokenKind::comment;
    end = line_end();
  } else if (c == '/' && at(begin + 1) == '*') {
    kind = TokenKind::comment;
    end = block_comment_end();
  } else if (c == '\'') {
    kind = TokenKind::string;
    end = quoted_end(begin, '\'', syntax_.backslash_escapes);
  } else if (c == '"') {
    kind = syntax_.double_quoted_strings ? TokenKind::string : TokenKind::quoted_name;
    end = quoted_end(begin, '"', syntax_.double_quoted_strings && syntax_.backslash_escapes);
  } else if (c == '`' && syntax_.backtick_identifiers) {
    kind = TokenKind::quoted_name;
    end = quoted_end(begin, '`', false);
  } else if (c == '[' && syntax_.bracket_identifiers) {
    kind = TokenKind::quoted_name;
    end = quoted_end(begin, ']', false);
  } else if ((c == 'E' || c == 'e') && at(begin + 1) == '\'' && syntax_.escape_strings) {
    kind = TokenKind::string;
    end = quoted_end(begin + 1, '\'', true);
  } else if (c == '$' && syntax_.dollar_quotes && dollar_quote_end() != 0) {
    kind = TokenKind::string;
    end = dollar_quote_end();
  } else if (c == '$' && syntax_.placeholder == PlaceholderStyle::dollar && is_digit(at(begin + 1))) {
    while (is_digit(at(end))) ++end;
  } else if (is_word_start(c)) {
    kind = TokenKind::word;
    end = word_end(begin);
  } else if (is_digit(c)) {
    kind = TokenKind::number;
    end = number_end();
  } else {
    end = symbol_end();
  }
  here_ = end;
  return {kind, text_.substr(begin, end - begin)};
}

std::size_t Tokenizer::space_end() const {
  std::size_t end = here_;
  while (end < text_.size() && is_space(text_[end])) ++end;
  return end;
}

std::size_t Tokenizer::line_end() const {
  return std::min(text_.find_first_of(syntax_.return_ends_line ? "\r\n" : "\n", here_), text_.size());
}

std::size_t Tokenizer::block_comment_end() const {
  std::size_t depth = 1;
  std::size_t place = here_ + 2;
  while (place + 1 < text_.size()) {
    if (text_[place] == '*' && text_[place + 1] == '/') {
      place += 2;
      if (--depth == 0) return place;
    } else if (syntax_.nested_comments && text_[place] == '/' && text_[place + 1] == '*') {
      ++depth;
      place += 2;
    } else {
      ++place;
    }
  }
  never_closed(here_, "comment");
}

std::size_t Tokenizer::quoted_end(std::size_t open, char quote, bool backslash) const {
  std::size_t place = open + 1;
  while (place < text_.size()) {
    if (backslash && text_[place] == '\\') {
      place += 2;
    } else if (text_[place] != quote) {
      ++place;
    } else if (at(place + 1) == quote) {  // doubled: one of it inside
      place += 2;
    } else {
      return place + 1;
    }
  }
  never_closed(here_, quote == '\'' ? "string" : "quoted name");
}

std::size_t Tokenizer::word_end(std::size_t from) const {
  std::size_t end = from;
  while (end < text_.size() && is_word_character(text_[end])) ++end;
  return end;
}

Token Tokenizer::next_significant() {
  Token token = next();
  while (token.kind == TokenKind::space || token.kind == TokenKind::comment) token = next();
  return token;
}

std::size_t Tokenizer::number_end() const {
  std::size_t end = here_;
  while (is_digit(at(end)) || at(end) == '_') ++end;
  // `1.5` but not `1..2`; an exponent or a suffix such as 0x1F is taken along.
  if (at(end) == '.' && at(end + 1) != '.') ++end;
  while (end < text_.size() && is_word_character(text_[end]) && text_[end] != '$') ++end;
  if ((at(end - 1) == 'e' || at(end - 1) == 'E') && (at(end) == '+' || at(end) == '-'))
    for (++end; is_digit(at(end));) ++end;
  return end;
}

std::size_t Tokenizer::dollar_quote_end() const {
  std::size_t tag_end = here_ + 1;
  if (at(tag_end) != '$' && !is_word_start(at(tag_end))) return 0;  // $1
  while (tag_end < text_.size() && text_[tag_end] != '$' && is_word_character(text_[tag_end])) ++tag_end;
  if (at(tag_end) != '$') return 0;
  const std::string_view tag = text_.substr(here_, tag_end + 1 - here_);
  const std::size_t close = text_.find(tag, tag_end + 1);
  if (close == std::string_view::npos) never_closed(here_, fmt::format("string quoted with {}", tag));
  return close + tag.size();
}

std::size_t Tokenizer::symbol_end() const {
  const char c = text_[here_];
  const char second = at(here_ + 1);
  const bool pair = (c == ':' && (second == ':' || second == '=')) ||
                    (c == '@' && second == '?' && at(here_ + 2) != '?' && syntax_.question_operators) ||
                    (c == '?' && syntax_.question_operators &&
                     (second == '?' || second == '&' || (second == '|' && at(here_ + 2) != '|')));
  return here_ + (pair ? 2 : 1);
}

void Tokenizer::never_closed(std::size_t place, std::string_view what) const {
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(place), '\n');
  throw Error(ErrorKind::script, fmt::format("the {} that begins in line {} of the SQL is never closed", what, line),
              "close it, or double a quote that is meant as a character");
}

bool is_executable_comment(const Token& token) {
  return token.kind == TokenKind::comment && (token.text.starts_with("/*!") || token.text.starts_with("/*M!"));
}

}  // namespace luamigrate::sql
