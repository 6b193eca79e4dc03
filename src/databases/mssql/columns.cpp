// Columns: their clause, and how they come and go.
#include <fmt/format.h>

#include "databases/ansi/table_parts.h"
#include "databases/mssql/dialect.h"
#include "schema/naming.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::Column;
using schema::Null;

bool is_default(const std::optional<schema::DefaultValue>& value) {
  return value && !std::holds_alternative<Null>(*value);
}

}  // namespace

// Source: SQLAlchemy 2, sqlalchemy/dialects/mssql/base.py, MSDDLCompiler.get_column_specification.
std::string MssqlDialect::column_clause(const Column& column, bool in_primary_key, bool counted) const {
  const bool counts = counted || column.autoincrement == true || column.identity;
  const bool nullable = !counts && !column.primary_key && column.nullable.value_or(!in_primary_key);
  std::string text = quote(column.name) + " ";
  if (column.computed) {
    text += computed_clause(*column.computed);
    if (!nullable) text += " NOT NULL";
  } else {
    text += type_sql(column.type);
    if (!column.collation.empty()) text += collate_clause(column.collation);
    text += nullable ? " NULL" : " NOT NULL";
  }
  if (column.identity) {
    const schema::Identity& identity = *column.identity;
    if (identity.minvalue || identity.maxvalue || identity.cache || identity.cycle)
      unsupported("bounds, cache or cycle of an identity column", "leave them out, or take a sequence as the default");
    text += " IDENTITY";
    if (identity.start || identity.increment)
      text += fmt::format("({},{})", identity.start.value_or(1), identity.increment.value_or(1));
  } else if (counts) {
    text += " IDENTITY";
  } else if (is_default(column.server_default)) {
    text += " DEFAULT " + default_sql(*column.server_default);
  }
  if (!column.check.empty()) text += " " + check_clause(schema::Check{.condition = column.check});
  return text;
}

std::string MssqlDialect::computed_clause(const schema::Computed& computed) const {
  return fmt::format("AS ({}){}", computed.expression, computed.persisted == true ? " PERSISTED" : "");
}

MssqlDialect::Statements MssqlDialect::add_column(const ops::AddColumn& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  const Column& column = op.column;
  if (op.if_not_exists && has_column(tables, table, column.name)) return {};
  const std::string alter = alter_table(op.schema, op.table);
  const bool key = column.primary_key;
  std::string clause = column_clause(column, key, column.autoincrement == true || ansi::counts_up(column));
  if (op.inline_primary_key && key) clause += " PRIMARY KEY";
  const bool whole = op.if_not_exists && !tables.complete();
  if (whole) clause += parts_in_column(op);
  const auto check = enum_check(column);
  if (check && whole) clause += " " + check_clause(*check);
  const bool inline_reference = op.inline_references && column.references && !whole;
  if (inline_reference) {
    const schema::ForeignKey reference = ansi::foreign_key_of(column);
    clause += " " + constraint_prefix(reference.name) + references_clause(reference);
  }

  Statements result;
  const std::string add = fmt::format("{} ADD {}", alter, clause);
  result.push_back({.sql = op.if_not_exists ? fmt::format("IF COL_LENGTH({}, {}) IS NULL {}", name_literal(table),
                                                          text_literal(column.name), add)
                                            : add});
  if (check && !whole) result.push_back({.sql = alter + " ADD " + check_clause(*check)});
  if (column.unique && !column.index && !whole)
    result.push_back({.sql = alter + " ADD " + unique_clause(unique_of(op))});
  if (column.references && !inline_reference && !whole)
    result.push_back({.sql = alter + " ADD " + foreign_key_clause(ansi::foreign_key_of(column))});
  if (column.index) {
    schema::Index index = index_of(op);
    index.if_not_exists = whole;
    result.push_back(index_statement(table, index));
  }
  if (!column.comment.empty()) result.push_back(set_comment(table, column.name, column.comment));
  return result;
}

MssqlDialect::Statements MssqlDialect::drop_column(const ops::DropColumn& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  if (op.if_exists && tables.complete() && !has_column(tables, table, op.column)) return {};
  Statements result;
  if (op.options.flag(name(), "drop_default")) result.push_back(drop_defaults(table, op.column));
  if (op.options.flag(name(), "drop_unique")) result.push_back(drop_uniques(table, op.column));
  if (op.options.flag(name(), "drop_check")) result.push_back(drop_checks(table, op.column));
  if (op.options.flag(name(), "drop_foreign_key")) result.push_back(drop_foreign_keys(table, op.column));
  for (Statement& statement : AnsiDialect::drop_column(op, tables)) result.push_back(std::move(statement));
  return result;
}

}  // namespace luamigrate::databases::mssql
