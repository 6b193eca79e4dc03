// Comments: the extended property MS_Description, which SQL Server's tools show as the description.
#include <fmt/format.h>

#include "databases/mssql/dialect.h"

namespace luamigrate::databases::mssql {
namespace {

// Behind the name of the property: what it belongs to. The schema is the one where the table is found.
constexpr std::string_view place = "'schema', @schema, 'table', {}{}";

}  // namespace

Statement MssqlDialect::set_comment(const schema::TableName& table, const std::string& column,
                                    const std::string& comment) const {
  const std::string id = object_id(table);
  const std::string where = fmt::format(fmt::runtime(place), text_literal(table.name),
                                        column.empty() ? "" : ", 'column', " + text_literal(column));
  const std::string minor =
      column.empty() ? "0" : fmt::format("COLUMNPROPERTY({}, {}, 'ColumnId')", id, text_literal(column));
  return {.sql = fmt::format("DECLARE @schema sysname = OBJECT_SCHEMA_NAME({0})\n"
                             "IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = {0} AND "
                             "minor_id = {1} AND name = 'MS_Description')\n"
                             "\tEXEC sp_updateextendedproperty 'MS_Description', {2}, {3}\n"
                             "ELSE\n"
                             "\tEXEC sp_addextendedproperty 'MS_Description', {2}, {3}",
                             id, minor, text_literal(comment), where)};
}

Statement MssqlDialect::drop_comment(const schema::TableName& table, const std::string& column) const {
  const std::string id = object_id(table);
  const std::string where = fmt::format(fmt::runtime(place), text_literal(table.name),
                                        column.empty() ? "" : ", 'column', " + text_literal(column));
  const std::string minor =
      column.empty() ? "0" : fmt::format("COLUMNPROPERTY({}, {}, 'ColumnId')", id, text_literal(column));
  return {.sql = fmt::format("DECLARE @schema sysname = OBJECT_SCHEMA_NAME({0})\n"
                             "IF EXISTS (SELECT 1 FROM sys.extended_properties WHERE class = 1 AND major_id = {0} AND "
                             "minor_id = {1} AND name = 'MS_Description')\n"
                             "\tEXEC sp_dropextendedproperty 'MS_Description', {2}",
                             id, minor, where)};
}

MssqlDialect::Statements MssqlDialect::create_table_comment(const ops::CreateTableComment& op,
                                                            const TableLookup&) const {
  return {set_comment({op.schema, op.table}, "", op.comment)};
}

MssqlDialect::Statements MssqlDialect::drop_table_comment(const ops::DropTableComment& op, const TableLookup&) const {
  return {drop_comment({op.schema, op.table}, "")};
}

}  // namespace luamigrate::databases::mssql
