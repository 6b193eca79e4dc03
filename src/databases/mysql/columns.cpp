// Columns: their clause, and what alter_column becomes. MODIFY and CHANGE write a column anew and lose what they leave
// out, so they restate all of it: as given, else as it stands in the table.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/mysql/dialect.h"
#include "databases/mysql/types.h"
#include "luamigrate/error.h"
#include "schema/naming.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

using schema::Column;
using schema::DefaultValue;
using schema::Null;
using schema::Sql;
using schema::Type;

bool is_default(const std::optional<DefaultValue>& value) {
  return value && !std::holds_alternative<Null>(*value);
}

// Whether a default says ON UPDATE too.
bool says_on_update(std::string_view expression) {
  static constexpr std::array<std::string_view, 1> update{"update"};
  sql::Tokenizer tokens(expression, dialect().syntax());
  sql::Token token = tokens.next();
  while (token.kind != sql::TokenKind::end && !sql::is_one_of(token, update)) token = tokens.next();
  return token.kind != sql::TokenKind::end;
}

// The current time.
bool is_clock(std::string_view expression) {
  static constexpr std::array<std::string_view, 4> clocks{"now", "current_timestamp", "localtime", "localtimestamp"};
  sql::Tokenizer tokens(expression, dialect().syntax());
  return sql::is_one_of(tokens.next(), clocks);
}

// A default of the current time, and ON UPDATE, with as many digits as the type has: the server wants it so.
std::string with_digits_of(const Type& given, std::string_view expression) {
  const Type& type = given.on("mysql");
  const auto* digits = std::get_if<std::int64_t>(type.option("fsp"));
  std::string result;
  sql::Tokenizer tokens(expression, dialect().syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    result += token.text;
    if (!is_clock(token.text)) continue;
    const std::string_view rest =
        expression.substr(static_cast<std::size_t>(token.text.data() - expression.data()) + token.text.size());
    if (!rest.starts_with('(')) {
      if (digits) result += fmt::format("({})", *digits);
      continue;
    }
    while (token.kind != sql::TokenKind::end && token.text != ")") token = tokens.next();
    result += digits ? fmt::format("({})", *digits) : "()";
  }
  return result;
}

// What stands in DEFAULT without parentheses: literals (5, -5, b'101'), what has its own, and the current time, with
// its digits and ON UPDATE or without.
bool stands_bare(std::string_view expression) {
  if (says_on_update(expression)) return true;
  std::vector<std::string_view> texts;
  sql::Tokenizer tokens(expression, dialect().syntax());
  for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
       token = tokens.next_significant())
    texts.push_back(token.text);
  if (texts.size() <= 1) return true;
  const auto is_in_parentheses_from = [&](std::size_t first) {
    if (texts[first] != "(") return false;
    std::size_t depth = 0, at = first;
    do {
      if (texts[at] == "(") ++depth;
      if (texts[at] == ")") --depth;
    } while (depth > 0 && ++at < texts.size());
    return at + 1 == texts.size();
  };
  if (is_clock(expression)) return is_in_parentheses_from(1);
  const bool has_sign = texts[0] == "-" || texts[0] == "b" || texts[0] == "x";
  return is_in_parentheses_from(0) || (has_sign && texts.size() == 2);
}

// MySQL lets such a type have a default only in parentheses.
bool wants_parentheses(const Type* given) {
  if (!given) return false;
  const Type& type = given->on("mysql");
  if (type.dialect.empty()) return type.name == "Text" || type.name == "Binary" || type.name == "JSON";
  return type.name == "JSON" || type.name.ends_with("TEXT") || type.name.ends_with("BLOB");
}

bool begins_with(std::string_view text, std::string_view words) {
  return sql::equals_ignoring_case(text.substr(0, words.size()), words);
}

