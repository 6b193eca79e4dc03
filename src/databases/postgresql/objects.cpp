// Objects beside tables. Source of the forms: the PostgreSQL 15 manual, part VI, "SQL Commands".
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/ansi/one_statement.h"
#include "databases/postgresql/dialect.h"
#include "luamigrate/error.h"
#include "sql/names.h"
#include "sql/split.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::postgresql {
namespace {

using Statements = std::vector<Statement>;

std::string_view if_exists(bool wanted) {
  return wanted ? "IF EXISTS " : "";
}
std::string_view cascade(bool wanted) {
  return wanted ? " CASCADE" : "";
}

std::string with_schema(const std::string& quoted_schema, const std::string& signature) {
  return quoted_schema.empty() ? signature : quoted_schema + "." + signature;
}

// For what has no IF NOT EXISTS. Safe to run again, and offline, where nobody can be asked.
Statement unless_there(const std::string& create, std::string_view exception) {
  ansi::check_one_statement({.sql = create}, dialect().syntax());  // inside the quotes nobody else sees it
  return {.sql = "DO " + dollar_quoted(fmt::format(" BEGIN\n\t{}\nEXCEPTION WHEN {} THEN\n\tNULL;\nEND ",
                                                   sql::with_semicolon(create, dialect().syntax()), exception),
                                       "make")};
}

// Source: PostgreSQL, documentation of CREATE SEQUENCE.
constexpr std::array<std::string_view, 7> sequence_types{"SMALLINT", "INTEGER", "INT", "BIGINT",
                                                         "INT2",     "INT4",    "INT8"};

std::string sequence_options(const auto& op, const std::string& owner) {
  std::string text;
  if (!op.type.empty()) text += " AS " + ansi::phrase(op.type, "type", sequence_types);
  if (op.increment) text += fmt::format(" INCREMENT BY {}", *op.increment);
  if (op.minvalue) text += fmt::format(" MINVALUE {}", *op.minvalue);
  if (op.maxvalue) text += fmt::format(" MAXVALUE {}", *op.maxvalue);
  if (op.start) text += fmt::format(" START WITH {}", *op.start);
  if constexpr (requires { op.restart; })
    if (op.restart) text += fmt::format(" RESTART WITH {}", *op.restart);
  if (op.cache) text += fmt::format(" CACHE {}", *op.cache);
  if (op.cycle) text += *op.cycle ? " CYCLE" : " NO CYCLE";
  if (!owner.empty()) text += fmt::format(" OWNED BY {}", owner);
  return text;
}

[[noreturn]] void refuse_no_index(const std::string& view) {
  throw Error(ErrorKind::script, fmt::format("`indexes` of the materialized view \"{}\" is a list of indexes", view),
              "write index(\"a_name\", { \"column\" }) for each");
}

// Kinds of objects that privileges are on, longer ones before their beginnings; `names` may be quoted.
struct ObjectKind {
  std::string_view words;
  bool names = true;
};
constexpr std::array object_kinds{ObjectKind{"ALL TABLES IN SCHEMA"},
                                  ObjectKind{"ALL SEQUENCES IN SCHEMA"},
                                  ObjectKind{"ALL FUNCTIONS IN SCHEMA"},
                                  ObjectKind{"ALL PROCEDURES IN SCHEMA"},
                                  ObjectKind{"ALL ROUTINES IN SCHEMA"},
                                  ObjectKind{"FOREIGN DATA WRAPPER"},
                                  ObjectKind{"FOREIGN SERVER"},
                                  ObjectKind{"LARGE OBJECT", false},
                                  ObjectKind{"DATABASE"},
                                  ObjectKind{"DOMAIN"},
                                  ObjectKind{"FUNCTION", false},
                                  ObjectKind{"LANGUAGE"},
                                  ObjectKind{"PARAMETER", false},
                                  ObjectKind{"PROCEDURE", false},
                                  ObjectKind{"ROUTINE", false},
                                  ObjectKind{"SCHEMA"},
                                  ObjectKind{"SEQUENCE"},
                                  ObjectKind{"TABLESPACE"},
                                  ObjectKind{"TABLE"},
                                  ObjectKind{"TYPE"}};

}  // namespace

