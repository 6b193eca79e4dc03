#include "databases/row_key.h"

#include <algorithm>

#include "sql/names.h"

namespace luamigrate::databases {
namespace {

// SQLite has several names for the number of a row.
bool is_row_id(const Dialect& dialect, const schema::Table& table, std::string_view name) {
  const schema::Column* column = find_column(dialect, table, name);
  if (!column) return dialect.names_row_id(name);
  return dialect.names_row_id("rowid") && table.primary_key && table.primary_key->columns.size() == 1 &&
         dialect.same_name(table.primary_key->columns.front(), name) &&
         sql::equals_ignoring_case(dialect.type_sql(column->type), "INTEGER");
}

}  // namespace

const schema::Column* find_column(const Dialect& dialect, const schema::Table& table, std::string_view name) {
  if (const schema::Column* column = table.find_column(name)) return column;
  const auto found = std::ranges::find_if(
      table.columns, [&](const schema::Column& column) { return dialect.same_name(column.name, name); });
  return found == table.columns.end() ? nullptr : &*found;
}

bool are_unique(const Dialect& dialect, const schema::Table& table, const std::vector<std::string>& key) {
  // The column's own collation is that of the key.
  const auto covers = [&](const std::string& name, bool in_its_collation) {
    const schema::Column* column = find_column(dialect, table, name);
    const bool is_in_key = std::ranges::any_of(key, [&](const auto& one) { return dialect.same_name(one, name); });
    return is_in_key && column && (in_its_collation || column->collation.empty());
  };
  // Where constraints are clauses of a text, they may say another one.
  const auto covered = [&](const std::vector<std::string>& columns) {
    return std::ranges::all_of(columns, [&](const auto& name) { return covers(name, !dialect.rebuilds_tables()); });
  };
  if (table.primary_key && covered(table.primary_key->columns)) return true;
  if (std::ranges::any_of(table.uniques, [&](const schema::Unique& unique) { return covered(unique.columns); }))
    return true;
  return std::ranges::any_of(table.indexes, [&](const schema::Index& index) {
    const bool is_plain = index.unique && !index.invalid && index.options.empty();  // no condition
    return is_plain && std::ranges::all_of(index.columns, [&](const schema::IndexColumn& column) {
             const auto* name = std::get_if<std::string>(&column.expression);
             return name && covers(*name, column.collation.empty());
           });
  });
}

const std::string* changed_part(const Dialect& dialect, const schema::Table& table, const std::vector<std::string>& key,
                                std::string_view column) {
  const auto found = std::ranges::find_if(key, [&](const std::string& part) {
    if (dialect.same_name(part, column)) return true;
    if (is_row_id(dialect, table, part) && is_row_id(dialect, table, column)) return true;
    const schema::Column* known = find_column(dialect, table, part);
    return known && known->computed && sql::names_column(known->computed->expression, column, dialect.syntax());
  });
  return found == key.end() ? nullptr : &*found;
}

}  // namespace luamigrate::databases
