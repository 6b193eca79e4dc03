// What makes and drops, and the clauses: tables, columns, constraints, indexes, types.
#include "databases/sqlite/dialect.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "databases/sqlite/default_text.h"
#include "databases/sqlite/names.h"
#include "databases/sqlite/object_text.h"
#include "databases/sqlite/options.h"
#include "databases/sqlite/reserved_words.h"
#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

const schema::Column* find_column(const std::vector<schema::Element>& elements, std::string_view name) {
  for (const schema::Element& element : elements)
    if (const auto* column = std::get_if<schema::Column>(&element); column && column->name == name) return column;
  return nullptr;
}

// A constraint of one column takes the column's own option where it has none.
void inherit_conflict(schema::DialectOptions& options, const std::vector<std::string>& columns,
                      const std::vector<schema::Element>& elements, std::string_view option) {
  if (columns.size() != 1 || options.find("sqlite", "on_conflict")) return;
  const schema::Column* column = find_column(elements, columns.front());
  if (const auto* value = column ? column->options.find("sqlite", option) : nullptr)
    options.set({"sqlite", "on_conflict", *value});
}

}  // namespace

const SqliteDialect& dialect() {
  static const SqliteDialect the_dialect;
  return the_dialect;
}

bool SqliteDialect::same_sql(std::string_view a, std::string_view b) const {
  return sqlite::same_sql(a, b);
}

const sql::Syntax& SqliteDialect::syntax() const {
  return sqlite::syntax;
}

std::span<const OptionDeclaration> SqliteDialect::options() const {
  return sqlite::options();
}

bool SqliteDialect::is_reserved(std::string_view lower_case_word) const {
  return is_reserved_word(lower_case_word);
}

SqliteDialect::Statements SqliteDialect::create_table(const ops::CreateTable& op, const TableLookup& tables) const {
  ops::CreateTable whole = op;
  whole.elements = prepared(op);
  Statements result = AnsiDialect::create_table(whole, tables);
  check_columns({op.schema, op.name}, whole.elements);
  if (!result.empty() && op.options.flag(name(), "autoincrement")) make_autoincrement(whole, result.front().sql);
  return result;
}

// Source: SQLAlchemy 2, sqlalchemy/dialects/sqlite/base.py, SQLiteDDLCompiler.get_column_specification.
void SqliteDialect::check_columns(const schema::TableName& table, const std::vector<schema::Element>& elements) const {
  const ansi::TableParts parts = ansi::take_apart(table, elements, identifier_limit());
  if (parts.columns.empty())
    throw Error(ErrorKind::script,
                fmt::format("a table of SQLite has at least one column, and \"{}\" has none", schema::shown(table)),
                "give it one");
  if (!parts.primary_key || parts.primary_key->columns.size() == 1) return;
  for (const schema::Column& column : parts.columns)
    if (column.autoincrement == true && parts.in_primary_key(column.name))
      unsupported("columns that count in a key of several", "take autoincrement out, or make the key of one column");
}

std::vector<schema::Element> SqliteDialect::prepared(const ops::CreateTable& op) const {
  const auto lies_elsewhere = [&](const std::string& schema) {
    if (!schema.empty() && schema != op.schema)
      unsupported("foreign keys into another database file", "keep both tables in one schema");
  };
  std::vector<schema::Element> elements = op.elements;
  std::vector<schema::Element> from_columns;
  schema::PrimaryKey key;
  bool has_key = false;
  for (schema::Element& element : elements) {
    if (auto* column = std::get_if<schema::Column>(&element)) {
      if (column->primary_key) key.columns.push_back(column->name);
      if (column->references) lies_elsewhere(column->references->schema);
      if (auto check = enum_check(*column)) from_columns.push_back(std::move(*check));
      if (column->unique && column->options.find(name(), "on_conflict_unique")) {
        column->unique = false;
        from_columns.push_back(schema::Unique{.columns = {column->name}});
      }
    }
    if (const auto* foreign = std::get_if<schema::ForeignKey>(&element)) lies_elsewhere(foreign->referent.table.schema);
    has_key = has_key || std::holds_alternative<schema::PrimaryKey>(element);
  }
  if (!has_key && key.columns.size() == 1) {
    const schema::Column* column = find_column(elements, key.columns.front());
    if (column->options.find(name(), "on_conflict_primary_key")) elements.emplace_back(std::move(key));
  }
  for (schema::Element& element : from_columns) elements.push_back(std::move(element));
  for (schema::Element& element : elements) {
    if (auto* unique = std::get_if<schema::Unique>(&element))
      inherit_conflict(unique->options, unique->columns, elements, "on_conflict_unique");
    if (auto* primary = std::get_if<schema::PrimaryKey>(&element))
      inherit_conflict(primary->options, primary->columns, elements, "on_conflict_primary_key");
  }
  return elements;
}

bool SqliteDialect::names_row_id(std::string_view column) const {
  return same_name(column, "rowid") || same_name(column, "_rowid_") || same_name(column, "oid");
}

