// Objects beside tables. Source of the forms: the MariaDB 10.11 documentation and the MySQL 8.0 manual, chapter 13.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mysql/dialect.h"
#include "luamigrate/error.h"
#include "sql/split.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

std::string_view if_exists(bool wanted) {
  return wanted ? "IF EXISTS " : "";
}

// `full_name` of `full_name(first TEXT)`.
std::string name_of(std::string_view signature) {
  return std::string(base::trimmed(signature.substr(0, signature.find('('))));
}

std::string in_schema(const std::string& quoted_schema, std::string_view name) {
  return quoted_schema.empty() ? std::string(name) : fmt::format("{}.{}", quoted_schema, name);
}

std::string sequence_options(const auto& op) {
  std::string text;
  if (op.increment) text += fmt::format(" INCREMENT BY {}", *op.increment);
  if (op.minvalue) text += fmt::format(" MINVALUE {}", *op.minvalue);
  if (op.maxvalue) text += fmt::format(" MAXVALUE {}", *op.maxvalue);
  if (op.start) text += fmt::format(" START WITH {}", *op.start);
  if constexpr (requires { op.restart; })
    if (op.restart) text += fmt::format(" RESTART WITH {}", *op.restart);
  if (op.cache) text += fmt::format(" CACHE {}", *op.cache);
  if (op.cycle) text += *op.cycle ? " CYCLE" : " NOCYCLE";
  return text;
}

// Whether the events of a trigger are more than one of INSERT, UPDATE, DELETE.
bool has_more_than_one_event(std::string_view when) {
  sql::Tokenizer tokens(when, dialect().syntax());
  int words = 0;
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (token.kind != sql::TokenKind::space && token.kind != sql::TokenKind::comment) ++words;
  return words > 2;
}

}  // namespace

// A schema is a database here.
MysqlDialect::Statements MysqlDialect::create_schema(const ops::CreateSchema& op) const {
  if (!op.authorization.empty()) unsupported("owners of schemas", "grant the privileges on it instead");
  return {definition(fmt::format("CREATE SCHEMA {}{}", op.if_not_exists ? "IF NOT EXISTS " : "", quote(op.name)))};
}

// All that is in it goes along, whether asked for or not; so it has to be asked for.
MysqlDialect::Statements MysqlDialect::drop_schema(const ops::DropSchema& op) const {
  if (!op.cascade)
    unsupported("way to drop only an empty schema",
                "write cascade = true: all that is in it goes along (in change(): op.reversible(up, down))");
  return {definition(fmt::format("DROP SCHEMA {}{}", if_exists(op.if_exists), quote(op.name)))};
}

MysqlDialect::Statements MysqlDialect::create_view(const ops::CreateView& op, const schema::TableLookup&) const {
  if (op.temporary) unsupported("temporary views", "make a temporary table");
  const std::string create = fmt::format("CREATE {}{}", op.replace ? "OR REPLACE " : "",
                                         op.options.flag(name(), "security_invoker") ? "SQL SECURITY INVOKER " : "");
  return {definition(view_sql(op, base::trimmed(create)))};
}

MysqlDialect::Statements MysqlDialect::drop_view(const ops::DropView& op) const {
  Statements result = AnsiDialect::drop_view(op);
  for (Statement& statement : result) statement.outside_transaction = true;
  return result;
}

