// Operations on columns, and the clause that describes one.
#include <fmt/format.h>

#include "databases/ansi/dialect.h"
#include "databases/ansi/table_parts.h"
#include "schema/naming.h"

namespace luamigrate::databases::ansi {

Statements AnsiDialect::add_column(const ops::AddColumn& op, const schema::TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  if (op.if_not_exists && has_column(tables, table, op.column.name)) return {};
  const std::string alter = alter_table(op.schema, op.table);

  const bool key = op.column.primary_key;
  std::string clause = column_clause(op.column, key, counts_up(op.column));
  if (op.inline_primary_key && key) clause += " PRIMARY KEY";
  // Where nobody can look, what belongs to the column comes within it, or not either.
  const bool whole = op.if_not_exists && !tables.complete();
  if (whole) clause += parts_in_column(op);
  const bool inline_reference = op.inline_references && op.column.references && !whole;
  if (inline_reference) clause += " " + references_clause(foreign_key_of(op.column));

  Statements result;
  result.push_back({.sql = fmt::format("{} ADD COLUMN {}{}", alter, op.if_not_exists ? "IF NOT EXISTS " : "", clause)});
  if (op.column.unique && !op.column.index && !whole)
    result.push_back({.sql = alter + " ADD " + unique_clause(unique_of(op))});
  if (op.column.references && !inline_reference && !whole)
    result.push_back({.sql = alter + " ADD " + foreign_key_clause(foreign_key_of(op.column))});
  if (!op.column.index) return result;
  schema::Index index = index_of(op);
  index.if_not_exists = whole;
  result.push_back(index_statement(table, index));
  return result;
}

std::string AnsiDialect::parts_in_column(const ops::AddColumn& op) const {
  std::string text;
  if (op.column.unique && !op.column.index) text += " " + constraint_prefix(op.name_of_part) + "UNIQUE";
  if (!op.column.references) return text;
  const schema::ForeignKey key = foreign_key_of(op.column);
  if (key.options.flag(name(), "not_valid"))
    unsupported("way to add a foreign key with not_valid offline where the column is missing",
                "leave not_valid or if_not_exists out, or run this revision online");
  return text + " " + constraint_prefix(key.name) + references_clause(key);
}

schema::Unique AnsiDialect::unique_of(const ops::AddColumn& op) {
  return {.columns = {op.column.name}, .name = op.name_of_part};
}

schema::Index AnsiDialect::index_of(const ops::AddColumn& op) const {
  schema::Index index{.name = op.name_of_part,
                      .columns = {schema::IndexColumn{.expression = op.column.name}},
                      .unique = op.column.unique};
  index.name = schema::index_name({}, {op.schema, op.table}, index, identifier_limit());
  return index;
}

Statements AnsiDialect::drop_column(const ops::DropColumn& op, const schema::TableLookup&) const {
  return {{.sql = fmt::format("{} DROP COLUMN {}{}", alter_table(op.schema, op.table), op.if_exists ? "IF EXISTS " : "",
                              quote(op.column))}};
}

std::string AnsiDialect::column_clause(const schema::Column& column, bool in_primary_key, bool) const {
  std::string text = quote(column.name) + " " + type_sql(column.type);
  if (!column.collation.empty()) text += collate_clause(column.collation);
  if (column.server_default && !std::holds_alternative<schema::Null>(*column.server_default))
    text += " DEFAULT " + default_sql(*column.server_default);
  if (column.computed) text += " " + computed_clause(*column.computed);
  if (column.identity) unsupported("identity columns", "use autoincrement, or a default");
  if (!column.nullable.value_or(!in_primary_key)) text += " NOT NULL";
  if (!column.check.empty()) text += " " + check_clause(schema::Check{.condition = column.check});
  return text;
}

std::string AnsiDialect::collate_clause(std::string_view collation) const {
  return " COLLATE " + quoted(collation);
}

std::string AnsiDialect::computed_clause(const schema::Computed& computed) const {
  std::string text = fmt::format("GENERATED ALWAYS AS ({})", computed.expression);
  if (computed.persisted) text += *computed.persisted ? " STORED" : " VIRTUAL";
  return text;
}

std::string AnsiDialect::default_sql(const schema::DefaultValue& value) const {
  struct Write {
    const AnsiDialect& dialect;
    std::string operator()(schema::Null) const { return "NULL"; }
    std::string operator()(bool flag) const { return dialect.bool_literal(flag); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return dialect.number_literal(number); }
    std::string operator()(const std::string& text) const { return dialect.text_literal(text); }
    std::string operator()(const schema::Sql& sql) const { return sql.text; }
  };
  return std::visit(Write{*this}, value);
}

}  // namespace luamigrate::databases::ansi
