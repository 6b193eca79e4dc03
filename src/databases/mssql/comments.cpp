// Comments: the extended property MS_Description, which SQL Server's tools show as the description.
#include <fmt/format.h>

#include "databases/mssql/dialect.h"

namespace luamigrate::databases::mssql {

// @schema is set to the schema where the table is found.
MssqlDialect::CommentPlace MssqlDialect::comment_place(const schema::TableName& table,
                                                       const std::string& column) const {
  const std::string id = object_id(table);
  const std::string name = text_literal(column);
  return {
      .if_there = fmt::format("DECLARE @schema sysname = OBJECT_SCHEMA_NAME({0})\n"
                              "IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = {0} "
                              "AND minor_id = {1} AND name = 'MS_Description')\n\t",
                              id, column.empty() ? "0" : fmt::format("COLUMNPROPERTY({}, {}, 'ColumnId')", id, name)),
      .owner = fmt::format("'schema', @schema, 'table', {}{}", text_literal(table.name),
                           column.empty() ? "" : ", 'column', " + name)};
}

Statement MssqlDialect::set_comment(const schema::TableName& table, const std::string& column,
                                    const std::string& comment) const {
  const CommentPlace place = comment_place(table, column);
  return {.sql = fmt::format("{0}EXEC sp_updateextendedproperty 'MS_Description', {1}, {2}\n"
                             "ELSE\n"
                             "\tEXEC sp_addextendedproperty 'MS_Description', {1}, {2}",
                             place.if_there, text_literal(comment), place.owner)};
}

Statement MssqlDialect::drop_comment(const schema::TableName& table, const std::string& column) const {
  const CommentPlace place = comment_place(table, column);
  return {.sql = fmt::format("{}EXEC sp_dropextendedproperty 'MS_Description', {}", place.if_there, place.owner)};
}

MssqlDialect::Statements MssqlDialect::create_table_comment(const ops::CreateTableComment& op,
                                                            const TableLookup&) const {
  return {set_comment({op.schema, op.table}, "", op.comment)};
}

MssqlDialect::Statements MssqlDialect::drop_table_comment(const ops::DropTableComment& op, const TableLookup&) const {
  return {drop_comment({op.schema, op.table}, "")};
}

}  // namespace luamigrate::databases::mssql
