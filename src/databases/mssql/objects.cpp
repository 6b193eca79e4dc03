// Objects beside tables. What must be the first statement of its batch stands in a string where a condition goes before
// it. Source of the forms: the documentation of SQL Server 2017.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
namespace {

std::string_view if_exists(bool wanted) {
  return wanted ? "IF EXISTS " : "";
}

// `full_name(@first nvarchar(50))`, cut at its parenthesis.
struct Signature {
  std::string name;
  std::string_view parameters;  // with their parentheses; empty where there are none
};

Signature cut(std::string_view signature) {
  const std::size_t open = std::min(signature.find('('), signature.size());
  return {std::string(base::trimmed(signature.substr(0, open))), base::trimmed(signature.substr(open))};
}

bool has_none(std::string_view parameters) {
  return parameters.empty() || base::trimmed(parameters.substr(1, parameters.size() - 2)).empty();
}

std::string sequence_options(const auto& op) {
  std::string text;
  if (op.increment) text += fmt::format(" INCREMENT BY {}", *op.increment);
  if (op.minvalue) text += fmt::format(" MINVALUE {}", *op.minvalue);
  if (op.maxvalue) text += fmt::format(" MAXVALUE {}", *op.maxvalue);
  if (op.cycle) text += *op.cycle ? " CYCLE" : " NO CYCLE";
  if (op.cache) text += *op.cache > 0 ? fmt::format(" CACHE {}", *op.cache) : " NO CACHE";
  return text;
}

// `AFTER INSERT, UPDATE` of "AFTER INSERT OR UPDATE".
std::string events(std::string_view when) {
  static constexpr std::array<std::string_view, 3> kinds{"INSERT", "UPDATE", "DELETE"};
  constexpr const char* forms = "write AFTER or INSTEAD OF, then INSERT, UPDATE or DELETE, with OR between them";
  std::vector<std::string> words;
  sql::Tokenizer tokens(when, dialect().syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    if (token.kind == sql::TokenKind::space) continue;
    std::string word = base::upper(token.text);
    if (word != "OR" && word != ",") words.push_back(std::move(word));
  }
  std::size_t i = 0;
  std::string text;
  if (!words.empty() && words[0] == "AFTER") {
    text = "AFTER";
    i = 1;
  } else if (words.size() > 1 && words[0] == "INSTEAD" && words[1] == "OF") {
    text = "INSTEAD OF";
    i = 2;
  } else if (!words.empty() && words[0] == "BEFORE") {
    throw Error(ErrorKind::unsupported, "SQL Server has no triggers that fire before", forms);
  }
  for (const std::size_t first = i; i < words.size(); ++i) {
    if (words[i] == "OF")
      throw Error(ErrorKind::unsupported, "SQL Server has no triggers for columns",
                  "leave the columns out, and ask UPDATE(column) in the body");
    text += (i == first ? " " : ", ") + ansi::phrase(words[i], "when", kinds);
  }
  if (text.empty() || text == "AFTER" || text == "INSTEAD OF")
    throw Error(ErrorKind::script, fmt::format("\"{}\" does not say when a trigger fires", when), forms);
  return text;
}

}  // namespace

MssqlDialect::Statements MssqlDialect::create_schema(const ops::CreateSchema& op) const {
  std::string create = "CREATE SCHEMA " + quote(op.name);
  if (!op.authorization.empty()) create += " AUTHORIZATION " + quote(op.authorization);
  if (op.if_not_exists) create = fmt::format("IF SCHEMA_ID({}) IS NULL {}", text_literal(op.name), executed(create));
  return {{.sql = create}};
}

MssqlDialect::Statements MssqlDialect::drop_schema(const ops::DropSchema& op) const {
  if (op.cascade) unsupported("CASCADE for schemas", "drop or transfer what is in it first");
  return {{.sql = fmt::format("DROP SCHEMA {}{}", if_exists(op.if_exists), quote(op.name))}};
}

MssqlDialect::Statements MssqlDialect::create_view(const ops::CreateView& op, const schema::TableLookup&) const {
  if (op.temporary) unsupported("temporary views", "make a temporary table, named #so");
  ops::CreateView plain = op;
  plain.if_not_exists = false;
  const std::string create = view_sql(plain, or_alter(op.replace));
  return {{.sql = op.if_not_exists ? unless_there({op.schema, op.name}, "V", executed(create)) : create}};
}

