#include "autogen/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "autogen/compare_objects.h"
#include "autogen/compare_table.h"
#include "autogen/counted_keys.h"
#include "autogen/definition.h"
#include "autogen/frozen.h"
#include "autogen/plainly.h"
#include "autogen/remade_enums.h"
#include "autogen/renames.h"
#include "autogen/reused_names.h"

namespace luamigrate::autogen {
namespace {

// The project has made it under its old name.
class MadeBefore final : public Made {
 public:
  MadeBefore(const Made& made, const Renames& renames, const databases::Dialect& dialect)
      : made_(made), renames_(renames), dialect_(dialect) {}
  bool table(const schema::TableName& table) const override { return made_.table(renames_.old_name(table)); }
  bool column(const schema::TableName& table, std::string_view column) const override {
    return made_.column(renames_.old_name(table), renames_.old_name(table, std::string(column)));
  }
  bool part(const schema::TableName& table, const TablePart& part) const override {
    TablePart before = part;
    for (std::string& column : before.columns) column = renames_.old_name(table, column);
    before.condition = renames_.old_text(table, part.condition, dialect_);
    return made_.part(renames_.old_name(table), before);
  }
  bool object(std::string_view kind, const schema::ObjectName& name) const override { return made_.object(kind, name); }
  bool everything() const override { return made_.everything(); }

 private:
  const Made& made_;
  const Renames& renames_;
  const databases::Dialect& dialect_;
};

using TablesByName = std::map<schema::TableName, const schema::Table*>;

TablesByName by_name(const databases::Catalogue& catalogue) {
  TablesByName tables;
  for (const schema::Table& table : catalogue.tables) tables.emplace(table.name, &table);
  return tables;
}

// nullptr: there is none of this name.
const schema::Table* find(const TablesByName& tables, const schema::TableName& name) {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : found->second;
}

class Comparison {
 public:
  // `sides` under the new names, `renames` what gives them; the first two must outlive it.
  Comparison(const Sides& sides, const Made& made, std::vector<Difference> renames)
      : sides_(sides),
        made_(made),
        live_(by_name(sides.live)),
        shown_(by_name(sides.shown)),
        differences_(std::move(renames)) {}

  std::vector<Difference> operator()() {
    std::vector<const WantedTable*> added;
    std::set<schema::TableName> known;
    for (const WantedTable& wanted : sides_.wanted.tables) {
      const schema::Table* live = find(live_, wanted.table.name);
      if (!live) {
        if (included(wanted.table, false, nullptr)) added.push_back(&wanted);
        continue;
      }
      known.insert(live->name);
      if (included(*live, true, &wanted.table)) compare_tables(wanted, *live);
    }
    add_tables(added);
    drop_tables(known, added);
    // What is found of objects must not be added to the list that they are compared along with.
    std::vector<Difference> of_objects;
    compare_objects(sides_, made_, differences_, [&](Difference found) { of_objects.push_back(std::move(found)); });
    std::ranges::move(of_objects, std::back_inserter(differences_));
    unite_keys_with_columns(sides_, differences_);
    make_way_for_columns(sides_, differences_);
    make_way_for_enums(sides_, differences_);
    free_names(sides_, differences_);
    std::ranges::stable_sort(differences_, [](const Difference& a, const Difference& b) { return key(a) < key(b); });
    return std::move(differences_);
  }

 private:
  // What changes in a table stays together.
  static std::tuple<Stage, schema::TableName, Part> key(const Difference& found) {
    if (found.stage == Stage::in_the_way) return {found.stage, {}, found.part};
    if (found.stage != Stage::changed_tables) return {found.stage, {}, Part::table};
    return {found.stage, found.table, found.part};
  }

  bool included(const schema::Table& table, bool reflected, const schema::Table* other) {
    const ObjectView beside = other;
    return sides_.filters.included({.object = &table,
                                    .name = table.name.name,
                                    .type = "table",
                                    .reflected = reflected,
                                    .compare_to = other ? &beside : nullptr},
                                   table.name.schema);
  }

  void compare_tables(const WantedTable& wanted, const schema::Table& live) {
    const schema::Table* shown = find(shown_, wanted.table.name);
    if (!shown) return;
    const TablePair tables{wanted, *shown, live};
    if (shown->comment != live.comment) comment(*shown, live);
    compare_row_security(sides_, made_, tables, report_);
    compare_columns(sides_, made_, tables, report_);
    compare_constraints(sides_, made_, tables, report_);
    compare_indexes(sides_, made_, tables, report_);
  }