// The name of a column in an expression that the catalogue shows, where it always stands in backticks.
// Bytes that are no UTF-8 are question marks in the catalogue.
bool holds_lost_bytes(const Column& column) {
  if (!is_default(column.server_default) || !column.type.on("mysql").name.ends_with("BINARY")) return false;
  const auto* shown = std::get_if<Sql>(&*column.server_default);
  return shown && shown->text.starts_with('\'') && shown->text.find('?') != std::string::npos;
}

std::string with_new_name(const std::string& expression, const std::string& old_name, const std::string& new_name) {
  std::string result;
  sql::Tokenizer tokens(expression, dialect().syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next())
    result +=
        sql::equals_ignoring_case(token.text, "`" + old_name + "`") ? "`" + new_name + "`" : std::string(token.text);
  return result;
}

}  // namespace

std::string MysqlDialect::default_sql_for(const DefaultValue& value, const Type* type) const {
  const std::string text = default_sql(value);
  const auto* expression = std::get_if<Sql>(&value);
  const bool bare = expression ? stands_bare(expression->text) : !wants_parentheses(type);
  return bare || text == "NULL" ? text : "(" + text + ")";
}

// A column may be given a new value with each UPDATE of its row and have no default, or NULL if it may be that.
std::string MysqlDialect::default_clause(const DefaultValue& value, const Type& type, bool nullable) const {
  const std::string text = default_sql_for(value, &type);
  if (begins_with(text, "on update ")) return " " + text;
  if (!nullable && begins_with(text, "null on update ")) return text.substr(4);
  return " DEFAULT " + text;
}

// The order of the parts is SQLAlchemy's in CREATE TABLE, and Alembic's in MODIFY and CHANGE.
std::string MysqlDialect::column_description(const Column& column, bool nullable, bool counted, bool restated) const {
  std::string text = type_sql(column.type);
  if (!column.collation.empty()) text += collate_clause(column.collation);
  if (column.computed) text += " " + computed_clause(*column.computed);
  const Type& type = column.type.on(name());
  if (!nullable)
    text += " NOT NULL";
  else if (!column.computed && (restated || (type.dialect == name() && type.name == "TIMESTAMP")))
    text += " NULL";  // a TIMESTAMP is NOT NULL by itself
  const std::string comment = column.comment.empty() ? "" : " COMMENT " + text_literal(column.comment);
  if (!restated) text += comment;
  if (column.options.flag(name(), "invisible")) text += " INVISIBLE";
  if (counted)
    text += " AUTO_INCREMENT";
  else if (column.identity)
    unsupported("identity columns", "use autoincrement, or a default");
  else if (is_default(column.server_default))
    text += default_clause(*column.server_default, column.type, nullable);
  if (restated) text += comment;
  if (!column.check.empty()) text += " " + check_clause(schema::Check{.condition = column.check});
  return text;
}

std::string MysqlDialect::column_clause(const Column& column, bool in_primary_key, bool counted) const {
  const bool nullable = column.nullable.value_or(!in_primary_key);
  return quote(column.name) + " " + column_description(column, nullable, counted, false);
}

