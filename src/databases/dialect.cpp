#include "databases/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "luamigrate/error.h"
#include "sql/parameters.h"

namespace luamigrate::databases {
namespace {

using schema::NamedParameters;
using schema::PositionalParameters;

[[noreturn]] void wrong_parameters(std::string message, std::string hint) {
  throw Error(ErrorKind::script, std::move(message), std::move(hint));
}

std::vector<Statement> bound_to(const std::vector<sql::ParameterizedStatement>& statements,
                                const PositionalParameters& values) {
  std::size_t wanted = 0;
  for (const auto& statement : statements) wanted += statement.positions.size();
  if (wanted != values.size())
    wrong_parameters(fmt::format("the SQL has {} parameter{} (?), and {} value{} given", wanted, wanted == 1 ? "" : "s",
                                 values.size(), values.size() == 1 ? " is" : "s are"),
                     "give one value for each ?, with null for NULL");
  std::vector<Statement> result;
  for (const auto& statement : statements) {
    Statement& bound = result.emplace_back(Statement{.sql = statement.sql});
    for (const std::size_t position : statement.positions) bound.params.push_back(values[position]);
  }
  return result;
}

std::vector<Statement> bound_to(const std::vector<sql::ParameterizedStatement>& statements,
                                const NamedParameters& values) {
  std::vector<bool> used(values.size());
  std::vector<Statement> result;
  for (const auto& statement : statements) {
    Statement& bound = result.emplace_back(Statement{.sql = statement.sql});
    for (const std::string& name : statement.names) {
      const auto value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
      if (value == values.end())
        wrong_parameters(fmt::format("no value is given for the parameter :{}", name),
                         fmt::format("add {} = ... to the parameters (null for NULL), or write \\: for a colon", name));
      used[static_cast<std::size_t>(value - values.begin())] = true;
      bound.params.push_back(value->second);
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!used[i])
      wrong_parameters(fmt::format("the SQL has no parameter :{}", values[i].first),
                       "take it out of the parameters, or use it in the SQL");
  return result;
}

}  // namespace

schema::Value Dialect::compared(const schema::Column&, const schema::Value& value) const {
  return value;
}

std::vector<Statement> Dialect::compile_execute(std::string_view sql, const schema::Parameters& parameters) const {
  if (const auto* positional = std::get_if<PositionalParameters>(&parameters))
    return bound_to(sql::parameterize(sql, sql::ParameterForm::positional, syntax()), *positional);
  if (const auto* named = std::get_if<NamedParameters>(&parameters))
    return bound_to(sql::parameterize(sql, sql::ParameterForm::named, syntax()), *named);
  std::vector<Statement> result;
  for (auto& statement : sql::parameterize(sql, sql::ParameterForm::none, syntax()))
    result.push_back({.sql = std::move(statement.sql)});
  return result;
}

std::vector<ops::Operation> Dialect::parts(const ops::BatchAlterTable& op) const {
  return {{op, {}}};
}

schema::Type Dialect::text_type(std::optional<std::int64_t> length) const {
  if (!length) return {.name = "Text"};
  return {.name = "String", .arguments = {*length}};
}

std::string Dialect::in_script(const sql::Token& token) const {
  return std::string(token.text);
}

bool Dialect::rolls_back(std::string_view sql) const {
  static constexpr std::array<std::string_view, 6> rows{"insert", "update", "delete", "replace", "merge", "with"};
  static constexpr std::array<std::string_view, 7> definitions{"create", "alter",  "drop",    "comment",
                                                               "grant",  "revoke", "truncate"};
  // CREATE INDEX CONCURRENTLY, DROP DATABASE, ALTER SYSTEM, ALTER TYPE ... ADD VALUE: on their own, or of no use before
  // they are committed.
  static constexpr std::array<std::string_view, 6> apart{"concurrently", "database",     "tablespace",
                                                         "system",       "subscription", "value"};
  sql::Tokenizer tokens(sql, syntax());
  sql::Token token = tokens.next_significant();
  if (sql::is_one_of(token, rows)) return true;
  if (!transactional_ddl() || !sql::is_one_of(token, definitions)) return false;
  while (token.kind != sql::TokenKind::end && !sql::is_one_of(token, apart)) token = tokens.next();
  return token.kind == sql::TokenKind::end;
}

std::string Dialect::quote(const schema::ObjectName& name) const {
  return name.schema.empty() ? quote(name.name) : quote(name.schema) + "." + quote(name.name);
}

namespace {

// A sign must not make a comment of the one before it, and is part of what is cast: -32768::smallint is out of range.
std::string in_its_place(std::string literal, std::string_view before, std::string_view behind) {
  const bool apart = literal.starts_with('-') && (before.ends_with('-') || behind.starts_with("::"));
  return apart ? "(" + literal + ")" : literal;
}

}  // namespace

bool Dialect::same_name(std::string_view a, std::string_view b) const {
  return ignores_case_of_names() ? sql::equals_ignoring_case(a, b) : a == b;
}

std::string with_literals(const Dialect& dialect, const Statement& statement) {
  if (statement.params.empty()) return statement.sql;
  std::string result;
  std::size_t copied = 0;
  for (const sql::Placeholder& place : sql::find_placeholders(statement.sql, dialect.syntax())) {
    if (place.position >= statement.params.size()) continue;
    result.append(statement.sql, copied, place.offset - copied);
    result += in_its_place(dialect.literal(statement.params[place.position]), result,
                           std::string_view(statement.sql).substr(place.offset + place.length));
    copied = place.offset + place.length;
  }
  return result.append(statement.sql, copied);
}

std::string as_script(const Dialect& dialect, const Statement& statement) {
  const std::string sql = with_literals(dialect, statement);
  std::string result;
  sql::Tokenizer tokens(sql, dialect.syntax());
  sql::Token last;
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    result += dialect.in_script(token);
    last = token;
  }
  const bool comment = last.kind == sql::TokenKind::comment && !last.text.starts_with("/*");
  if (!comment && result.ends_with(';')) return result;
  return result + (comment ? "\n;" : ";");
}

std::string script_begin(const Dialect& dialect) {
  return dialect.script_piece(std::string(dialect.begin_sql()) + ";");
}

std::string script_commit(const Dialect& dialect) {
  return dialect.script_piece(std::string(dialect.commit_sql()) + ";");
}

std::string Dialect::script_piece(std::string_view sql) const {
  return fmt::format("{}\n\n", sql);
}

}  // namespace luamigrate::databases
