#include "autogen/reused_names.h"

#include <algorithm>
#include <map>

namespace luamigrate::autogen {
namespace {

using schema::ObjectName;
using schema::TableName;

bool happens(const Difference& found) {
  return found.withheld.empty() && !found.upgrade.empty();
}

// Names that come, and the tables that they are of: within one table the order is right anyway.
class Names {
 public:
  explicit Names(const databases::Dialect& dialect) : dialect_(dialect) {}

  void operator()(const ops::CreateTable& op) {
    const TableName table{op.schema, op.name};
    names_.emplace(table, table);
    for (const schema::Element& element : op.elements)
      std::visit([&](const auto& part) { part_of(table, part); }, element);
  }
  void operator()(const ops::CreateIndex& op) { index(op.name, {op.schema, op.table}); }
  void operator()(const ops::CreateUniqueConstraint& op) { constraint(op.name, {op.schema, op.table}); }
  void operator()(const ops::CreatePrimaryKey& op) { constraint(op.name, {op.schema, op.table}); }
  void operator()(const ops::CreateExcludeConstraint& op) { constraint(op.name, {op.schema, op.table}); }
  void operator()(const ops::CreateSequence& op) { names_.emplace(ObjectName{op.schema, op.name}, TableName{}); }
  void operator()(const ops::CreateEnum& op) { names_.emplace(ObjectName{op.schema, op.name}, TableName{}); }
  template <class T>
  void operator()(const T&) {}

  bool contain(const ObjectName& name) const { return names_.contains(name); }
  bool contain(const ObjectName& name, const TableName& but_of) const {
    const auto [begin, end] = names_.equal_range(name);
    return std::any_of(begin, end, [&](const auto& entry) { return entry.second != but_of; });
  }
  bool contain_index(const schema::OptionalName& name, const TableName& but_of) const {
    return name && dialect_.indexes_share_names() && contain({but_of.schema, name->text}, but_of);
  }
  // Where a constraint has an index of its name.
  bool contain_constraint(const schema::OptionalName& name, const TableName& but_of) const {
    return !dialect_.rebuilds_tables() && contain_index(name, but_of);
  }

 private:
  void index(const schema::OptionalName& name, const TableName& table) {
    if (name && dialect_.indexes_share_names()) names_.emplace(ObjectName{table.schema, name->text}, table);
  }
  void constraint(const schema::OptionalName& name, const TableName& table) {
    if (!dialect_.rebuilds_tables()) index(name, table);
  }

  void part_of(const TableName& table, const schema::Index& part) { index(part.name, table); }
  void part_of(const TableName& table, const schema::Unique& part) { constraint(part.name, table); }
  void part_of(const TableName& table, const schema::PrimaryKey& part) { constraint(part.name, table); }
  void part_of(const TableName& table, const schema::Exclude& part) { constraint(part.name, table); }
  template <class T>
  void part_of(const TableName&, const T&) {}

  const databases::Dialect& dialect_;
  std::multimap<ObjectName, TableName> names_;
};

// Whether an operation gives up one of them.
struct GivesUp {
  const Names& names;
  const databases::Catalogue& live;

  bool operator()(const ops::DropIndex& op) const {
    return names.contain_index(op.name, {op.schema, op.table.value_or("")});
  }
  bool operator()(const ops::DropConstraint& op) const {
    return op.type != ops::ConstraintType::check && op.type != ops::ConstraintType::foreignkey &&
           names.contain_constraint(op.name, {op.schema, op.table});
  }
  bool operator()(const ops::DropSequence& op) const { return names.contain({op.schema, op.name}); }
  bool operator()(const ops::DropEnum& op) const { return names.contain({op.schema, op.name}); }
  bool operator()(const ops::DropTable& op) const {
    const TableName name{op.schema, op.name};
    if (names.contain(name, name)) return true;
    const schema::Table* table = live.find_table(name);
    const auto index = [&](const auto& part) { return names.contain_index(part.name, name); };
    const auto constraint = [&](const auto& part) { return names.contain_constraint(part.name, name); };
    return table && (std::ranges::any_of(table->indexes, index) || std::ranges::any_of(table->uniques, constraint) ||
                     std::ranges::any_of(table->excludes, constraint) ||
                     (table->primary_key && constraint(*table->primary_key)));
  }
  template <class T>
  bool operator()(const T&) const {
    return false;
  }
};

}  // namespace

void free_names(const Sides& sides, std::vector<Difference>& differences) {
  Names names(sides.dialect);
  for (const Difference& found : differences)
    if (happens(found))
      for (const ops::Operation& operation : found.upgrade) std::visit(names, operation.body);
  bool tables = false;
  for (Difference& found : differences) {
    if (!happens(found) || found.stage <= Stage::in_the_way) continue;
    if (!std::visit(GivesUp{names, sides.live}, found.upgrade.front().body)) continue;
    found.stage = Stage::in_the_way;
    tables = tables || found.kind == "remove_table";
  }
  // They stand behind those that refer to them.
  for (Difference& found : differences)
    if (tables && happens(found) && found.kind == "remove_table") found.stage = Stage::in_the_way;
}

}  // namespace luamigrate::autogen