  void comment(const schema::Table& shown, const schema::Table& live) {
    const auto change = [&](const std::string& to, const std::string& from) -> ops::Operation {
      if (to.empty())
        return {ops::DropTableComment{
                    .table = live.name.name, .schema = live.name.schema, .existing_comment = nullable(from)},
                {}};
      return {
          ops::CreateTableComment{
              .table = live.name.name, .comment = to, .schema = live.name.schema, .existing_comment = nullable(from)},
          {}};
    };
    Difference found{.kind = "modify_table_comment",
                     .description = fmt::format("{}: the comment differs", schema::shown(live.name)),
                     .table = live.name,
                     .upgrade = {change(shown.comment, live.comment)},
                     .downgrade = {change(live.comment, shown.comment)}};
    if (shown.comment.empty() && !made_.table(live.name)) found.withheld = not_ours;
    report_(std::move(found));
  }

  void add_tables(const std::vector<const WantedTable*>& added) {
    std::vector<schema::Table> tables;
    for (const WantedTable* wanted : added) tables.push_back(wanted->table);
    const Ordered ordered = in_order_of_creation(
        std::move(tables), sides_.dialect, [&](const schema::ForeignKey& key) { return refers_to_what_comes(key); });
    for (const schema::Table& table : ordered.tables) {
      const auto wanted = std::ranges::find(added, table.name, [](const WantedTable* one) { return one->table.name; });
      Difference found{.kind = "add_table",
                       .description = fmt::format("{}: the database has no such table", schema::shown(table.name)),
                       .stage = Stage::new_tables,
                       .table = table.name};
      ops::CreateTable creation = frozen(**wanted, table.foreign_keys);
      std::erase_if(creation.elements, [&](const schema::Element& element) {
        const auto* index = std::get_if<schema::Index>(&element);
        return index && index->name &&
               !sides_.filters.included(
                   {.object = index, .name = index->name->text, .type = "index", .table = &table.name});
      });
      found.upgrade = {{std::move(creation), {}}};
      found.downgrade = {dropping_of(table.name)};
      report_(std::move(found));
    }
    for (auto [table, key] : ordered.later) {
      key.name = name_to_drop_by(table, key, sides_.dialect);
      Difference found{.kind = "add_foreign_key",
                       .description = {},
                       .stage = Stage::new_foreign_keys,
                       .part = Part::new_constraint,
                       .table = table};
      found.upgrade = {creation_of(table, key)};
      found.downgrade = {dropping_of(table, *key.name, ops::ConstraintType::foreignkey)};
      report_(std::move(found));
    }
  }

  // A key or a column that the table which is there gets only now.
  bool refers_to_what_comes(const schema::ForeignKey& key) const {
    return std::ranges::any_of(differences_, [&](const Difference& found) {
      return found.table == key.referent.table &&
             (found.part == Part::new_constraint || found.part == Part::new_index ||
              ((found.part == Part::new_column || found.part == Part::new_generated) &&
               std::ranges::find(key.referent.columns, found.object) != key.referent.columns.end()));
    });
  }

  // Columns of the same names and types.
  std::string like_a_rename(const schema::Table& gone, const std::vector<const WantedTable*>& added) const {
    for (const WantedTable* wanted : added) {
      const schema::Table* shown = find(shown_, wanted->table.name);
      const bool alike =
          shown && std::ranges::equal(shown->columns, gone.columns, [&](const auto& column, const auto& other) {
            return column.name == other.name &&
                   sides_.dialect.type_sql(column.type) == sides_.dialect.type_sql(other.type);
          });
      if (alike && wanted->table.name.schema == gone.name.schema)
        return fmt::format("; looks like a rename: write renamed_from = \"{}\" with the table \"{}\"", gone.name.name,
                           wanted->table.name.name);
    }
    return {};
  }

