// What alter_column becomes. ALTER COLUMN writes type, collation and nullability anew: what it leaves out is lost, so
// that what was not asked for is restated, as given or as it stands in the table. Without the database the SQL itself
// looks.
#include <fmt/format.h>

#include "databases/mssql/dialect.h"
#include "databases/mssql/types.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::Column;
using schema::Null;

// Whether the column surely has a default that nothing was said about: it stands in the way of another type.
bool keeps_default(const ops::AlterColumn& op, const Column* found) {
  if (!op.type || op.server_default || op.options.flag("mssql", "drop_default")) return false;
  if (op.existing_server_default) return !std::holds_alternative<Null>(*op.existing_server_default);
  return found && found->server_default && !std::holds_alternative<Null>(*found->server_default);
}

}  // namespace

std::string MssqlDialect::kept_collation(const schema::Type& type, const Column* found) const {
  if (!found || found->collation.empty() || !is_text(type) || !type.on(name()).text_option("collation").empty())
    return {};
  return collate_clause(found->collation);
}

// Source: Alembic, alembic/ddl/mssql.py, MSSQLImpl.alter_column.
Statement MssqlDialect::change_type(const ops::AlterColumn& op, const Column* found) const {
  if (!op.type && !op.existing_type && !found)
    throw Error(
        ErrorKind::script,
        fmt::format("SQL Server wants the type of a column to change whether it may be NULL, and that of \"{}\" "
                    "is not known here",
                    op.column),
        "add existing_type");
  if (!op.type && !op.existing_type && found->computed)
    unsupported("way to change a computed column", "drop the column and add it anew");
  const schema::Type& type = op.type ? *op.type : op.existing_type ? *op.existing_type : found->type;
  const std::string alter =
      fmt::format("{} ALTER COLUMN {} {}", alter_table(op.schema, op.table), quote(op.column), type_sql(type));
  std::optional<bool> nullable = op.nullable ? op.nullable : op.existing_nullable;
  if (!nullable && found) nullable = found->nullable.value_or(!found->primary_key);
  if (nullable) return {.sql = alter + kept_collation(type, found) + (*nullable ? " NULL" : " NOT NULL")};
  const bool collates = is_text(type) && type.on(name()).text_option("collation").empty();
  return {.sql = fmt::format("DECLARE @alter nvarchar(max) = {}\n"
                             "SELECT @alter = @alter + {}IIF(c.is_nullable = 1, ' NULL', ' NOT NULL')\n"
                             "FROM sys.columns AS c WHERE c.object_id = {} AND c.name = {}\n"
                             "EXEC(@alter)",
                             text_literal(alter), collates ? "ISNULL(' COLLATE ' + c.collation_name, '') + " : "",
                             object_id({op.schema, op.table}), text_literal(op.column))};
}

MssqlDialect::Statements MssqlDialect::alter_column(const ops::AlterColumn& op, const TableLookup& tables) const {
  // Alembic writes `autoincrement` for every key of one integer.
  const bool counts_anew = op.autoincrement && op.existing_autoincrement == !*op.autoincrement;
  if (op.identity || counts_anew)
    unsupported("way to make a column an identity column or to take that from it",
                "add a new column, copy the values, and rename it");
  const schema::TableName table{op.schema, op.table};
  const std::optional<schema::Table> found_table = tables.find_table(table);
  const Column* found = found_table ? found_table->find_column(op.column) : nullptr;
  const std::string alter = alter_table(op.schema, op.table);
  Statements result;
  if (op.server_default || op.options.flag(name(), "drop_default")) result.push_back(drop_defaults(table, op.column));
  const auto check_of = [&](const std::optional<schema::Type>& type) {
    return type ? enum_check({.name = op.column, .type = *type}) : std::nullopt;
  };
  // The CHECK of an enum makes way for that of its new values.
  const auto old_check = op.type ? check_of(op.existing_type) : std::nullopt, new_check = check_of(op.type);
  if (old_check)
    result.push_back(old_check->name
                         ? Statement{.sql = fmt::format("{} DROP CONSTRAINT {}", alter, quote(old_check->name->text))}
                         : drop_checks(table, op.column));
  if (op.type || op.nullable) {
    Statement change = change_type(op, found);
    if (keeps_default(op, found))
      change.sql = fmt::format(
          "DECLARE @drop nvarchar(max), @add nvarchar(max)\n"
          "SELECT @drop = {0} + QUOTENAME(c.name),\n"
          "@add = {1} + QUOTENAME(c.name) + ' DEFAULT ' + c.definition + {2}\n"
          "FROM sys.default_constraints AS c\n"
          "WHERE c.parent_object_id = {3} AND COL_NAME(c.parent_object_id, c.parent_column_id) = {4}\n"
          "EXEC(@drop)\n{5}\nEXEC(@add)",
          text_literal(alter + " DROP CONSTRAINT "), text_literal(alter + " ADD CONSTRAINT "),
          text_literal(" FOR " + quote(op.column)), object_id(table), text_literal(op.column), change.sql);
    result.push_back(std::move(change));
  }
  if (new_check) result.push_back({.sql = alter + " ADD " + check_clause(*new_check)});
  if (op.server_default && !std::holds_alternative<Null>(*op.server_default))
    result.push_back(
        {.sql = fmt::format("{} ADD DEFAULT {} FOR {}", alter, default_sql(*op.server_default), quote(op.column))});
  if (op.comment) {
    const auto* text = std::get_if<std::string>(&*op.comment);
    result.push_back(text && !text->empty() ? set_comment(table, op.column, *text) : drop_comment(table, op.column));
  }
  if (op.new_column_name && *op.new_column_name != op.column)
    result.push_back(
        {.sql = fmt::format("EXEC sp_rename {}, {}, 'COLUMN'", text_literal(quote(table) + "." + quote(op.column)),
                            text_literal(*op.new_column_name))});
  return result;
}

}  // namespace luamigrate::databases::mssql
