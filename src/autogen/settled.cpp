#include "autogen/settled.h"

#include <algorithm>

#include "autogen/compare_table.h"
#include "autogen/definition.h"

namespace luamigrate::autogen {
namespace {

// What a comparison asks of those who have nothing to say.
class NothingMade final : public Made {
 public:
  bool table(const schema::TableName&) const override { return false; }
  bool column(const schema::TableName&, std::string_view) const override { return false; }
  bool part(const schema::TableName&, const TablePart&) const override { return false; }
  bool object(std::string_view, const schema::ObjectName&) const override { return false; }
};

const std::vector<std::string>* labels_of(const schema::Column& column) {
  const schema::Type* type = enum_in(column.type);
  return type ? type->list_argument(0) : nullptr;
}

bool same_labels(const schema::Table& a, const schema::Table& b) {
  return std::ranges::all_of(a.columns, [&](const schema::Column& column) {
    const schema::Column* other = b.find_column(column.name);
    const auto *left = labels_of(column), *right = other ? labels_of(*other) : nullptr;
    return (!left && !right) || (left && right && *left == *right);
  });
}

// The comparison itself says whether a prediction agrees with what is there.
bool agrees(const WantedTable& wanted, const schema::Table& live, const databases::Dialect& dialect) {
  const std::optional<schema::Table> shown = dialect.as_shown(wanted.table);
  if (!shown || shown->comment != live.comment || !same_labels(*shown, live)) return false;
  if (std::ranges::any_of(shown->indexes, [](const schema::Index& index) { return !index.name; })) return false;
  bool same = true;
  const Wanted nothing_wanted;
  const databases::Catalogue nothing;
  Filters filters;
  const Sides sides{nothing_wanted, nothing, nothing, dialect, filters};
  const NothingMade made;
  const Report differs = [&](const Difference&) { same = false; };
  const TablePair tables{wanted, *shown, live};
  compare_columns(sides, made, tables, differs);
  if (same) compare_constraints(sides, made, tables, differs);
  if (same) compare_indexes(sides, made, tables, differs);
  return same;
}

}  // namespace

std::set<schema::TableName> settled(const Wanted& wanted, const databases::Catalogue& live,
                                    const databases::Dialect& dialect) {
  std::map<schema::TableName, const schema::Table*> there;
  for (const schema::Table& table : live.tables) there.emplace(table.name, &table);
  for (const ops::CreateTrigger& trigger : wanted.objects.triggers) there.erase({trigger.schema, trigger.table});
  for (const ops::CreatePolicy& policy : wanted.objects.policies) there.erase({policy.schema, policy.table});
  std::set<schema::TableName> result;
  for (const WantedTable& table : wanted.tables)
    if (const auto found = there.find(table.table.name); found != there.end() && agrees(table, *found->second, dialect))
      result.insert(table.table.name);
  return result;
}

std::set<schema::ObjectName> settled_enums(const Wanted& wanted, const databases::Catalogue& live,
                                           const databases::Dialect& dialect) {
  std::set<schema::ObjectName> result;
  const auto add = [&](const schema::ObjectName& name, const std::vector<std::string>& values) {
    for (const ops::CreateEnum& one : live.objects.enums)
      if (schema::ObjectName{one.schema, one.name} == name && one.values == values) result.insert(name);
  };
  for (const ops::CreateEnum& one : wanted.objects.enums) add({one.schema, one.name}, one.values);
  if (live.objects.enums.empty()) return result;
  for (const WantedTable& table : wanted.tables)
    for (const schema::Column& column : table.table.columns)
      if (const schema::Type* type = enum_in(column.type.on(dialect.name())); type && type->list_argument(0))
        add({type->text_option("schema"), type->text_option("name")}, *type->list_argument(0));
  return result;
}

void add_settled(databases::Catalogue& shown, const databases::Catalogue& live,
                 const std::set<schema::TableName>& tables, const std::set<schema::ObjectName>& enums) {
  for (const schema::Table& table : live.tables)
    if (tables.contains(table.name)) shown.tables.push_back(table);
  for (const ops::CreateEnum& one : live.objects.enums)
    if (enums.contains({one.schema, one.name})) shown.objects.enums.push_back(one);
}

}  // namespace luamigrate::autogen