  void drop_tables(const std::set<schema::TableName>& known, const std::vector<const WantedTable*>& added) {
    std::vector<schema::Table> gone;
    for (const schema::Table& table : sides_.live.tables)
      if (!known.contains(table.name) && included(table, true, nullptr)) gone.push_back(table);
    const std::map<schema::TableName, std::string> withheld = withheld_of(gone, known);
    Ordered ordered = in_order_of_creation(std::move(gone), sides_.dialect);
    for (const auto& [table, key] : ordered.later) {
      if (!key.name) continue;
      Difference found{.kind = "remove_foreign_key",
                       .description = {},
                       .stage = Stage::dropped_foreign_keys,
                       .part = Part::dropped_constraint,
                       .table = table,
                       .object = fmt::format("{}.{}", schema::shown(table), key.name->text)};
      found.upgrade = {dropping_of(table, *key.name, ops::ConstraintType::foreignkey)};
      found.downgrade = {creation_of(table, key)};
      if (const auto reason = withheld.find(table); reason != withheld.end()) found.withheld = reason->second;
      report_(std::move(found));
    }
    std::ranges::reverse(ordered.tables);
    for (const schema::Table& table : ordered.tables) {
      Difference found{.kind = "remove_table",
                       .description = fmt::format("{}: the models have no such table", schema::shown(table.name)),
                       .stage = Stage::dropped_tables,
                       .table = table.name};
      found.upgrade = {dropping_of(table.name)};
      found.description += like_a_rename(table, added);
      // Where no convention would name them otherwise.
      const bool usual = sides_.wanted.convention == schema::NamingConvention();
      found.downgrade = {{creation_of(usual ? without_usual_names(table, sides_.dialect) : table), {}}};
      if (const auto reason = withheld.find(table.name); reason != withheld.end()) found.withheld = reason->second;
      report_(std::move(found));
    }
  }

  // Why some of the tables that are `gone` from the models stay: nobody here has made them, or one that stays refers to
  // them. One of the models gives up such a key; of another one it is nobody's to give up.
  std::map<schema::TableName, std::string> withheld_of(const std::vector<schema::Table>& gone,
                                                       const std::set<schema::TableName>& known) const {
    std::map<schema::TableName, std::string> result;
    std::set<schema::TableName> leaving;
    for (const schema::Table& table : gone)
      if (made_.table(table.name))
        leaving.insert(table.name);
      else
        result.emplace(table.name, not_ours);
    for (bool more = true; more;) {
      more = false;
      for (const schema::Table& stays : sides_.live.tables) {
        if (known.contains(stays.name) || leaving.contains(stays.name)) continue;
        for (const schema::ForeignKey& key : stays.foreign_keys) {
          if (leaving.erase(key.referent.table) == 0) continue;
          result.emplace(key.referent.table, fmt::format("{}, which stays, refers to it", schema::shown(stays.name)));
          more = true;
        }
      }
    }
    return result;
  }