MysqlDialect::Statements MysqlDialect::create_function(const ops::CreateFunction& op) const {
  if (!op.language.empty() && !sql::equals_ignoring_case(op.language, "sql"))
    unsupported(fmt::format("functions in {}", op.language), "write the body in SQL for this database: ask op.dialect");
  if (op.procedure == !op.returns.empty())
    throw Error(ErrorKind::script, op.procedure ? "a procedure returns nothing" : "a function of MySQL returns a value",
                op.procedure ? "take `returns` out" : "add returns = \"TYPE\", or procedure = true");
  const std::string_view kind = op.procedure ? "PROCEDURE" : "FUNCTION";
  const std::string quoted_schema = op.schema.empty() ? "" : quote(op.schema);
  Statements result;
  if (op.replace)
    result.push_back(
        definition(fmt::format("DROP {} IF EXISTS {}", kind, in_schema(quoted_schema, name_of(op.signature)))));
  std::string text = fmt::format("CREATE {} {}", kind, in_schema(quoted_schema, op.signature));
  if (!op.returns.empty()) text += " RETURNS " + op.returns;
  if (op.volatility)
    text += *op.volatility == ops::Volatility::immutable ? " DETERMINISTIC"
            : *op.volatility == ops::Volatility::stable  ? " READS SQL DATA"
                                                         : " NOT DETERMINISTIC";
  if (!op.security_definer) text += " SQL SECURITY INVOKER";
  if (!op.attributes.empty()) text += " " + op.attributes;
  result.push_back(definition(fmt::format("{}\n{}", text, base::trimmed(op.body))));
  return result;
}

// There is one function of a name: its arguments say nothing.
MysqlDialect::Statements MysqlDialect::drop_function(const ops::DropFunction& op) const {
  if (op.cascade) unsupported("CASCADE for functions", "drop what uses it first");
  return {definition(fmt::format("DROP {} {}{}", op.procedure ? "PROCEDURE" : "FUNCTION", if_exists(op.if_exists),
                                 in_schema(op.schema.empty() ? "" : quote(op.schema), name_of(op.signature))))};
}

MysqlDialect::Statements MysqlDialect::create_trigger(const ops::CreateTrigger& op) const {
  if (op.body.empty())
    throw Error(ErrorKind::script, "a trigger of MySQL needs the statements that it runs",
                "add body = \"UPDATE ...;\" to its options");
  if (op.for_each == ops::TriggerScope::statement)
    unsupported("triggers for each statement", "leave `for_each` out, or write \"row\"");
  if (has_more_than_one_event(op.when))
    unsupported("triggers for several events or for columns",
                "make one for each event, and look at the columns inside");
  const schema::ObjectName trigger{op.schema, op.name};
  Statements result;
  if (op.replace) result.push_back(definition(fmt::format("DROP TRIGGER IF EXISTS {}", quote(trigger))));
  std::string body = sql::with_semicolon(base::trimmed(op.body), syntax());
  if (!op.condition.empty()) body = fmt::format("IF {} THEN\n\t{}\n\tEND IF;", op.condition, body);
  result.push_back(definition(fmt::format("CREATE TRIGGER {}{} {} ON {} FOR EACH ROW BEGIN\n\t{}\nEND",
                                          op.if_not_exists ? "IF NOT EXISTS " : "", quote(trigger), op.when,
                                          quote(schema::ObjectName{op.schema, op.table}), body)));
  if (op.replace)
    result.back().left_behind =
        fmt::format("the trigger \"{}\" that was to be replaced is gone, where there was one", op.name);
  return result;
}

MysqlDialect::Statements MysqlDialect::drop_trigger(const ops::DropTrigger& op) const {
  return {definition(
      fmt::format("DROP TRIGGER {}{}", if_exists(op.if_exists), quote(schema::ObjectName{op.schema, op.name})))};
}

