// Cuts SQL into tokens, as far as one must to find parameters and the ends of statements.
#pragma once

#include <cstddef>
#include <string_view>

#include "sql/syntax.h"

namespace luamigrate::sql {

enum class TokenKind {
  space,
  comment,
  string,             // '...', E'...', $tag$...$tag$, with the quotes
  quoted_identifier,  // "...", `...`, [...]
  word,               // keyword, identifier or number
  semicolon,
  punctuation,  // one character of anything else; `::` is one token
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
  std::size_t offset = 0;  // of `text` in the whole
};

// Linear in the length of the text, which must outlive it. Throws Error{script} for a quote, comment or dollar quote
// that is never closed, with the line where it begins.
class Tokenizer {
 public:
  Tokenizer(std::string_view text, const Syntax& syntax) : text_(text), syntax_(syntax) {}

  Token next();  // TokenKind::end after the last one, again and again

 private:
  Token take(TokenKind kind, std::size_t length);
  std::size_t quoted_length(char quote, bool backslashes, std::size_t opening) const;
  std::size_t comment_length() const;
  std::size_t dollar_quote_length() const;  // 0: none begins here
  std::size_t word_length() const;
  [[noreturn]] void never_closed(std::string_view what) const;

  std::string_view text_;
  const Syntax& syntax_;
  std::size_t at_ = 0;
};

}  // namespace luamigrate::sql