std::string dollar_quoted(std::string_view text, std::string_view word) {
  std::string tag = "$$";
  const bool runs_on = text.ends_with('$');  // its last sign would be taken for the tag's first
  for (int i = 0; (i == 0 && runs_on) || text.find(tag) != std::string_view::npos; ++i)
    tag = fmt::format("${}{}$", word, i == 0 ? "" : std::to_string(i));
  return fmt::format("{0}{1}{0}", tag, text);
}

Statements PostgresqlDialect::create_schema(const ops::CreateSchema& op) const {
  return {{.sql = fmt::format("CREATE SCHEMA {}{}{}", op.if_not_exists ? "IF NOT EXISTS " : "", quote(op.name),
                              op.authorization.empty() ? "" : " AUTHORIZATION " + role(op.authorization))}};
}
Statements PostgresqlDialect::drop_schema(const ops::DropSchema& op) const {
  return {{.sql = fmt::format("DROP SCHEMA {}{}{}", if_exists(op.if_exists), quote(op.name), cascade(op.cascade))}};
}

Statements PostgresqlDialect::create_extension(const ops::CreateExtension& op) const {
  return {{.sql = fmt::format("CREATE EXTENSION {}{}{}{}{}", op.if_not_exists ? "IF NOT EXISTS " : "", quote(op.name),
                              op.schema.empty() ? "" : " SCHEMA " + quote(op.schema),
                              op.version.empty() ? "" : " VERSION " + text_literal(op.version), cascade(op.cascade))}};
}
Statements PostgresqlDialect::drop_extension(const ops::DropExtension& op) const {
  return {{.sql = fmt::format("DROP EXTENSION {}{}{}", if_exists(op.if_exists), quote(op.name), cascade(op.cascade))}};
}

Statements PostgresqlDialect::create_view(const ops::CreateView& op, const schema::TableLookup&) const {
  const schema::ObjectName view{op.schema, op.name};
  const std::string columns = op.columns.empty() ? "" : " (" + quote_list(op.columns) + ")";
  if (op.options.flag(name(), "materialized")) {
    Statements result;
    if (op.temporary) unsupported("temporary materialized views", "leave `temporary` or `materialized` out");
    if (op.options.find(name(), "security_invoker"))
      unsupported("security_invoker of materialized views",
                  "leave it out: whoever may read the view sees the rows that it holds");
    const std::string create =
        fmt::format("CREATE MATERIALIZED VIEW {}{}{} AS {}", op.if_not_exists && !op.replace ? "IF NOT EXISTS " : "",
                    quote(view), columns, op.select);
    ansi::check_one_statement({.sql = create}, syntax());
    result.push_back(op.replace ? replace_materialized(view, create, op.indexes.empty()) : Statement{.sql = create});
    for (const schema::Element& element : op.indexes) {
      const auto* index = std::get_if<schema::Index>(&element);
      if (!index || !index->name) refuse_no_index(op.name);
      result.push_back(index_statement({op.schema, op.name}, *index));
    }
    return result;
  }
  if (!op.indexes.empty())
    throw Error(ErrorKind::script, fmt::format("the view \"{}\" is not materialized, and has no indexes", op.name),
                "make it materialized, or leave `indexes` out");
  const auto* invoker = op.options.find(name(), "security_invoker");
  std::string with;
  if (invoker)
    with = fmt::format(" WITH (security_invoker = {})", op.options.flag(name(), "security_invoker") ? "true" : "false");
  const std::string create = fmt::format("CREATE {}{}VIEW {}{}{} AS {}", op.replace ? "OR REPLACE " : "",
                                         op.temporary ? "TEMPORARY " : "", quote(view), columns, with, op.select);
  return {op.if_not_exists ? unless_there(create, "duplicate_table") : Statement{.sql = create}};
}
Statements PostgresqlDialect::drop_view(const ops::DropView& op) const {
  return {{.sql = fmt::format("DROP {}VIEW {}{}{}", op.options.flag(name(), "materialized") ? "MATERIALIZED " : "",
                              if_exists(op.if_exists), quote(schema::ObjectName{op.schema, op.name}),
                              cascade(op.options.flag(name(), "cascade")))}};
}
Statements PostgresqlDialect::refresh_materialized_view(const ops::RefreshMaterializedView& op) const {
  return {{.sql = fmt::format("REFRESH MATERIALIZED VIEW {}{}{}", op.concurrently ? "CONCURRENTLY " : "",
                              quote(schema::ObjectName{op.schema, op.name}), op.with_data ? "" : " WITH NO DATA")}};
}