// MariaDB's; MySQL has none and says so.
MysqlDialect::Statements MysqlDialect::create_sequence(const ops::CreateSequence& op) const {
  if (!op.type.empty()) unsupported("types of sequences", "leave `type` out, and give `maxvalue`");
  if (!op.owned_by.empty())
    unsupported("sequences that belong to a column", "leave `owned_by` out, and drop it yourself");
  return {definition(fmt::format("CREATE SEQUENCE {}{}{}", op.if_not_exists ? "IF NOT EXISTS " : "",
                                 quote(schema::ObjectName{op.schema, op.name}), sequence_options(op)))};
}
MysqlDialect::Statements MysqlDialect::alter_sequence(const ops::AlterSequence& op) const {
  if (!op.type.empty()) unsupported("types of sequences", "leave `type` out, and give `maxvalue`");
  if (!op.owned_by.empty())
    unsupported("sequences that belong to a column", "leave `owned_by` out, and drop it yourself");
  const std::string changes = sequence_options(op);
  if (changes.empty()) return {};
  return {definition(fmt::format("ALTER SEQUENCE {}{}", quote(schema::ObjectName{op.schema, op.name}), changes))};
}
MysqlDialect::Statements MysqlDialect::drop_sequence(const ops::DropSequence& op) const {
  if (op.cascade) unsupported("CASCADE for sequences", "take it out of the defaults that use it first");
  return {definition(
      fmt::format("DROP SEQUENCE {}{}", if_exists(op.if_exists), quote(schema::ObjectName{op.schema, op.name})))};
}

MysqlDialect::Statements MysqlDialect::grant(const ops::Grant& op) const {
  return {definition(fmt::format("GRANT {} ON {} TO {}{}", privileges(op.privileges), object(op.object),
                                 accounts(op.role), op.with_grant_option ? " WITH GRANT OPTION" : ""))};
}
MysqlDialect::Statements MysqlDialect::revoke(const ops::Revoke& op) const {
  if (op.cascade) unsupported("REVOKE ... CASCADE", "take it from each account");
  return {definition(fmt::format("REVOKE {} ON {} FROM {}",
                                 op.grant_option_for ? "GRANT OPTION" : privileges(op.privileges), object(op.object),
                                 accounts(op.role)))};
}

std::string MysqlDialect::privileges(const std::vector<std::string>& privileges) const {
  return ansi::privilege_words(privileges, "name some, as in { \"select\", \"insert\" }, or { \"all\" }");
}

// "table users", "table shop.users", "schema shop", "function f", "procedure p".
std::string MysqlDialect::object(std::string_view text) const {
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string kind = base::upper(text.substr(0, space));
  const std::string_view rest = base::trimmed(text.substr(space));
  std::string names;
  for (std::string_view left = rest.substr(0, rest.find('(')); !left.empty();) {
    const std::size_t dot = std::min(left.find('.'), left.size());
    const std::string_view part = left.substr(0, dot);
    names += (names.empty() ? "" : ".") + (part == "*" || part.starts_with('`') ? std::string(part) : quote(part));
    left.remove_prefix(std::min(dot + 1, left.size()));
  }
  if (rest.find(',') != std::string_view::npos)
    unsupported("privileges on several objects at once", "grant one by one");
  if (kind == "TABLE" || kind == "FUNCTION" || kind == "PROCEDURE") return fmt::format("{} {}", kind, names);
  if (kind == "SCHEMA" || kind == "DATABASE") return names + ".*";
  throw Error(ErrorKind::script, fmt::format("\"{}\" names no object that privileges are on", text),
              "write its kind first, as in \"table users\", \"schema audit\" or \"function f\"");
}

// `app` is 'app'@'%', the role or the account.
std::string MysqlDialect::account(std::string_view role) const {
  if (base::upper(role) == "CURRENT_USER") return "CURRENT_USER";
  if (base::upper(role) == "PUBLIC") return "PUBLIC";
  const std::size_t at = role.rfind('@');
  if (at == std::string_view::npos) return quote(role);
  return fmt::format("{}@{}", quote(role.substr(0, at)), quoted(role.substr(at + 1)));
}

std::string MysqlDialect::accounts(const schema::NameList& roles) const {
  std::vector<std::string> quoted;
  for (const std::string& each : roles.names) quoted.push_back(account(each));
  if (quoted.empty())
    throw Error(ErrorKind::script, "no role is given", "name one, as in \"app\" or \"app@localhost\"");
  return ansi::joined(quoted, ", ");
}

}  // namespace luamigrate::databases::mysql