// AUTOINCREMENT can only stand behind the key's own column.
void SqliteDialect::make_autoincrement(const ops::CreateTable& op, std::string& sql) const {
  const ansi::TableParts parts = ansi::take_apart({op.schema, op.name}, op.elements, identifier_limit());
  if (parts.autoincrement.empty() || parts.primary_key->columns.size() != 1)
    throw Error(ErrorKind::script, "sqlite_autoincrement needs a primary key of one Integer column without a default",
                "leave it out, or make the key so");
  CreateTableText text = parse_create_table(sql);
  text.find_column(parts.autoincrement)->type = "INTEGER";
  text.set_autoincrement();
  sql = text.text();
}

std::string SqliteDialect::table_suffix(const ops::CreateTable& op) const {
  std::vector<std::string> words;
  if (op.options.flag(name(), "without_rowid")) words.emplace_back("WITHOUT ROWID");
  if (op.options.flag(name(), "strict")) words.emplace_back("STRICT");
  return words.empty() ? std::string() : " " + ansi::joined(words, ", ");
}

// In SQLAlchemy's order: what is generated stands last.
std::string SqliteDialect::column_clause(const schema::Column& column, bool in_primary_key, bool) const {
  if (column.identity)
    unsupported("identity columns", "an Integer primary key counts by itself; sqlite_autoincrement never reuses one");
  std::string text = quote(column.name) + " " + type_sql(column.type);
  if (!column.collation.empty()) text += collate_clause(column.collation);
  if (column.server_default && !std::holds_alternative<schema::Null>(*column.server_default))
    text += " DEFAULT " + default_sql(*column.server_default);
  if (!column.nullable.value_or(!in_primary_key))
    text += " NOT NULL" + conflict_clause(column.options, "on_conflict_not_null");
  if (column.computed) text += " " + computed_clause(*column.computed);
  if (!column.check.empty()) text += " " + check_clause(schema::Check{.condition = column.check});
  return text;
}

std::string SqliteDialect::default_sql(const schema::DefaultValue& value) const {
  const std::string text = AnsiDialect::default_sql(value);
  return form_of_default(text) == DefaultForm::expression ? "(" + text + ")" : text;
}

std::string SqliteDialect::conflict_clause(const schema::DialectOptions& options, std::string_view option) const {
  const std::string resolution = options.text(name(), option);
  return resolution.empty() ? std::string()
                            : " ON CONFLICT " + ansi::phrase(resolution, option, schema::words::resolutions);
}

std::string SqliteDialect::primary_key_clause(const schema::PrimaryKey& key) const {
  return AnsiDialect::primary_key_clause(key) + conflict_clause(key.options, "on_conflict");
}

std::string SqliteDialect::unique_clause(const schema::Unique& unique) const {
  return AnsiDialect::unique_clause(unique) + conflict_clause(unique.options, "on_conflict");
}

std::string SqliteDialect::check_clause(const schema::Check& check) const {
  return AnsiDialect::check_clause(check) + conflict_clause(check.options, "on_conflict");
}

// A foreign key stays within its file, so that a schema in front of the table is an error.
std::string SqliteDialect::references_clause(const schema::ForeignKey& key) const {
  schema::ForeignKey local = key;
  local.referent.table.schema.clear();
  return AnsiDialect::references_clause(local);
}

std::string SqliteDialect::index_column_sql(const schema::IndexColumn& column) const {
  if (!column.opclass.empty())
    unsupported("operator classes", "make the index only where op.dialect is \"postgresql\"");
  if (!column.nulls.empty()) unsupported("NULLS FIRST or LAST in an index", "leave `nulls` out here");
  return AnsiDialect::index_column_sql(column);
}

// The schema is written with the index there, not with the table.
Statement SqliteDialect::index_statement(const schema::TableName& table, const schema::Index& index) const {
  Statement statement = AnsiDialect::index_statement({"", table.name}, index);
  if (table.schema.empty()) return statement;
  const std::size_t name_begin = statement.sql.find(quote(std::string_view(index.name->text)) + " ON ");
  statement.sql.insert(name_begin, quote(std::string_view(table.schema)) + ".");
  return statement;
}

// Source: SQLAlchemy 2, sqlalchemy/sql/compiler.py: FLOAT has no precision.
std::string SqliteDialect::generic_type_sql(const schema::Type& type) const {
  return type.is("Float") ? "FLOAT" : AnsiDialect::generic_type_sql(type);
}

// A line that begins with `/` or GO, and has no more, ends a statement for the program sqlite3.
// Source: https://sqlite.org/cli.html, "Rules for dot-commands, SQL and more".
std::string SqliteDialect::script_piece(std::string_view sql) const {
  if (sql.find('\n') == std::string_view::npos) return AnsiDialect::script_piece(sql);
  std::string result;
  sql::Tokenizer tokens(sql, syntax());
  for (sql::Token token = tokens.next(); token.kind != sql::TokenKind::end; token = tokens.next()) {
    if (token.text == "/" || sql::equals_ignoring_case(token.text, "go")) {
      const auto begin = static_cast<std::size_t>(token.text.data() - sql.data());
      const std::string_view before = sql.substr(0, begin);
      if (base::trimmed(before.substr(before.find_last_of('\n') + 1)).empty()) result += "/**/ ";
    }
    result += token.text;
  }
  return AnsiDialect::script_piece(result);
}

}  // namespace luamigrate::databases::sqlite