  const Sides& sides_;
  const Made& made_;
  const TablesByName live_, shown_;
  std::vector<Difference> differences_;
  const Report report_ = [this](Difference found) { differences_.push_back(std::move(found)); };
};

bool needs_rebuild(const ops::Operation& operation) {
  return std::visit(
      []<class T>(const T&) {
        return std::is_same_v<T, ops::AlterColumn> || std::is_same_v<T, ops::DropColumn> ||
               std::is_same_v<T, ops::DropConstraint> || std::is_same_v<T, ops::CreatePrimaryKey> ||
               std::is_same_v<T, ops::CreateUniqueConstraint> || std::is_same_v<T, ops::CreateCheckConstraint> ||
               std::is_same_v<T, ops::CreateForeignKey>;
      },
      operation.body);
}

// Whether it takes something away, or begins something, for which something else in the table must be there: an index
// for a foreign key, a key for a column that counts.
bool needs_others(const ops::Operation& operation) {
  const auto* alter = std::get_if<ops::AlterColumn>(&operation.body);
  return (alter && alter->autoincrement) || std::holds_alternative<ops::DropIndex>(operation.body) ||
         std::holds_alternative<ops::DropConstraint>(operation.body) ||
         std::holds_alternative<ops::CreatePrimaryKey>(operation.body);
}

// Whether `into` could take in what `more` does to the same column.
bool takes_in(ops::AlterColumn& into, const ops::AlterColumn& more) {
  if (into.table != more.table || into.schema != more.schema || into.column != more.column) return false;
  if (into.new_column_name || more.new_column_name ||
      (into.options != schema::DialectOptions() && more.options != schema::DialectOptions()))
    return false;
  ops::AlterColumn both = into;
  bool fits = true;
  base::for_each_field<ops::AlterColumn>([&](const auto& field) {
    auto& value = both.*field.member;
    const auto& other = more.*field.member;
    if constexpr (requires { value.has_value(); }) {
      // What is wanted is said once, and counting goes with the identity; what was there, the same each time.
      if (value && other &&
          (!(field.name.starts_with("existing_") || field.name == "autoincrement") || *value != *other))
        fits = false;
      if (other) value = other;
    }
  });
  if (!fits) return false;
  for (const schema::DialectOption& option : more.options.all()) both.options.set(option);
  into = std::move(both);
  return true;
}

// What changes in one column is one operation: some databases are told all of a column each time, and what an operation
// says was there before must still hold when it runs.
struct Step {
  const Difference* found;
  ops::Operation operation;
};
void add_steps(std::vector<Step>& steps, const Difference& found, const std::vector<ops::Operation>& operations,
               const databases::Dialect& dialect) {
  if (!found.withheld.empty()) return;
  const auto* alter = operations.size() == 1 ? std::get_if<ops::AlterColumn>(&operations.front().body) : nullptr;
  if (alter && !steps.empty() && found.stage == Stage::changed_tables &&
      (steps.back().found->part == found.part || dialect.changes_tables_at_once()))
    if (auto* last = std::get_if<ops::AlterColumn>(&steps.back().operation.body); last && takes_in(*last, *alter))
      return;
  for (const ops::Operation& operation : operations) steps.push_back({&found, operation});
}

// Operations of one table that stand behind each other become one batch.
std::vector<ops::Operation> gathered(std::vector<Step> operations, const databases::Dialect& dialect) {
  std::vector<ops::Operation> result;
  for (std::size_t i = 0; i < operations.size();) {
    const Difference& first = *operations[i].found;
    std::size_t end = i;
    bool is_block = false;
    do {
      const ops::Operation& operation = operations[end++].operation;
      is_block = is_block || (dialect.rebuilds_tables() && needs_rebuild(operation)) ||
                 (dialect.changes_tables_at_once() && needs_others(operation));
    } while (end < operations.size() && first.stage == Stage::changed_tables &&
             operations[end].found->stage == first.stage && operations[end].found->table == first.table);
    if (end - i == 1 && !dialect.rebuilds_tables()) is_block = false;
    if (is_block && first.stage == Stage::changed_tables) {
      ops::BatchAlterTable batch{.table = first.table.name, .schema = first.table.schema};
      for (; i < end; ++i) batch.operations.push_back(std::move(operations[i].operation));
      result.push_back({std::move(batch), {}});
    } else {
      for (; i < end; ++i) result.push_back(std::move(operations[i].operation));
    }
  }
  return result;
}

std::vector<ops::Operation> written(std::vector<Step> steps, const databases::Dialect& dialect) {
  std::vector<ops::Operation> operations = gathered(std::move(steps), dialect);
  say_plainly(operations, dialect);
  return operations;
}

}  // namespace

std::vector<Difference> compare(const Sides& sides, const Made& made) {
  const Renames renames = find_renames(sides.wanted, sides.live);
  const bool none = renames.tables.empty() && renames.columns.empty();
  const databases::Catalogue again = none ? databases::Catalogue() : renamed(sides.live, renames, sides.dialect);
  const databases::Catalogue& live = none ? sides.live : again;
  std::vector<Difference> found;
  report_renames(renames, [&](Difference rename) { found.push_back(std::move(rename)); });
  const Sides under_new_names{sides.wanted, sides.shown, live, sides.dialect, sides.filters};
  const MadeBefore made_before(made, renames, sides.dialect);
  return Comparison(under_new_names, made_before, std::move(found))();
}

std::vector<ops::Operation> upgrade_operations(const std::vector<Difference>& differences,
                                               const databases::Dialect& dialect) {
  std::vector<Step> steps;
  for (const Difference& found : differences) add_steps(steps, found, found.upgrade, dialect);
  return written(std::move(steps), dialect);
}

std::vector<ops::Operation> downgrade_operations(const std::vector<Difference>& differences,
                                                 const databases::Dialect& dialect) {
  std::vector<Step> steps;
  for (auto found = differences.rbegin(); found != differences.rend(); ++found)
    add_steps(steps, *found, found->downgrade, dialect);
  return written(std::move(steps), dialect);
}

}  // namespace luamigrate::autogen
