// Whole tables, and rows that are written into a script.
#include <fmt/format.h>

#include <algorithm>

#include "databases/ansi/known_columns.h"
#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {

MssqlDialect::Statements MssqlDialect::create_table(const ops::CreateTable& op, const TableLookup& tables) const {
  if (op.temporary && !op.name.starts_with('#'))
    unsupported("word for temporary tables", fmt::format("its name makes a table one: \"#{}\"", op.name));
  const schema::TableName table{op.schema, op.name};
  if (op.if_not_exists && tables.find_table(table)) return {};
  std::vector<schema::Element> elements = op.elements;
  for (const schema::Element& element : op.elements)
    if (const auto* column = std::get_if<schema::Column>(&element))
      if (auto check = enum_check(*column)) elements.emplace_back(std::move(*check));
  // The order of keys is SQLAlchemy's, here and elsewhere.
  const ansi::TableParts parts = ansi::take_apart(table, elements, identifier_limit(), ansi::KeyOrder::as_written);
  ansi::check_known_columns(table, parts);
  const std::string create = fmt::format("CREATE TABLE {} {}", quote(table), table_body(parts));
  Statements result;
  result.push_back({.sql = op.if_not_exists ? unless_there(table, "U", create) : create});
  for (schema::Index index : parts.indexes) {
    index.if_not_exists = index.if_not_exists || op.if_not_exists;
    result.push_back(index_statement(table, index));
  }
  if (!op.comment.empty()) result.push_back(set_comment(table, "", op.comment));
  for (const schema::Column& column : parts.columns)
    if (!column.comment.empty()) result.push_back(set_comment(table, column.name, column.comment));
  return result;
}

// The new name is taken as it is, brackets and all.
MssqlDialect::Statements MssqlDialect::rename_table(const ops::RenameTable& op, const TableLookup&) const {
  return {{.sql = fmt::format("EXEC sp_rename {}, {}", name_literal({op.schema, op.name}), text_literal(op.new_name))}};
}

// An identity column takes values of its own only while IDENTITY_INSERT is on for its table, and then it must be given
// one; whether a column is one, the database is asked.
MssqlDialect::Statements MssqlDialect::bulk_insert(const ops::BulkInsert& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  Statements result;
  std::vector<std::string> columns;
  const auto names = [](const schema::Row& row) {
    std::vector<std::string> list;
    for (const auto& [column, value] : row) list.push_back(column);
    return list;
  };
  const auto identity_insert = [&](std::string_view state) {
    if (columns.empty()) return;
    std::vector<std::string> literals;
    for (const std::string& column : columns) literals.push_back(text_literal(column));
    result.push_back(
        {.sql = fmt::format("IF EXISTS (SELECT 1 FROM {}sys.identity_columns WHERE object_id = {} AND name IN "
                            "({})) SET IDENTITY_INSERT {} {}",
                            table.name.starts_with('#') ? "tempdb." : "", object_id(table),
                            ansi::joined(literals, ", "), quote(table), state)});
  };
  for (const schema::Row& row : op.rows) {
    if (std::vector<std::string> wanted = names(row); wanted != columns) {
      identity_insert("OFF");
      columns = std::move(wanted);
      identity_insert("ON");
    }
    for (Statement& statement : AnsiDialect::bulk_insert({op.table, {row}, op.schema}, tables))
      result.push_back(std::move(statement));
  }
  identity_insert("OFF");
  return result;
}

}  // namespace luamigrate::databases::mssql