template <class Op>
std::string MysqlDialect::place(const Op& op, const TableLookup& tables) const {
  if (op.options.flag(name(), "first")) return " FIRST";
  if (const std::string after = op.options.text(name(), "after"); !after.empty()) return " AFTER " + quote(after);
  if (!op.insert_after.empty()) return " AFTER " + quote(op.insert_after);
  if (op.insert_before.empty()) return {};
  const auto table = tables.find_table({op.schema, op.table});
  if (!table)
    throw Error(ErrorKind::unsupported, "which column stands before another one is not known without the database",
                "write insert_after, or mysql_first = true");
  std::string before;
  for (const Column& column : table->columns) {
    if (sql::equals_ignoring_case(column.name, op.insert_before))
      return before.empty() ? " FIRST" : " AFTER " + quote(before);
    before = column.name;
  }
  throw Error(ErrorKind::script,
              fmt::format("there is no column \"{}\" to put another one before it", op.insert_before),
              "check the name");
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::AddColumn& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  const Column& column = op.column;
  if (op.if_not_exists && has_column(tables, table, column.name)) return {};
  const bool key = column.primary_key;
  const bool counted =
      column.autoincrement == true || (key && op.inline_primary_key && !column.autoincrement &&
                                       ansi::is_integer(column.type) && !is_default(column.server_default));
  Clauses result{fmt::format("ADD COLUMN {}{}{}{}", unless_known(tables, op.if_not_exists, "IF NOT EXISTS"),
                             column_clause(column, key, counted), op.inline_primary_key && key ? " PRIMARY KEY" : "",
                             place(op, tables))};
  schema::Index index = index_of(op);
  index.if_not_exists = op.if_not_exists && !tables.complete();
  if (index.if_not_exists && column.unique && !column.index) {
    index.name = op.name_of_part.value_or(schema::Name{column.name, true});  // as the database calls it
    result.push_back("ADD " + index_definition(index, nullptr));
  } else if (column.unique && !column.index) {
    result.push_back("ADD " + unique_clause(unique_of(op)));
  }
  // REFERENCES behind a column is read and forgotten by MySQL: it is always a clause of its own.
  if (column.references) result.push_back("ADD " + added_key(ansi::foreign_key_of(column), index.if_not_exists));
  if (column.index) result.push_back("ADD " + index_definition(index, nullptr));
  return result;
}

std::string MysqlDialect::added_key(const schema::ForeignKey& key, bool if_not_exists) const {
  if (!if_not_exists) return foreign_key_clause(key);
  if (!key.name)
    unsupported("way to see offline whether a foreign key without a name is there",
                "give it a name: references = { \"table.column\", name = ... }, or run this revision online");
  const std::string key_name = quote(key.name->text);
  return fmt::format("CONSTRAINT {0} FOREIGN KEY {1}{0} ({2}) {3}", key_name, for_mariadb(true, "IF NOT EXISTS"),
                     quote_list(key.columns), references_clause(key));
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::DropColumn& op, const TableLookup& tables) const {
  if (op.if_exists && tables.complete() && !has_column(tables, {op.schema, op.table}, op.column)) return {};
  Clauses result;
  // A column that a foreign key is on stays as long as the key does.
  if (op.options.flag(name(), "drop_foreign_key")) {
    const std::optional<schema::Table> table = tables.find_table({op.schema, op.table});
    if (!table && !tables.complete())
      unsupported("way to find the foreign keys of a column offline",
                  "drop them by op.drop_constraint(name, table, { type = \"foreignkey\" }), or run this online");
    if (table)
      for (const schema::ForeignKey& key : table->foreign_keys)
        if (key.name &&
            std::ranges::any_of(key.columns, [&](const auto& column) { return same_name(column, op.column); }))
          result.push_back("DROP FOREIGN KEY " + quote(key.name->text));
  }
  result.push_back(fmt::format("DROP COLUMN {}{}", unless_known(tables, op.if_exists, "IF EXISTS"), quote(op.column)));
  return result;
}