Statements PostgresqlDialect::create_function(const ops::CreateFunction& op) const {
  if (op.procedure && !op.returns.empty())
    throw Error(ErrorKind::script, "a procedure returns nothing", "take `returns` out");
  const std::string_view kind = op.procedure ? "PROCEDURE" : "FUNCTION";
  std::string language = op.language;
  if (language.empty())
    language = base::upper(op.returns) == "TRIGGER" || base::upper(op.returns) == "EVENT_TRIGGER" ? "plpgsql" : "sql";
  std::string text =
      fmt::format("CREATE {}{} {}", op.replace ? "OR REPLACE " : "", kind,
                  with_schema(op.schema.empty() ? "" : quote(op.schema), with_whole_names(op.signature)));
  if (!op.returns.empty()) text += fmt::format("\nRETURNS {}", with_whole_names(op.returns));
  text += fmt::format("\nLANGUAGE {}", quote(language));
  if (op.volatility) text += " " + base::upper(base::word_of(*op.volatility));
  if (op.security_definer) text += " SECURITY DEFINER";
  if (!op.attributes.empty()) text += " " + op.attributes;
  return {{.sql = fmt::format("{}\nAS {}", text, dollar_quoted(op.body, "body"))}};
}
Statements PostgresqlDialect::drop_function(const ops::DropFunction& op) const {
  return {{.sql = fmt::format("DROP {} {}{}{}", op.procedure ? "PROCEDURE" : "FUNCTION", if_exists(op.if_exists),
                              with_schema(op.schema.empty() ? "" : quote(op.schema), with_whole_names(op.signature)),
                              cascade(op.cascade))}};
}

Statements PostgresqlDialect::create_trigger(const ops::CreateTrigger& op) const {
  if (op.execute.empty())
    throw Error(ErrorKind::script, "a trigger of PostgreSQL needs the function that it executes",
                "add execute = \"the_function()\" to its options");
  std::string text = fmt::format("CREATE {}TRIGGER {} {} ON {}", op.replace ? "OR REPLACE " : "", quote(op.name),
                                 with_whole_names(op.when), quote(schema::ObjectName{op.schema, op.table}));
  if (op.for_each) text += " FOR EACH " + base::upper(base::word_of(*op.for_each));
  if (!op.condition.empty()) text += fmt::format(" WHEN ({})", op.condition);
  text += fmt::format(" EXECUTE FUNCTION {}", with_whole_names(op.execute));
  return {op.if_not_exists ? unless_there(text, "duplicate_object") : Statement{.sql = text}};
}
Statements PostgresqlDialect::drop_trigger(const ops::DropTrigger& op) const {
  return {{.sql = fmt::format("DROP TRIGGER {}{} ON {}{}", if_exists(op.if_exists), quote(op.name),
                              quote(schema::ObjectName{op.schema, op.table}),
                              cascade(op.options.flag(name(), "cascade")))}};
}

Statements PostgresqlDialect::create_sequence(const ops::CreateSequence& op) const {
  return {
      {.sql = fmt::format("CREATE SEQUENCE {}{}{}", op.if_not_exists ? "IF NOT EXISTS " : "",
                          quote(schema::ObjectName{op.schema, op.name}), sequence_options(op, dotted(op.owned_by)))}};
}
Statements PostgresqlDialect::alter_sequence(const ops::AlterSequence& op) const {
  const std::string changes = sequence_options(op, dotted(op.owned_by));
  if (changes.empty()) return {};
  return {{.sql = fmt::format("ALTER SEQUENCE {}{}", quote(schema::ObjectName{op.schema, op.name}), changes)}};
}
Statements PostgresqlDialect::drop_sequence(const ops::DropSequence& op) const {
  return {{.sql = fmt::format("DROP SEQUENCE {}{}{}", if_exists(op.if_exists),
                              quote(schema::ObjectName{op.schema, op.name}), cascade(op.cascade))}};
}

std::string PostgresqlDialect::label_literal(const std::string& label) const {
  if (!identifier_limit().holds(label))
    throw Error(ErrorKind::script,
                fmt::format("the value \"{}\" of an enum has {} bytes; the limit of this database is {}",
                            base::shortened(label), label.size(), identifier_limit().most),
                "give a shorter value, or take a text column with a check");
  return text_literal(label);
}

