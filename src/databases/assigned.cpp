#include "databases/assigned.h"

#include <utility>

#include "sql/names.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases {
namespace {

// `a = 1, (b, c) = (SELECT d = e, f)`: an assignment begins the text, or stands behind a comma outside parentheses.
std::vector<std::string> assigned_in(std::string_view text, const sql::Syntax& syntax) {
  std::vector<std::string> result;
  sql::Tokenizer tokens(text, syntax);
  int depth = 0, brackets = 0;  // of an element of an array
  bool is_target = true;
  std::string name;
  for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
       token = tokens.next_significant()) {
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (token.text == "[") ++brackets;
    if (token.text == "]") --brackets;
    if (brackets > 0) continue;
    if (!is_target) {
      is_target = depth == 0 && token.text == ",";
    } else if (sql::is_name(token)) {
      name = sql::unquoted(token.text);  // of `t.a` the last
    } else if ((token.text == "," || token.text == "=") && !name.empty()) {
      result.push_back(std::exchange(name, {}));
    }
    if (token.text == "=" && depth == 0) is_target = false;
    if (is_target && token.text == ")" && !name.empty()) result.push_back(std::exchange(name, {}));
  }
  return result;
}

}  // namespace

std::vector<std::string> assigned_columns(const ops::Assignments& set, const sql::Syntax& syntax) {
  if (const auto* text = std::get_if<schema::Sql>(&set)) return assigned_in(text->text, syntax);
  std::vector<std::string> result;
  for (const auto& [column, value] : std::get<1>(set)) result.push_back(column);
  return result;
}

}  // namespace luamigrate::databases
