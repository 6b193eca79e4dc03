#include "databases/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "luamigrate/error.h"
#include "sql/parameters.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases {
namespace {

std::vector<Statement> bind_positions(std::vector<sql::ParameterizedStatement> statements,
                                      const schema::PositionalParameters& values) {
  std::vector<Statement> result;
  std::size_t used = 0;
  for (sql::ParameterizedStatement& statement : statements) {
    Statement bound{.sql = std::move(statement.sql)};
    for (const std::size_t position : statement.positions) {
      used = std::max(used, position + 1);
      if (position < values.size()) bound.params.push_back(values[position]);
    }
    result.push_back(std::move(bound));
  }
  if (used != values.size())
    throw Error(ErrorKind::script,
                fmt::format("the SQL has {} \"?\" and the list of parameters has {} values", used, values.size()),
                "give one value for each ?; null for NULL");
  return result;
}

std::vector<Statement> bind_names(std::vector<sql::ParameterizedStatement> statements,
                                  const schema::NamedParameters& values) {
  std::vector<Statement> result;
  std::set<std::string_view> unused;
  for (const auto& [name, value] : values) unused.insert(name);
  for (sql::ParameterizedStatement& statement : statements) {
    Statement bound{.sql = std::move(statement.sql)};
    for (const std::string& name : statement.names) {
      const auto value = std::ranges::find(values, name, &schema::NamedParameters::value_type::first);
      if (value == values.end())
        throw Error(ErrorKind::script, fmt::format("the SQL uses the parameter :{}, which is not given", name),
                    "write \\: where a colon is meant; null stands for NULL");
      unused.erase(value->first);
      bound.params.push_back(value->second);
    }
    result.push_back(std::move(bound));
  }
  if (!unused.empty())
    throw Error(ErrorKind::script,
                fmt::format("the parameter \"{}\" is given, but the SQL has no :{}", *unused.begin(), *unused.begin()));
  return result;
}

}  // namespace

std::vector<Statement> Dialect::compile_execute(std::string_view text, const schema::Parameters& parameters) const {
  if (const auto* positional = std::get_if<schema::PositionalParameters>(&parameters))
    return bind_positions(sql::parameterize(text, sql::ParameterForm::positional, syntax()), *positional);
  if (const auto* named = std::get_if<schema::NamedParameters>(&parameters))
    return bind_names(sql::parameterize(text, sql::ParameterForm::named, syntax()), *named);
  std::vector<Statement> result;
  for (sql::ParameterizedStatement& statement : sql::parameterize(text, sql::ParameterForm::none, syntax()))
    result.push_back({.sql = std::move(statement.sql)});
  return result;
}

std::string Dialect::quote(const schema::ObjectName& name) const {
  return name.schema.empty() ? quote(std::string_view(name.name))
                             : quote(std::string_view(name.schema)) + "." + quote(std::string_view(name.name));
}

std::string with_literals(const Dialect& dialect, const Statement& statement) {
  if (statement.params.empty()) return statement.sql;
  const sql::Syntax& syntax = dialect.syntax();
  const bool dollar = syntax.placeholder == sql::PlaceholderStyle::dollar;
  std::string result;
  std::size_t next = 0;
  sql::Tokenizer tokenizer(statement.sql, syntax);
  for (sql::Token token = tokenizer.next(); token.kind != sql::TokenKind::end;) {
    const sql::Token after = tokenizer.next();
    const bool numbered = dollar && token.text == "$" && after.kind == sql::TokenKind::word &&
                          after.text.find_first_not_of("0123456789") == std::string_view::npos;
    if (numbered) {
      result += dialect.literal(statement.params.at(std::stoul(std::string(after.text)) - 1));
      token = tokenizer.next();
      continue;
    }
    result += !dollar && token.text == "?" ? dialect.literal(statement.params.at(next++)) : std::string(token.text);
    token = after;
  }
  return result;
}

}  // namespace luamigrate::databases
