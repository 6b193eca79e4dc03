// Views, and the objects that only some databases have.
#include <fmt/format.h>

#include "databases/ansi/dialect.h"

namespace luamigrate::databases::ansi {
namespace {

constexpr const char* where_there_are = "do this only where the database has them: ask op.dialect";

}  // namespace

Statements AnsiDialect::create_view(const ops::CreateView& op, const schema::TableLookup&) const {
  return {{.sql = view_sql(op, op.replace ? "CREATE OR REPLACE" : "CREATE")}};
}

std::string AnsiDialect::view_sql(const ops::CreateView& op, std::string_view create) const {
  if (!op.indexes.empty()) unsupported("indexes of views", where_there_are);
  return fmt::format("{} {}VIEW {}{}{} AS {}", create, op.temporary ? "TEMPORARY " : "",
                     op.if_not_exists ? "IF NOT EXISTS " : "", quote(schema::ObjectName{op.schema, op.name}),
                     op.columns.empty() ? "" : " (" + quote_list(op.columns) + ")", op.select);
}

Statements AnsiDialect::drop_view(const ops::DropView& op) const {
  return {{.sql = fmt::format("DROP VIEW {}{}", op.if_exists ? "IF EXISTS " : "",
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

Statements AnsiDialect::create_schema(const ops::CreateSchema&) const {
  unsupported("schemas", where_there_are);
}
Statements AnsiDialect::drop_schema(const ops::DropSchema&) const {
  unsupported("schemas", where_there_are);
}
Statements AnsiDialect::create_extension(const ops::CreateExtension&) const {
  unsupported("extensions", where_there_are);
}
Statements AnsiDialect::drop_extension(const ops::DropExtension&) const {
  unsupported("extensions", where_there_are);
}
Statements AnsiDialect::refresh_materialized_view(const ops::RefreshMaterializedView&) const {
  unsupported("materialized views", where_there_are);
}
Statements AnsiDialect::create_function(const ops::CreateFunction&) const {
  unsupported("functions of its own", where_there_are);
}
Statements AnsiDialect::drop_function(const ops::DropFunction&) const {
  unsupported("functions of its own", where_there_are);
}
Statements AnsiDialect::create_trigger(const ops::CreateTrigger&) const {
  unsupported("triggers", where_there_are);
}
Statements AnsiDialect::drop_trigger(const ops::DropTrigger&) const {
  unsupported("triggers", where_there_are);
}
Statements AnsiDialect::create_sequence(const ops::CreateSequence&) const {
  unsupported("sequences", where_there_are);
}
Statements AnsiDialect::alter_sequence(const ops::AlterSequence&) const {
  unsupported("sequences", where_there_are);
}
Statements AnsiDialect::drop_sequence(const ops::DropSequence&) const {
  unsupported("sequences", where_there_are);
}
Statements AnsiDialect::create_enum(const ops::CreateEnum&) const {
  unsupported("enum types", where_there_are);
}
Statements AnsiDialect::add_enum_value(const ops::AddEnumValue&) const {
  unsupported("enum types", where_there_are);
}
Statements AnsiDialect::rename_enum_value(const ops::RenameEnumValue&) const {
  unsupported("enum types", where_there_are);
}
Statements AnsiDialect::drop_enum(const ops::DropEnum&) const {
  unsupported("enum types", where_there_are);
}
Statements AnsiDialect::grant(const ops::Grant&) const {
  unsupported("privileges", where_there_are);
}
Statements AnsiDialect::revoke(const ops::Revoke&) const {
  unsupported("privileges", where_there_are);
}
Statements AnsiDialect::enable_row_security(const ops::EnableRowSecurity&) const {
  unsupported("row security", where_there_are);
}
Statements AnsiDialect::disable_row_security(const ops::DisableRowSecurity&) const {
  unsupported("row security", where_there_are);
}
Statements AnsiDialect::create_policy(const ops::CreatePolicy&) const {
  unsupported("policies", where_there_are);
}
Statements AnsiDialect::drop_policy(const ops::DropPolicy&) const {
  unsupported("policies", where_there_are);
}

}  // namespace luamigrate::databases::ansi
