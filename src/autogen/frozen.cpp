#include "autogen/frozen.h"

#include <algorithm>

namespace luamigrate::autogen {
namespace {

schema::Column* find_column(std::vector<schema::Element>& elements, const std::string& name) {
  for (schema::Element& element : elements)
    if (auto* column = std::get_if<schema::Column>(&element); column && column->name == name) return column;
  return nullptr;
}

bool refers_as(const schema::ForeignKey& key, const schema::Column& column) {
  const schema::Reference& reference = *column.references;
  return key.columns == std::vector{column.name} &&
         key.referent.table == schema::TableName{reference.schema, reference.table};
}

}  // namespace

ops::CreateTable frozen(const WantedTable& wanted, const std::vector<schema::ForeignKey>& keys) {
  ops::CreateTable creation = wanted.model.creation();
  creation.elements.clear();
  for (const schema::Element& element : wanted.elements) {
    const auto* key = std::get_if<schema::ForeignKey>(&element);
    if (key && std::ranges::none_of(keys, [&](const auto& kept) { return kept.columns == key->columns; })) continue;
    // A column says `unique` itself where nothing names the constraint.
    const auto* unique = std::get_if<schema::Unique>(&element);
    const bool of_column = unique && !unique->name && unique->columns.size() == 1 && unique->options.empty();
    if (schema::Column* column = of_column ? find_column(creation.elements, unique->columns.front()) : nullptr) {
      column->unique = true;
      continue;
    }
    creation.elements.push_back(element);
    auto* column = std::get_if<schema::Column>(&creation.elements.back());
    if (!column) continue;
    column->renamed_from.clear();
    if (column->references && std::ranges::none_of(keys, [&](const auto& kept) { return refers_as(kept, *column); }))
      column->references.reset();
  }
  const bool named_key = std::ranges::any_of(
      creation.elements, [](const auto& element) { return std::holds_alternative<schema::PrimaryKey>(element); });
  for (schema::Element& element : creation.elements)
    if (auto* column = std::get_if<schema::Column>(&element); column && named_key) column->primary_key = false;
  return creation;
}

}  // namespace luamigrate::autogen
