#include <fmt/format.h>

#include "base/text.h"
#include "databases/ansi/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {

Statements AnsiDialect::create_index(const ops::CreateIndex& op, const schema::TableLookup&) const {
  return {index_statement({op.schema, op.table}, {.name = op.name,
                                                  .columns = op.columns,
                                                  .unique = op.unique,
                                                  .if_not_exists = op.if_not_exists,
                                                  .options = op.options})};
}

Statements AnsiDialect::drop_index(const ops::DropIndex& op, const schema::TableLookup&) const {
  return {{.sql = fmt::format("DROP INDEX {}{}", op.if_exists ? "IF EXISTS " : "",
                              quote(schema::ObjectName{op.schema, op.name.text}))}};
}

Statement AnsiDialect::index_statement(const schema::TableName& table, const schema::Index& index) const {
  if (!index.name)
    throw Error(ErrorKind::script, fmt::format("an index on \"{}\" has no name", schema::shown(table)), "give it one");
  std::vector<std::string> columns;
  for (const schema::IndexColumn& column : index.columns) columns.push_back(index_column_sql(column));
  std::string sql = fmt::format("CREATE {}INDEX {}{} ON {} ({})", index.unique ? "UNIQUE " : "",
                                index.if_not_exists ? "IF NOT EXISTS " : "", quote(index.name->text), quote(table),
                                joined(columns, ", "));
  if (const std::string where = index.options.text(name(), "where"); !where.empty()) sql += " WHERE " + where;
  return {.sql = std::move(sql)};
}

std::string AnsiDialect::index_column_sql(const schema::IndexColumn& column) const {
  const auto* plain = std::get_if<std::string>(&column.expression);
  std::string text = plain ? quote(*plain) : std::get<schema::Sql>(column.expression).text;
  if (!column.collation.empty()) text += collate_clause(column.collation);
  if (!column.opclass.empty()) text += " " + column.opclass;
  if (column.desc) text += " DESC";
  if (!column.nulls.empty())
    text += " NULLS " + base::upper(phrase(column.nulls, "nulls", schema::words::places_of_nulls));
  return text;
}

}  // namespace luamigrate::databases::ansi
