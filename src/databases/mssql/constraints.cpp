// Constraints and indexes.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
namespace {

std::string_view check_rows(bool not_valid) {
  return not_valid ? " WITH NOCHECK ADD " : " ADD ";
}

// A word that goes into SQL as it is.
std::string word(std::string_view text, std::string_view what) {
  const bool valid = !text.empty() && std::ranges::all_of(text, sql::is_word_character);
  if (!valid) throw Error(ErrorKind::script, fmt::format("\"{}\" is no {}", text, what), "a single word goes here");
  return std::string(text);
}

}  // namespace

std::string MssqlDialect::collate_clause(std::string_view collation) const {
  return " COLLATE " + word(collation, "collation");
}

std::string MssqlDialect::clustered(const schema::DialectOptions& options) const {
  if (!options.find(name(), "clustered")) return {};
  return options.flag(name(), "clustered") ? "CLUSTERED " : "NONCLUSTERED ";
}

std::string MssqlDialect::primary_key_clause(const schema::PrimaryKey& key) const {
  return fmt::format("{}PRIMARY KEY {}({})", constraint_prefix(key.name), clustered(key.options),
                     quote_list(key.columns));
}

std::string MssqlDialect::unique_clause(const schema::Unique& unique) const {
  return fmt::format("{}UNIQUE {}({})", constraint_prefix(unique.name), clustered(unique.options),
                     quote_list(unique.columns));
}

std::string MssqlDialect::references_clause(const schema::ForeignKey& key) const {
  for (const std::string& action : {key.ondelete, key.onupdate})
    if (base::upper(action) == "RESTRICT")
      unsupported("action RESTRICT of foreign keys", "write NO ACTION, which is checked at once here");
  return AnsiDialect::references_clause(key);
}

// WITH NOCHECK: rows that are there are not looked at, until validate_constraint.
MssqlDialect::Statements MssqlDialect::create_check(const ops::CreateCheckConstraint& op, const TableLookup&) const {
  const schema::Check check{.condition = op.condition, .name = op.name, .options = op.options};
  return {{.sql = fmt::format("{}{}{}", alter_table(op.schema, op.table),
                              check_rows(op.options.flag(name(), "not_valid")), check_clause(check))}};
}

MssqlDialect::Statements MssqlDialect::create_foreign_key(const ops::CreateForeignKey& op, const TableLookup&) const {
  return {{.sql = fmt::format("{}{}{}", alter_table(op.source_schema, op.source),
                              check_rows(op.options.flag(name(), "not_valid")), foreign_key_clause(op.key()))}};
}

MssqlDialect::Statements MssqlDialect::validate_constraint(const ops::ValidateConstraint& op,
                                                           const TableLookup&) const {
  return {
      {.sql = fmt::format("{} WITH CHECK CHECK CONSTRAINT {}", alter_table(op.schema, op.table), quote(op.name.text))}};
}

std::string MssqlDialect::with_clause(const schema::DialectOptions& options) const {
  const schema::OptionValue* value = options.find(name(), "with");
  const auto* map = value ? std::get_if<schema::OptionMap>(value) : nullptr;
  if (!map || map->empty()) return {};
  struct Write {
    std::string operator()(bool flag) const { return flag ? "ON" : "OFF"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return base::upper(word(text, "value of mssql_with")); }
  };
  std::vector<std::string> settings;
  for (const auto& [setting, given] : *map)
    settings.push_back(base::upper(word(setting, "setting of mssql_with")) + " = " + std::visit(Write{}, given));
  return fmt::format(" WITH ({})", ansi::joined(settings, ", "));
}

// Source: SQLAlchemy 2, sqlalchemy/dialects/mssql/base.py, MSDDLCompiler.visit_create_index.
Statement MssqlDialect::index_statement(const schema::TableName& table, const schema::Index& index) const {
  if (!index.name)
    throw Error(ErrorKind::script, fmt::format("an index on \"{}\" has no name", schema::shown(table)), "give it one");
  const bool columnstore = index.options.flag(name(), "columnstore");
  std::vector<std::string> columns;
  for (const schema::IndexColumn& column : index.columns) columns.push_back(index_column_sql(column));
  if (columnstore && index.options.flag(name(), "clustered")) columns.clear();  // it is of all columns
  std::string sql = fmt::format("CREATE {}{}{}INDEX {} ON {}", index.unique ? "UNIQUE " : "", clustered(index.options),
                                columnstore ? "COLUMNSTORE " : "", quote(index.name->text), quote(table));
  if (!columns.empty()) sql += fmt::format(" ({})", ansi::joined(columns, ", "));
  if (const auto include = ansi::names_of(index.options, name(), "include"); !include.empty())
    sql += fmt::format(" INCLUDE ({})", quote_list(include));
  if (const std::string where = index.options.text(name(), "where"); !where.empty()) sql += " WHERE " + where;
  sql += with_clause(index.options);
  if (index.if_not_exists)
    sql = fmt::format("IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = {} AND name = {}) {}",
                      object_id(table), text_literal(index.name->text), sql);
  return {.sql = std::move(sql)};
}

std::string MssqlDialect::index_column_sql(const schema::IndexColumn& column) const {
  if (std::holds_alternative<schema::Sql>(column.expression))
    unsupported("indexes on expressions", "add a computed column with the expression, and index that");
  if (!column.opclass.empty()) unsupported("operator classes", "leave `opclass` out here: ask op.dialect");
  if (!column.collation.empty()) unsupported("collations in indexes", "give the column the collation");
  // NULL is the lowest value.
  if (!column.nulls.empty() && (base::upper(column.nulls) == "FIRST") == column.desc)
    unsupported("choice of the place of NULLs in an index", "leave `nulls` out");
  return quote(std::get<std::string>(column.expression)) + (column.desc ? " DESC" : "");
}

MssqlDialect::Statements MssqlDialect::drop_index(const ops::DropIndex& op, const TableLookup&) const {
  if (!op.table)
    throw Error(ErrorKind::script,
                fmt::format("an index of SQL Server belongs to its table, and \"{}\" comes without", op.name.text),
                fmt::format("write op.drop_index(\"{}\", \"TABLE\")", op.name.text));
  return {{.sql = fmt::format("DROP INDEX {}{} ON {}", op.if_exists ? "IF EXISTS " : "", quote(op.name.text),
                              quote(schema::ObjectName{op.schema, *op.table}))}};
}

}  // namespace luamigrate::databases::mssql