// Source: SQL Server documentation, CREATE FUNCTION and CREATE PROCEDURE.
MssqlDialect::Statements MssqlDialect::create_function(const ops::CreateFunction& op) const {
  if (!op.language.empty() && !sql::equals_ignoring_case(op.language, "sql"))
    unsupported(fmt::format("functions in {}", op.language),
                "write the body in Transact-SQL for this database: ask op.dialect");
  if (op.volatility)
    unsupported("word for the volatility of functions", "leave `volatility` out: the server finds it out itself");
  if (op.procedure == !op.returns.empty())
    throw Error(ErrorKind::script,
                op.procedure ? "a procedure returns nothing" : "a function of SQL Server returns a value",
                op.procedure ? "take `returns` out" : "add returns = \"TYPE\", or procedure = true");
  const Signature signature = cut(op.signature);
  const std::string schema = op.schema.empty() ? "" : quote(op.schema) + ".";
  std::string text =
      fmt::format("{} {} {}{}", or_alter(op.replace), op.procedure ? "PROCEDURE" : "FUNCTION", schema, signature.name);
  if (!op.procedure)
    text += has_none(signature.parameters) ? "()" : std::string(signature.parameters);
  else if (!has_none(signature.parameters))
    text += " " + std::string(signature.parameters);
  if (!op.returns.empty()) text += " RETURNS " + op.returns;
  if (op.security_definer) text += " WITH EXECUTE AS OWNER";
  return {{.sql = fmt::format("{} AS\n{}", text, base::trimmed(op.body))}};
}

// There is one function of a name: its arguments say nothing.
MssqlDialect::Statements MssqlDialect::drop_function(const ops::DropFunction& op) const {
  if (op.cascade) unsupported("CASCADE for functions", "drop what uses it first");
  const std::string schema = op.schema.empty() ? "" : quote(op.schema) + ".";
  return {{.sql = fmt::format("DROP {} {}{}{}", op.procedure ? "PROCEDURE" : "FUNCTION", if_exists(op.if_exists),
                              schema, cut(op.signature).name)}};
}

MssqlDialect::Statements MssqlDialect::create_trigger(const ops::CreateTrigger& op) const {
  if (op.body.empty())
    throw Error(ErrorKind::script, "a trigger of SQL Server needs the statements that it runs",
                "add body = \"UPDATE ...;\" to its options");
  if (op.for_each == ops::TriggerScope::row)
    unsupported("triggers for each row", "leave `for_each` out, and read the rows from inserted and deleted");
  if (!op.condition.empty()) unsupported("conditions of triggers", "leave `condition` out, and begin the body with IF");
  const schema::ObjectName trigger{op.schema, op.name};
  const std::string create =
      fmt::format("{} TRIGGER {} ON {} {} AS\n{}", or_alter(op.replace), quote(trigger),
                  quote(schema::ObjectName{op.schema, op.table}), events(op.when), base::trimmed(op.body));
  return {{.sql = op.if_not_exists ? unless_there(trigger, "TR", executed(create)) : create}};
}

MssqlDialect::Statements MssqlDialect::drop_trigger(const ops::DropTrigger& op) const {
  return {{.sql = fmt::format("DROP TRIGGER {}{}", if_exists(op.if_exists),
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

MssqlDialect::Statements MssqlDialect::create_sequence(const ops::CreateSequence& op) const {
  if (!op.owned_by.empty())
    unsupported("sequences that belong to a column", "leave `owned_by` out, and drop it yourself");
  static constexpr std::array<std::string_view, 7> types{"TINYINT", "SMALLINT", "INT",    "INTEGER",
                                                         "BIGINT",  "DECIMAL",  "NUMERIC"};
  const schema::ObjectName sequence{op.schema, op.name};
  const std::string create = fmt::format(
      "CREATE SEQUENCE {}{}{}{}", quote(sequence), op.type.empty() ? "" : " AS " + ansi::phrase(op.type, "type", types),
      op.start ? fmt::format(" START WITH {}", *op.start) : "", sequence_options(op));
  return {{.sql = op.if_not_exists ? unless_there(sequence, "SO", create) : create}};
}

MssqlDialect::Statements MssqlDialect::alter_sequence(const ops::AlterSequence& op) const {
  if (!op.owned_by.empty())
    unsupported("sequences that belong to a column", "leave `owned_by` out, and drop it yourself");
  if (!op.type.empty()) unsupported("way to change the type of a sequence", "drop it and make it anew");
  if (op.start) unsupported("way to change the start of a sequence", "write restart");
  const std::string changes =
      (op.restart ? fmt::format(" RESTART WITH {}", *op.restart) : std::string()) + sequence_options(op);
  if (changes.empty()) return {};
  return {{.sql = fmt::format("ALTER SEQUENCE {}{}", quote(schema::ObjectName{op.schema, op.name}), changes)}};
}

MssqlDialect::Statements MssqlDialect::drop_sequence(const ops::DropSequence& op) const {
  if (op.cascade) unsupported("CASCADE for sequences", "take it out of the defaults that use it first");
  return {{.sql = fmt::format("DROP SEQUENCE {}{}", if_exists(op.if_exists),
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

}  // namespace luamigrate::databases::mssql