Statement PostgresqlDialect::enum_statement(const std::string& quoted_name, const std::vector<std::string>& values,
                                            bool if_not_exists) const {
  std::vector<std::string> labels;
  for (const std::string& value : values) labels.push_back(label_literal(value));
  const std::string create = fmt::format("CREATE TYPE {} AS ENUM ({})", quoted_name, ansi::joined(labels, ", "));
  return if_not_exists ? unless_there(create, "duplicate_object") : Statement{.sql = create};
}

Statements PostgresqlDialect::create_enum(const ops::CreateEnum& op) const {
  return {enum_statement(quote(schema::ObjectName{op.schema, op.name}), op.values, op.if_not_exists)};
}
Statements PostgresqlDialect::add_enum_value(const ops::AddEnumValue& op) const {
  if (!op.before.empty() && !op.after.empty())
    throw Error(ErrorKind::script, "a value cannot stand before one and after another", "give `before` or `after`");
  std::string place;
  if (!op.before.empty()) place = " BEFORE " + label_literal(op.before);
  if (!op.after.empty()) place = " AFTER " + label_literal(op.after);
  return {{.sql = fmt::format("ALTER TYPE {} ADD VALUE {}{}{}", quote(schema::ObjectName{op.schema, op.name}),
                              op.if_not_exists ? "IF NOT EXISTS " : "", label_literal(op.value), place)}};
}
Statements PostgresqlDialect::rename_enum_value(const ops::RenameEnumValue& op) const {
  return {{.sql = fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", quote(schema::ObjectName{op.schema, op.name}),
                              label_literal(op.old_value), label_literal(op.new_value))}};
}
Statements PostgresqlDialect::drop_enum(const ops::DropEnum& op) const {
  return {{.sql = fmt::format("DROP TYPE {}{}{}", if_exists(op.if_exists),
                              quote(schema::ObjectName{op.schema, op.name}), cascade(op.cascade))}};
}

Statements PostgresqlDialect::grant(const ops::Grant& op) const {
  return {{.sql = fmt::format("GRANT {} ON {} TO {}{}", privileges(op.privileges), object(op.object), roles(op.role),
                              op.with_grant_option ? " WITH GRANT OPTION" : "")}};
}
Statements PostgresqlDialect::revoke(const ops::Revoke& op) const {
  return {{.sql = fmt::format("REVOKE {}{} ON {} FROM {}{}", op.grant_option_for ? "GRANT OPTION FOR " : "",
                              privileges(op.privileges), object(op.object), roles(op.role), cascade(op.cascade))}};
}

Statements PostgresqlDialect::enable_row_security(const ops::EnableRowSecurity& op) const {
  const std::string alter = alter_table(op.schema, op.table);
  Statements result{{.sql = alter + " ENABLE ROW LEVEL SECURITY"}};
  if (op.force) result.push_back({.sql = alter + " FORCE ROW LEVEL SECURITY"});
  return result;
}
Statements PostgresqlDialect::disable_row_security(const ops::DisableRowSecurity& op) const {
  const std::string alter = alter_table(op.schema, op.table);
  return {{.sql = alter + " NO FORCE ROW LEVEL SECURITY"}, {.sql = alter + " DISABLE ROW LEVEL SECURITY"}};
}

Statements PostgresqlDialect::create_policy(const ops::CreatePolicy& op) const {
  std::string text =
      fmt::format("CREATE POLICY {} ON {}", quote(op.name), quote(schema::ObjectName{op.schema, op.table}));
  if (!op.permissive) text += " AS RESTRICTIVE";
  if (!op.for_.empty()) text += " FOR " + ansi::phrase(op.for_, "for_", schema::words::policy_commands);
  if (!op.to.names.empty()) text += " TO " + roles(op.to);
  if (!op.using_.empty()) text += fmt::format(" USING ({})", op.using_);
  if (!op.with_check.empty()) text += fmt::format(" WITH CHECK ({})", op.with_check);
  return {{.sql = text}};
}
Statements PostgresqlDialect::drop_policy(const ops::DropPolicy& op) const {
  return {{.sql = fmt::format("DROP POLICY {}{} ON {}", if_exists(op.if_exists), quote(op.name),
                              quote(schema::ObjectName{op.schema, op.table}))}};
}

