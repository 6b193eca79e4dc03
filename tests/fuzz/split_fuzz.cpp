// Whatever stands for SQL, in the syntax of each database: statements that are parts of the text, in order and with
// nothing but white space, comments and delimiters between them, and placeholders that are where they are said to be.
#include <cstdlib>
#include <string>

#include "databases/registry.h"
#include "luamigrate/error.h"
#include "sql/parameters.h"
#include "sql/split.h"
#include "sql/tokenizer.h"

using namespace luamigrate;
using namespace luamigrate::sql;

namespace {

template <typename Function>
void answers_or_says_why(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::script || error.message().empty()) std::abort();
  }
}

// The tokens are the text, cut.
void check_tokens(std::string_view text, const Syntax& syntax) {
  Tokenizer tokens(text, syntax);
  std::size_t place = 0;
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.text.empty() || token.text.data() != text.data() + place) std::abort();
    place += token.text.size();
  }
  if (place != text.size()) std::abort();
}

void check_statements(std::string_view text, const Syntax& syntax) {
  std::size_t end = 0;
  for (const std::string_view statement : split_statements(text, syntax)) {
    const auto begin = static_cast<std::size_t>(statement.data() - text.data());
    if (statement.empty() || begin < end || begin + statement.size() > text.size()) std::abort();
    end = begin + statement.size();
    check_tokens(statement, syntax);  // each is whole by itself
  }
}

void check_parameters(std::string_view text, ParameterForm form, const Syntax& syntax) {
  for (const ParameterizedStatement& statement : parameterize(text, form, syntax)) {
    const std::size_t expected = form == ParameterForm::named        ? statement.names.size()
                                 : form == ParameterForm::positional ? statement.positions.size()
                                                                     : 0;
    std::size_t end = 0;
    const std::vector<Placeholder> found = find_placeholders(statement.sql, syntax);
    if (form != ParameterForm::none && found.size() < expected) std::abort();
    for (const Placeholder& placeholder : found) {
      if (placeholder.offset < end || placeholder.length == 0) std::abort();
      end = placeholder.offset + placeholder.length;
    }
    if (end > statement.sql.size()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const databases::Database* database : databases::all_databases()) {
    if (!database->dialect) continue;
    const Syntax& syntax = database->dialect->syntax();
    answers_or_says_why([&] { check_tokens(text, syntax); });
    answers_or_says_why([&] { check_statements(text, syntax); });
    for (const ParameterForm form : {ParameterForm::none, ParameterForm::positional, ParameterForm::named})
      answers_or_says_why([&] { check_parameters(text, form, syntax); });
  }
  return 0;
}