Column MysqlDialect::wanted(const ops::AlterColumn& op, const TableLookup& tables) const {
  const auto table = tables.find_table({op.schema, op.table});
  const Column* found = column_of(table, op.column);
  Column column = found ? *found : Column{.name = op.column};
  if (table && !found && !op.type && !op.existing_type)
    throw Error(ErrorKind::script, fmt::format("\"{}\" has no column \"{}\"", op.table, op.column),
                "check the names of both");
  if (!found && !op.type && !op.existing_type)
    throw Error(
        ErrorKind::script,
        fmt::format("MySQL wants all of a column for this, and the type of \"{}\" is not known here", op.column),
        "add existing_type, and what else of existing_nullable, existing_server_default, existing_comment and "
        "existing_autoincrement it has");
  if (found && !op.server_default && !op.existing_server_default && holds_lost_bytes(*found))
    throw Error(
        ErrorKind::script,
        fmt::format("the default of \"{}\" has bytes that are no text, and the catalogue shows others", op.column),
        "say the default in existing_server_default, as sql(\"x'00FF'\")");
  if (op.existing_type) column.type = *op.existing_type;
  if (op.type) column.type = *op.type;
  const Type& own = column.type.on(name());
  if (!is_text(column.type) || !own.text_option("collation").empty() || !own.text_option("charset").empty())
    column.collation.clear();
  if (op.existing_nullable) column.nullable = *op.existing_nullable;
  if (op.nullable) column.nullable = *op.nullable;
  if (auto* kept = column.server_default ? std::get_if<Sql>(&*column.server_default) : nullptr;
      kept && op.type && is_clock(kept->text))
    kept->text = with_digits_of(*op.type, kept->text);
  if (op.existing_server_default) column.server_default = *op.existing_server_default;
  if (op.server_default) column.server_default = *op.server_default;
  for (const auto& comment : {op.existing_comment, op.comment}) {
    if (!comment) continue;
    const auto* text = std::get_if<std::string>(&*comment);
    column.comment = text ? *text : std::string();
  }
  if (op.existing_autoincrement) column.autoincrement = *op.existing_autoincrement;
  if (op.autoincrement) column.autoincrement = *op.autoincrement;
  if (op.options.find(name(), "check")) column.check = op.options.text(name(), "check");
  return column;
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::AlterColumn& op, const TableLookup& tables) const {
  if (op.identity) unsupported("identity columns", "use autoincrement, or a default");
  const std::string where = place(op, tables);
  const bool restates =
      op.type || op.nullable || op.comment || op.autoincrement || !where.empty() || op.options.find(name(), "check");
  const bool renames = op.new_column_name && *op.new_column_name != op.column;
  const auto table = op.server_default ? tables.find_table({op.schema, op.table}) : std::nullopt;
  const Column* found = column_of(table, op.column);
  const auto* expression = op.server_default ? std::get_if<Sql>(&*op.server_default) : nullptr;
  const bool restates_default = expression && (found || (op.existing_type && says_on_update(expression->text)));
  if (!restates && !(op.server_default && (renames || restates_default))) {
    Clauses result;
    // Nothing else of the column changes; ON UPDATE is part of the default.
    if (op.server_default) {
      const Type* type = op.existing_type ? &*op.existing_type : found ? &found->type : nullptr;
      const std::string value = default_sql_for(*op.server_default, type);
      // MySQL takes the current time here as an expression only.
      const bool is_time = expression && is_clock(expression->text) && !says_on_update(expression->text);
      result.push_back(fmt::format("ALTER COLUMN {} {}", quote(op.column),
                                   !is_default(op.server_default) ? "DROP DEFAULT"
                                   : is_time                      ? fmt::format("SET DEFAULT ({})", value)
                                                                  : "SET DEFAULT " + value));
    }
    if (renames) result.push_back(fmt::format("RENAME COLUMN {} TO {}", quote(op.column), quote(*op.new_column_name)));
    return result;
  }
  Column column = wanted(op, tables);
  if (renames) column.check = with_new_name(column.check, op.column, *op.new_column_name);
  const std::string description = column_description(column, column.nullable.value_or(!column.primary_key),
                                                     column.autoincrement.value_or(false), true);
  if (!renames) return {fmt::format("MODIFY {} {}{}", quote(column.name), description, where)};
  return {fmt::format("CHANGE {} {} {}{}", quote(op.column), quote(*op.new_column_name), description, where)};
}

MysqlDialect::Statements MysqlDialect::add_column(const ops::AddColumn& op, const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::drop_column(const ops::DropColumn& op, const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::alter_column(const ops::AlterColumn& op, const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}

}  // namespace luamigrate::databases::mysql
