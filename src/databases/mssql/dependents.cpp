// Constraints that hang on a column. SQL Server names a default constraint by itself, so its name is looked up where
// the SQL runs. All that are found go: a column may have several checks and foreign keys.
#include <fmt/format.h>

#include "databases/mssql/dialect.h"

namespace luamigrate::databases::mssql {

Statement MssqlDialect::drop_found(const schema::TableName& table, std::string_view from) const {
  return {.sql = fmt::format("DECLARE @drop nvarchar(max)\n"
                             "SELECT @drop = STRING_AGG(CONVERT(nvarchar(max), {} + QUOTENAME(c.name)), '; ')\n"
                             "FROM {}\n"
                             "IF @drop IS NOT NULL EXEC(@drop)",
                             text_literal(alter_table(table.schema, table.name) + " DROP CONSTRAINT "), from)};
}

Statement MssqlDialect::drop_defaults(const schema::TableName& table, const std::string& column) const {
  return drop_found(
      table, fmt::format("sys.default_constraints AS c\n"
                         "WHERE c.parent_object_id = {0} AND COL_NAME(c.parent_object_id, c.parent_column_id) = {1}",
                         object_id(table), text_literal(column)));
}

Statement MssqlDialect::drop_uniques(const schema::TableName& table, const std::string& column) const {
  return drop_found(table, fmt::format("sys.key_constraints AS c\n"
                                       "WHERE c.parent_object_id = {0} AND c.type = 'UQ'\n"
                                       "AND EXISTS (SELECT 1 FROM sys.index_columns AS k\n"
                                       "WHERE k.object_id = c.parent_object_id AND k.index_id = c.unique_index_id\n"
                                       "AND COL_NAME(k.object_id, k.column_id) = {1})",
                                       object_id(table), text_literal(column)));
}

// Those of the table that name the column too: SQL Server keeps the columns of every check as its dependencies.
Statement MssqlDialect::drop_checks(const schema::TableName& table, const std::string& column) const {
  return drop_found(
      table, fmt::format("sys.check_constraints AS c\n"
                         "WHERE c.parent_object_id = {0} AND (COL_NAME(c.parent_object_id, c.parent_column_id) = {1}\n"
                         "OR EXISTS (SELECT 1 FROM sys.sql_expression_dependencies AS d\n"
                         "WHERE d.referencing_id = c.object_id AND d.referenced_id = c.parent_object_id\n"
                         "AND COL_NAME(d.referenced_id, d.referenced_minor_id) = {1}))",
                         object_id(table), text_literal(column)));
}

Statement MssqlDialect::drop_foreign_keys(const schema::TableName& table, const std::string& column) const {
  return drop_found(
      table, fmt::format("sys.foreign_keys AS c\n"
                         "WHERE c.parent_object_id = {0} AND EXISTS (SELECT 1 FROM sys.foreign_key_columns AS k\n"
                         "WHERE k.constraint_object_id = c.object_id\n"
                         "AND COL_NAME(k.parent_object_id, k.parent_column_id) = {1})",
                         object_id(table), text_literal(column)));
}

}  // namespace luamigrate::databases::mssql
