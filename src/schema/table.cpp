#include "schema/table.h"

namespace luamigrate::schema {
namespace {

struct AddElement {
  Table& table;

  void operator()(const Column& given) const {
    Column column = given;
    if (column.primary_key) {
      if (!table.primary_key) table.primary_key.emplace();
      table.primary_key->columns.push_back(column.name);
    }
    if (column.index)
      table.indexes.push_back({.columns = {IndexColumn{.expression = column.name}}, .unique = column.unique});
    else if (column.unique)
      table.uniques.push_back({.columns = {column.name}});
    if (!column.check.empty()) table.checks.push_back({.condition = column.check});
    if (const auto& reference = column.references) {
      table.foreign_keys.push_back({.columns = {column.name},
                                    .referent = {{reference->schema, reference->table}, {reference->column}},
                                    .name = reference->name,
                                    .ondelete = reference->ondelete,
                                    .onupdate = reference->onupdate,
                                    .options = reference->options});
    }
    column.unique = column.index = false;
    column.check.clear();
    column.references.reset();
    table.columns.push_back(std::move(column));
  }
  void operator()(const PrimaryKey& key) const { table.primary_key = key; }
  void operator()(const Unique& unique) const { table.uniques.push_back(unique); }
  void operator()(const Check& check) const { table.checks.push_back(check); }
  void operator()(const ForeignKey& key) const { table.foreign_keys.push_back(key); }
  void operator()(const Exclude& exclude) const { table.excludes.push_back(exclude); }
  void operator()(const Index& index) const { table.indexes.push_back(index); }
};

}  // namespace

const Column* Table::find_column(std::string_view column) const {
  for (const Column& candidate : columns)
    if (candidate.name == column) return &candidate;
  return nullptr;
}

Table table_from_elements(TableName name, const std::vector<Element>& elements) {
  Table table;
  table.name = std::move(name);
  table.columns.reserve(elements.size());
  for (const Element& element : elements) std::visit(AddElement{table}, element);
  if (table.primary_key) {
    for (Column& column : table.columns)
      for (const std::string& key_column : table.primary_key->columns)
        if (column.name == key_column) column.primary_key = true;
  }
  return table;
}

}  // namespace luamigrate::schema
