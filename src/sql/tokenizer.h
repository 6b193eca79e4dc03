// Cuts SQL into tokens, as far as is needed to find the ends of statements and the parameters in them: it knows what is
// a literal, a quoted name or a comment in the syntax of each database, and no grammar.
#pragma once

#include <span>
#include <string_view>

#include "sql/syntax.h"

namespace luamigrate::sql {

enum class TokenKind {
  space,
  comment,
  string,       // '...', E'...', $tag$...$tag$
  quoted_name,  // "...", `...`, [...]
  word,         // keywords and names
  number,
  symbol,  // one character, or one of :: := ?| ?& ?? where the syntax has it
  end,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;
};

// Views into `text`. Linear in its length.
class Tokenizer {
 public:
  // Throws Error{script} for a text with a zero byte, where a database's library would see its end.
  Tokenizer(std::string_view text, const Syntax& syntax);

  // The next token, `end` after the last. Throws Error{script} with the line for what is opened and never closed.
  Token next();

  // The same for the next token that is neither space nor a comment.
  Token next_significant();

  // From here on this is a symbol wherever it stands in code, in the middle of a word too. Empty: nothing is.
  void delimit_by(std::string_view delimiter) { delimiter_ = delimiter; }

  // What is left of the line, without its end; the next token is behind it.
  std::string_view take_line();

 private:
  Token next_of_syntax();
  std::size_t space_end() const;
  std::size_t line_end() const;
  std::size_t block_comment_end() const;
  std::size_t quoted_end(std::size_t open, char quote, bool backslash) const;
  std::size_t word_end(std::size_t from) const;
  std::size_t number_end() const;
  std::size_t dollar_quote_end() const;  // 0: no dollar quote here
  std::size_t symbol_end() const;
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  bool is_delimiter(std::size_t place) const;
  bool begins_dash_comment(std::size_t place) const;
  [[noreturn]] void never_closed(std::size_t place, std::string_view what) const;

  std::string_view text_;
  Syntax syntax_;
  std::string_view delimiter_;
  std::size_t here_ = 0;
};

bool is_word_character(char c);  // letters, digits, `_`, `$` and every byte beyond ASCII
bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// Whether a token is a comment that MySQL and MariaDB run: /*! ... */ or /*M! ... */.
bool is_executable_comment(const Token& token);

// Whether a token is one of these keywords, in whatever case.
bool is_one_of(const Token& token, std::span<const std::string_view> keywords);

}  // namespace luamigrate::sql
