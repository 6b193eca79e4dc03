// Operations on whole tables.
#include <fmt/format.h>

#include "databases/ansi/dialect.h"
#include "databases/ansi/known_columns.h"

namespace luamigrate::databases::ansi {

Statements AnsiDialect::create_table(const ops::CreateTable& op, const schema::TableLookup& tables) const {
  const schema::TableName table{op.schema, op.name};
  if (op.if_not_exists && tables.find_table(table)) return {};
  const TableParts parts = take_apart(table, op.elements, identifier_limit());
  const bool inherits = op.options.find(name(), "inherits") != nullptr;  // columns that are not among the elements
  if (!inherits) check_known_columns(table, parts);
  Statements result;
  result.push_back({.sql = fmt::format("CREATE {}TABLE {}{} {}{}", op.temporary ? "TEMPORARY " : "",
                                       op.if_not_exists ? "IF NOT EXISTS " : "", quote(table), table_body(parts),
                                       table_suffix(op))});
  for (schema::Index index : parts.indexes) {
    index.if_not_exists = index.if_not_exists || op.if_not_exists;
    result.push_back(index_statement(table, index));
  }
  return result;
}

std::string AnsiDialect::table_body(const TableParts& parts) const {
  std::vector<std::string> lines;
  for (const schema::Column& column : parts.columns)
    lines.push_back(column_clause(column, parts.in_primary_key(column.name), column.name == parts.autoincrement));
  if (parts.primary_key) lines.push_back(primary_key_clause(*parts.primary_key));
  for (const TableConstraint& constraint : parts.constraints) lines.push_back(constraint_clause(constraint));
  if (lines.empty()) return "(\n)";
  return "(\n\t" + joined(lines, ",\n\t") + "\n)";
}

Statements AnsiDialect::drop_table(const ops::DropTable& op, const schema::TableLookup&) const {
  return {{.sql = fmt::format("DROP TABLE {}{}", op.if_exists ? "IF EXISTS " : "",
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

Statements AnsiDialect::rename_table(const ops::RenameTable& op, const schema::TableLookup&) const {
  return {{.sql = fmt::format("{} RENAME TO {}", alter_table(op.schema, op.name), quote(op.new_name))}};
}

Statements AnsiDialect::create_table_comment(const ops::CreateTableComment&, const schema::TableLookup&) const {
  return {};
}

Statements AnsiDialect::drop_table_comment(const ops::DropTableComment&, const schema::TableLookup&) const {
  return {};
}

}  // namespace luamigrate::databases::ansi
