#include "sql/split.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "sql/tokenizer.h"

namespace luamigrate::sql {
namespace {

std::string upper(std::string_view word) {
  std::string result(word);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  return result;
}

// Follows the words of a statement and knows whether a semicolon ends it: not inside the body of a trigger or of an SQL
// function, which are statements in a statement.
class Body {
 public:
  explicit Body(const Syntax& syntax) : syntax_(&syntax) {}

  void word(std::string_view text) {
    const std::string word = upper(text);
    ++words_;
    if (words_ == 1) create_ = word == "CREATE";
    if (create_ && words_ <= 6 && word == "TRIGGER") trigger_ = true;
    if (!create_) return;
    if (word == "CASE" && depth_ > 0) ++depth_;
    if (word == "BEGIN" && trigger_ && syntax_->trigger_bodies) ++depth_;
    if (word == "ATOMIC" && last_ == "BEGIN" && syntax_->atomic_bodies) ++depth_;
    if (word == "END" && depth_ > 0) --depth_;
    last_ = word;
  }

  bool ends_here() const { return depth_ == 0; }

 private:
  const Syntax* syntax_;
  int words_ = 0;
  int depth_ = 0;
  bool create_ = false;
  bool trigger_ = false;
  std::string last_;
};

bool is_go(std::string_view text, const Token& token) {
  if (upper(token.text) != "GO") return false;
  const std::size_t end = token.offset + token.text.size();
  const std::size_t line_start = token.offset == 0 ? 0 : text.rfind('\n', token.offset - 1) + 1;
  const std::size_t line_end = std::min(text.find('\n', end), text.size());
  const auto blank = [](std::string_view part) { return part.find_first_not_of(" \t\r") == std::string_view::npos; };
  return blank(text.substr(line_start, token.offset - line_start)) && blank(text.substr(end, line_end - end));
}

}  // namespace

std::vector<std::string_view> split_statements(std::string_view text, const Syntax& syntax) {
  std::vector<std::string_view> statements;
  Tokenizer tokenizer(text, syntax);
  std::optional<std::size_t> begin;  // where the statement begins: its first comment or token
  std::size_t end = 0;               // behind its last one
  bool has_code = false;
  Body body(syntax);
  const auto finish = [&] {
    if (has_code) statements.push_back(text.substr(*begin, end - *begin));
    begin.reset();
    has_code = false;
    body = Body(syntax);
  };
  while (true) {
    const Token token = tokenizer.next();
    if (token.kind == TokenKind::end) break;
    if (token.kind == TokenKind::space) continue;
    if (token.kind == TokenKind::semicolon && body.ends_here()) {
      finish();
      continue;
    }
    if (token.kind == TokenKind::word && syntax.go_batches && is_go(text, token)) {
      finish();
      continue;
    }
    if (token.kind == TokenKind::word) body.word(token.text);
    if (!begin) begin = token.offset;
    end = token.offset + token.text.size();
    if (token.kind != TokenKind::comment) has_code = true;
  }
  finish();
  return statements;
}

}  // namespace luamigrate::sql