std::string PostgresqlDialect::role(std::string_view role) const {
  static constexpr std::array<std::string_view, 4> words{"PUBLIC", "CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"};
  const std::string word = base::upper(role);
  return std::ranges::find(words, word) != words.end() ? word : quote(role);
}

std::string PostgresqlDialect::roles(const schema::NameList& roles) const {
  std::vector<std::string> quoted;
  quoted.reserve(roles.names.size());
  for (const std::string& each : roles.names) quoted.push_back(role(each));
  if (quoted.empty()) throw Error(ErrorKind::script, "no role is given", "name one, or \"public\" for everybody");
  return ansi::joined(quoted, ", ");
}

// Words in upper case, columns in parentheses behind them as they stand.
// Source: PostgreSQL 17, GRANT.
std::string PostgresqlDialect::privileges(const std::vector<std::string>& privileges) const {
  static constexpr std::array<std::string_view, 18> known{
      "SELECT",  "INSERT",   "UPDATE", "DELETE",       "TRUNCATE",  "REFERENCES",
      "TRIGGER", "MAINTAIN", "CREATE", "CONNECT",      "TEMPORARY", "TEMP",
      "EXECUTE", "USAGE",    "SET",    "ALTER SYSTEM", "ALL",       "ALL PRIVILEGES"};
  std::vector<std::string> words;
  words.reserve(privileges.size());
  for (const std::string& privilege : privileges) {
    const std::size_t columns = std::min(privilege.find('('), privilege.size());
    const std::size_t end = privilege.find_last_not_of(' ', columns == 0 ? 0 : columns - 1) + 1;
    words.push_back(ansi::phrase(privilege.substr(0, end), "privileges", known));
    if (columns < privilege.size()) words.back() += " " + with_whole_names(privilege.substr(columns));
  }
  if (words.empty())
    throw Error(ErrorKind::script, "no privilege is given",
                "name some, as in { \"select\", \"insert\" }, or { \"all\" }");
  return ansi::joined(words, ", ");
}

// SQL text whose names PostgreSQL would cut to its limit, so that they name something else.
const std::string& PostgresqlDialect::with_whole_names(const std::string& text) const {
  sql::Tokenizer tokens(text, syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    if (sql::is_name(token)) {
      const std::string unquoted = sql::unquoted(token.text);
      identifier_limit().require(unquoted);
    }
  return text;
}

// A name with dots, each part quoted where it needs it; what has quotes already stays as it is.
namespace {

// `"a"."b c"`: whoever quotes names himself has said where each ends.
bool is_quoted_path(std::string_view text) {
  sql::Tokenizer tokens(text, dialect().syntax());
  for (sql::Token token = tokens.next();; token = tokens.next()) {
    if (!sql::is_name(token)) return false;
    token = tokens.next();
    if (token.kind == sql::TokenKind::end) return true;
    if (token.text != ".") return false;
  }
}

}  // namespace

std::string PostgresqlDialect::dotted(std::string_view text) const {
  if (text.find('"') != std::string_view::npos && is_quoted_path(text)) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    result += (result.empty() ? "" : ".") + quote(text.substr(0, dot));
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return result;
}

std::string PostgresqlDialect::object(std::string_view text) const {
  const std::string words = base::upper(text);
  for (const ObjectKind& kind : object_kinds) {
    if (!words.starts_with(kind.words) || words.size() <= kind.words.size() || words[kind.words.size()] != ' ')
      continue;
    std::string_view rest = text.substr(kind.words.size() + 1);
    if (!kind.names) return fmt::format("{} {}", kind.words, with_whole_names(std::string(rest)));
    std::vector<std::string> names;
    while (!rest.empty()) {
      rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
      const std::size_t comma = std::min(rest.find(','), rest.size());
      names.push_back(dotted(rest.substr(0, rest.find_last_not_of(' ', comma == 0 ? 0 : comma - 1) + 1)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return fmt::format("{} {}", kind.words, ansi::joined(names, ", "));
  }
  throw Error(ErrorKind::script, fmt::format("\"{}\" names no object that privileges are on", text),
              "write its kind first, as in \"table users\", \"schema audit\" or \"function f(integer)\"");
}

}  // namespace luamigrate::databases::postgresql
