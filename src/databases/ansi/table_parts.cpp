#include "databases/ansi/table_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "schema/naming.h"

namespace luamigrate::databases::ansi {
namespace {

using namespace schema;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct SortElement {
  TableParts& parts;
  std::vector<TableConstraint>& from_columns;

  void operator()(const Column& given) const {
    Column column = given;
    if (column.unique && !column.index) from_columns.emplace_back(Unique{.columns = {column.name}});
    if (column.references) from_columns.emplace_back(foreign_key_of(column));
    if (column.index)
      parts.indexes.push_back({.columns = {IndexColumn{.expression = column.name}}, .unique = column.unique});
    column.unique = column.index = false;
    column.references.reset();
    parts.columns.push_back(std::move(column));
  }
  void operator()(const PrimaryKey& key) const {
    if (parts.primary_key)
      throw Error(ErrorKind::script, "a table has one primary key, and two are given",
                  "name all its columns in one primary_key({ ... })");
    parts.primary_key = key;
  }
  void operator()(const Unique& unique) const { parts.constraints.emplace_back(unique); }
  void operator()(const Check& check) const { parts.constraints.emplace_back(check); }
  void operator()(const ForeignKey& key) const { parts.constraints.emplace_back(key); }
  void operator()(const Exclude& exclude) const { parts.constraints.emplace_back(exclude); }
  void operator()(const Index& index) const { parts.indexes.push_back(index); }
};

bool has_foreign_key(const TableParts& parts, const std::string& column) {
  return std::any_of(parts.constraints.begin(), parts.constraints.end(), [&](const TableConstraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint);
    return key && contains(key->columns, column);
  });
}

// No type that could be a number; what only one database knows may be.
bool never_counts(const Type& type) {
  static constexpr std::string_view words[] = {"Boolean",  "String",   "Text",   "Char", "Date", "Time",
                                               "DateTime", "Interval", "Binary", "Enum", "JSON", "Uuid"};
  return type.dialect.empty() && std::ranges::find(words, type.name) != std::end(words);
}

// Refuses as SQLAlchemy does; of columns that are in no key it takes no notice either.
void check_counted(const Column& column, const std::string& before) {
  if (!before.empty())
    throw Error(ErrorKind::script,
                fmt::format("one column of a key can count up, and both \"{}\" and \"{}\" say autoincrement", before,
                            column.name),
                "take it out of one of them");
  if (never_counts(column.type))
    throw Error(ErrorKind::script, fmt::format("the column \"{}\" cannot count up: it is no integer", column.name),
                "take autoincrement out, or make it an Integer");
}

// Source: SQLAlchemy, sqlalchemy/sql/schema.py, PrimaryKeyConstraint._autoincrement_column.
std::string autoincrement_column(const TableParts& parts) {
  if (!parts.primary_key) return {};
  const bool single = parts.primary_key->columns.size() == 1;
  std::string stated;
  for (const Column& column : parts.columns) {
    if (column.autoincrement != true || !contains(parts.primary_key->columns, column.name)) continue;
    check_counted(column, stated);
    stated = column.name;
  }
  if (!stated.empty()) return stated;
  for (const Column& column : parts.columns) {
    if (!contains(parts.primary_key->columns, column.name)) continue;
    const bool has_default = column.server_default && !std::holds_alternative<Null>(*column.server_default);
    if (single && !column.autoincrement && is_integer(column.type) && !has_default && !column.computed &&
        !has_foreign_key(parts, column.name))
      return column.name;
  }
  return {};
}

}  // namespace

bool TableParts::in_primary_key(const std::string& column) const {
  return primary_key && contains(primary_key->columns, column);
}

TableParts take_apart(const TableName& table, const std::vector<Element>& elements, schema::NameLimit identifier_limit,
                      KeyOrder order) {
  TableParts parts;
  parts.columns.reserve(elements.size());
  std::vector<TableConstraint> from_columns;
  for (const Element& element : elements) std::visit(SortElement{parts, from_columns}, element);
  for (TableConstraint& constraint : from_columns) parts.constraints.push_back(std::move(constraint));
  for (Index& index : parts.indexes)
    if (!index.name) index.name = index_name({}, table, index, identifier_limit);

  const bool key_of_columns = !parts.primary_key;
  if (key_of_columns) {
    PrimaryKey key;
    for (const Column& column : parts.columns)
      if (column.primary_key) key.columns.push_back(column.name);
    if (!key.columns.empty()) parts.primary_key = std::move(key);
  }
  parts.autoincrement = autoincrement_column(parts);
  if (key_of_columns && !parts.autoincrement.empty() && order == KeyOrder::counted_first) {
    auto& columns = parts.primary_key->columns;
    std::stable_partition(columns.begin(), columns.end(),
                          [&](const std::string& column) { return column == parts.autoincrement; });
  }
  return parts;
}

bool counts_up(const Column& column) {
  schema::Column alone = column;
  alone.index = false;
  return !take_apart({}, {alone}, 0).autoincrement.empty();
}

std::string counted_column(const schema::Table& table) {
  TableParts parts{.columns = table.columns, .primary_key = table.primary_key};
  parts.constraints.assign(table.foreign_keys.begin(), table.foreign_keys.end());
  return autoincrement_column(parts);
}

ForeignKey foreign_key_of(const Column& column) {
  const Reference& reference = *column.references;
  return {.columns = {column.name},
          .referent = {{reference.schema, reference.table}, {reference.column}},
          .name = reference.name,
          .ondelete = reference.ondelete,
          .onupdate = reference.onupdate,
          .options = reference.options};
}

bool is_integer(const Type& type, std::string_view dialect) {
  static constexpr std::string_view of_one[] = {"INTEGER", "BIGINT", "SMALLINT", "MEDIUMINT", "TINYINT"};
  const Type& used = type.on(dialect);
  if (used.dialect.empty()) return used.is("Integer") || used.is("BigInteger") || used.is("SmallInteger");
  return std::ranges::find(of_one, used.name) != std::end(of_one);
}

}  // namespace luamigrate::databases::ansi
