#include "sql/parameters.h"

#include <string>

#include "sql/split.h"
#include "sql/tokenizer.h"

namespace luamigrate::sql {
namespace {

class Parameterizer {
 public:
  Parameterizer(ParameterForm form, const Syntax& syntax) : form_(form), syntax_(syntax) {}

  ParameterizedStatement operator()(std::string_view statement) {
    ParameterizedStatement result;
    if (form_ == ParameterForm::none) {
      result.sql = statement;
      return result;
    }
    Tokenizer tokenizer(statement, syntax_);
    for (Token token = tokenizer.next(); token.kind != TokenKind::end;) {
      const Token after = tokenizer.next();
      if (token.text == "?" && form_ == ParameterForm::positional) {
        result.positions.push_back(next_position_++);
        placeholder(result.sql, result.positions.size());
      } else if (token.text == "\\" && after.text == ":" && form_ == ParameterForm::named) {
        result.sql += ':';
        token = tokenizer.next();
        continue;
      } else if (token.text == ":" && form_ == ParameterForm::named && after.kind == TokenKind::word &&
                 !(after.text.front() >= '0' && after.text.front() <= '9')) {
        result.names.emplace_back(after.text);
        placeholder(result.sql, result.names.size());
        token = tokenizer.next();
        continue;
      } else {
        result.sql += token.text;
      }
      token = after;
    }
    return result;
  }

 private:
  void placeholder(std::string& sql, std::size_t number) const {
    sql += syntax_.placeholder == PlaceholderStyle::dollar ? "$" + std::to_string(number) : "?";
  }

  ParameterForm form_;
  const Syntax& syntax_;
  std::size_t next_position_ = 0;  // over all statements of the text
};

}  // namespace

std::vector<ParameterizedStatement> parameterize(std::string_view text, ParameterForm form, const Syntax& syntax) {
  std::vector<ParameterizedStatement> result;
  Parameterizer parameterizer(form, syntax);
  for (const std::string_view statement : split_statements(text, syntax)) result.push_back(parameterizer(statement));
  return result;
}

}  // namespace luamigrate::sql
