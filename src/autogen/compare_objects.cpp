#include "autogen/compare_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "autogen/definition.h"
#include "autogen/function_identity.h"
#include "autogen/function_order.h"
#include "autogen/remade_enums.h"
#include "autogen/view_order.h"
#include "base/text.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

template <class T>
schema::ObjectName name_of(const T& object) {
  if constexpr (requires { object.signature; })
    return {object.schema, object.signature};
  else
    return {object.schema, object.name};
}

// A body without what may stand around it.
std::string_view statement(std::string_view body) {
  return base::trimmed(body, " \t\r\n;");
}

class ObjectComparison {
 public:
  ObjectComparison(const Sides& sides, const Made& made, const std::vector<Difference>& tables, const Report& report)
      : sides_(sides), made_(made), tables_(tables), report_(report) {}

  void operator()() {
    const ops::Objects &wanted = sides_.wanted.objects, &shown = sides_.shown.objects, &live = sides_.live.objects;
    schemas();
    extensions(wanted, live);
    enums();
    sequences(wanted.sequences, shown.sequences, live.sequences);
    over_views_to_come_ = functions_over(wanted.views, wanted.functions, sides_.dialect.syntax());
    over_live_views_ = functions_over(live.views, live.functions, sides_.dialect.syntax());
    each(wanted.functions, shown.functions, live.functions, "function", Stage::functions, Stage::dropped_functions);
    views(wanted.views, shown.views, live.views);
    each(wanted.triggers, shown.triggers, live.triggers, "trigger", Stage::triggers, Stage::dropped_triggers);
    each(wanted.policies, shown.policies, live.policies, "policy", Stage::triggers, Stage::dropped_triggers);
  }

 private:
  // A comparison is of what can be seen, not of words like `replace`.
  bool same(const ops::CreateSequence& a, const ops::CreateSequence& b) const { return a == b; }
  bool same(const ops::CreateFunction& a, const ops::CreateFunction& b) const {
    return a.signature == b.signature && statement(a.body) == statement(b.body) && a.returns == b.returns &&
           a.language == b.language && a.volatility == b.volatility && a.attributes == b.attributes &&
           a.security_definer == b.security_definer && a.procedure == b.procedure;
  }
  bool same(const ops::CreateView& a, const ops::CreateView& b) const {
    return sides_.dialect.same_sql(a.select, b.select) && a.columns == b.columns &&
           without_beside(a).options == without_beside(b).options;
  }
  bool same(const ops::CreatePolicy& a, const ops::CreatePolicy& b) const { return a == b; }
  bool same(const ops::CreateTrigger& a, const ops::CreateTrigger& b) const {
    const auto same_text = [&](std::string_view x, std::string_view y) { return sides_.dialect.same_sql(x, y); };
    return same_text(a.when, b.when) && a.for_each == b.for_each && same_text(a.condition, b.condition) &&
           same_text(a.execute, b.execute) && same_text(statement(a.body), statement(b.body));
  }

  template <class T>
  bool included(const T& object, std::string_view kind, bool reflected) {
    const schema::ObjectName name = name_of(object);
    return sides_.filters.included({.object = &name, .name = name.name, .type = kind, .reflected = reflected},
                                   name.schema);
  }

  template <class T>
  Difference difference(const T& object, std::string kind, std::string_view what, Stage stage) const {
    const std::string name = schema::shown(name_of(object));
    return {.kind = std::move(kind), .description = fmt::format("{}: {}", name, what), .stage = stage, .object = name};
  }

  // A step of something that another difference tells a reader about.
  template <class T>
  Difference silent(const T& object, std::string kind, Stage stage) const {
    return {.kind = std::move(kind), .description = {}, .stage = stage, .object = schema::shown(name_of(object))};
  }

  template <class T>
  const T* find(const std::vector<T>& objects, const T& like) const {
    for (const T& object : objects)
      if (ops::object_key(object) == ops::object_key(like)) return &object;
    return nullptr;
  }

  template <class T>
  void add(const T& wanted, std::string_view kind, Stage stage) {
    Difference found =
        difference(wanted, fmt::format("add_{}", kind), fmt::format("the database has no such {}", kind), stage);
    found.upgrade = {{wanted, {}}};
    found.downgrade = {dropping_of(wanted)};
    report_(std::move(found));
  }

  template <class T>
  bool is_made(const T& live, std::string_view kind) const {
    if constexpr (requires { live.table; })
      return made_.part({live.schema, live.table},
                        {.kind = kind == "trigger" ? TablePart::Kind::trigger : TablePart::Kind::policy,
                         .name = live.name,
                         .columns = {},
                         .condition = {}});
    else
      return made_.object(kind, name_of(live));
  }

  // Triggers and policies go before their tables get other names.
  template <class T>
  T before_renames(T live) const {
    if constexpr (requires { live.table; }) live.table = old_name({live.schema, live.table});
    return live;
  }

  // Of a table, or of a column; the name itself if it stays.
  std::string old_name(const schema::TableName& table) const {
    for (const Difference& found : tables_)
      if (found.kind == "rename_table" && found.table == table)
        return std::get<ops::RenameTable>(found.upgrade.front().body).name;
    return table.name;
  }
  std::string old_name(const schema::TableName& table, const std::string& column) const {
    for (const Difference& found : tables_)
      if (found.kind == "rename_column" && found.table == table && found.object == column)
        return std::get<ops::AlterColumn>(found.upgrade.front().body).column;
    return column;
  }

  template <class T>
  void drop(const T& live, std::string_view kind, Stage stage) {
    Difference found =
        difference(live, fmt::format("remove_{}", kind), fmt::format("the models have no such {}", kind), stage);
    if (!is_made(live, kind)) found.withheld = not_ours;
    const T before = found.withheld.empty() ? before_renames(live) : live;  // a comment stands behind the renames
    found.upgrade = {dropping_of(before)};
    found.downgrade = {{before, {}}};
    if (!found.withheld.empty()) leave_with_its_view(live);
    report_(std::move(found));
  }

  // The database shows what the models say in the order in which it was made.
  template <class T>
  void each(const std::vector<T>& wanted, const std::vector<T>& shown, const std::vector<T>& live,
            std::string_view kind, Stage new_stage, Stage drop_stage) {
    std::vector<const T*> known;
    for (const std::size_t i : in_order(wanted)) {
      const T& as_shown = shown_of(wanted, shown, i);
      const T* found = find(live, as_shown);
      if (!found) {
        if (included(wanted[i], kind, false))
          add(wanted[i], kind,
              is_needed(wanted[i], &Difference::upgrade) ? Stage::new_sequences : coming(wanted[i], new_stage));
        continue;
      }
      known.push_back(found);
      if (same(as_shown, *found) || !included(*found, kind, true)) {
        leave_with_its_view(*found);
        continue;
      }
      const Stage coming_stage = coming(wanted[i], new_stage), leaving_stage = leaving(*found, drop_stage);
      if (is_replaced(as_shown, *found)) {
        replace(wanted[i], *found, coming_stage, leaving_stage);
        continue;
      }
      Difference gone =
          difference(*found, fmt::format("modify_{}", kind), fmt::format("the {} differs", kind), leaving_stage);
      const T before = before_renames(*found);
      gone.upgrade = {dropping_of(before)};
      gone.downgrade = {{before, {}}};
      Difference again = silent(*found, gone.kind, coming_stage);
      again.upgrade = {{wanted[i], {}}};
      again.downgrade = {dropping_of(wanted[i])};
      report_(std::move(gone));
      report_(std::move(again));
    }
    // The last one made goes first: it may stand on those before.
    for (auto object = live.rbegin(); object != live.rend(); ++object)
      if (std::ranges::find(known, &*object) != known.end())
        continue;
      else if (included(*object, kind, true))
        drop(*object, kind,
             is_needed(*object, &Difference::downgrade) ? Stage::dropped_sequences : leaving(*object, drop_stage));
      else
        leave_with_its_view(*object);
  }

  template <class T>
  std::vector<std::size_t> in_order(const std::vector<T>& wanted) const {
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
  }
  std::vector<std::size_t> in_order(const std::vector<ops::CreateFunction>& wanted) const {
    return called_first(wanted, sides_.dialect.syntax());
  }

  // A function that reads a view, or takes its rows, comes behind it and leaves before it.
  template <class T>
  Stage coming(const T&, Stage usual) const {
    return usual;
  }
  template <class T>
  Stage leaving(const T&, Stage usual) const {
    return usual;
  }
  Stage coming(const ops::CreateFunction& function, Stage usual) const {
    return over_views_to_come_.contains(ops::object_key(function)) ? Stage::functions_on_views : usual;
  }
  Stage leaving(const ops::CreateFunction& function, Stage usual) const {
    return over_live_views_.contains(ops::object_key(function)) ? Stage::dropped_functions_on_views : usual;
  }

  // A trigger that stays on a view that is made anew would be gone with the view.
  template <class T>
  void leave_with_its_view(const T&) {}
  void leave_with_its_view(const ops::CreateTrigger& trigger) {
    const auto view = views_made_anew_.find({trigger.schema, trigger.table});
    if (view == views_made_anew_.end()) return;
    Difference leaving = silent(trigger, "modify_trigger", Stage::dropped_triggers);
    Difference coming = silent(trigger, "modify_trigger", Stage::triggers);
    leaving.downgrade = {{trigger, {}}};
    coming.downgrade = {dropping_of(trigger)};
    if (view->second) {
      leaving.upgrade = coming.downgrade;
      coming.upgrade = leaving.downgrade;
    }
    report_(std::move(leaving));
    report_(std::move(coming));
  }

  // What keeps its parameters and its type is replaced where it stands, and keeps its owner, rights and comment. What
  // others stand on can only be replaced.
  template <class T>
  bool is_replaced(const T&, const T&) {
    return false;
  }
  bool is_replaced(const ops::CreateFunction& shown, const ops::CreateFunction& live) {
    const std::string name = function_name(live.signature);
    const bool keeps_type = shown.returns == live.returns && shown.procedure == live.procedure &&
                            !takes_rows_of(live, sides_.live.objects.views, sides_.dialect.syntax());
    if (keeps_type && (shown.signature == live.signature || is_called(name))) return true;
    dropped_functions_.push_back(name);
    return false;
  }
  // By what cannot leave for a while as views can.
  bool is_called(const std::string& function) const {
    const auto in = [&](const std::string& sql) { return sql::mentions(sql, function, sides_.dialect.syntax()); };
    const auto in_expression = [&](const auto& value) {
      const auto* sql = std::get_if<schema::Sql>(&value);
      return sql && in(sql->text);
    };
    const auto in_column = [&](const schema::Column& column) {
      return (column.server_default && in_expression(*column.server_default)) ||
             (column.computed && in(column.computed->expression));
    };
    const auto in_index = [&](const schema::Index& index) {
      return std::ranges::any_of(index.columns, in_expression, &schema::IndexColumn::expression) ||
             std::ranges::any_of(index.options.all(), in_expression, &schema::DialectOption::value);
    };
    const ops::Objects& objects = sides_.live.objects;
    return std::ranges::any_of(objects.triggers, in, &ops::CreateTrigger::execute) ||
           std::ranges::any_of(objects.policies, in, &ops::CreatePolicy::using_) ||
           std::ranges::any_of(objects.policies, in, &ops::CreatePolicy::with_check) ||
           std::ranges::any_of(sides_.live.tables, [&](const schema::Table& table) {
             return std::ranges::any_of(table.columns, in_column) || std::ranges::any_of(table.indexes, in_index) ||
                    std::ranges::any_of(table.checks, in, &schema::Check::condition);
           });
  }
  template <class T>
  void replace(T wanted, T live, Stage new_stage, Stage drop_stage) {
    if constexpr (requires { wanted.replace; }) wanted.replace = live.replace = true;
    Difference back = difference(live, "modify_function", "the function differs", drop_stage);
    back.downgrade = {{live, {}}};
    Difference forth = silent(live, back.kind, new_stage);
    forth.upgrade = {{wanted, {}}};
    report_(std::move(back));
    report_(std::move(forth));
  }

  // A function that a new table, column or check names comes before it, and one that such a thing named goes after it.
  using Operations = std::vector<ops::Operation> Difference::*;
  template <class T>
  bool is_needed(const T&, Operations) {
    return false;
  }
  bool is_needed(const ops::CreateFunction& function, Operations direction) {
    std::optional<NamesInTables>& names = direction == &Difference::upgrade ? names_to_come_ : names_to_go_;
    if (!names) {
      std::vector<ops::Operation> operations;
      for (const Difference& found : tables_)
        for (const ops::Operation& operation : found.*direction)
          if (std::holds_alternative<ops::CreateTable>(operation.body) ||
              std::holds_alternative<ops::AddColumn>(operation.body) ||
              std::holds_alternative<ops::CreateCheckConstraint>(operation.body))
            operations.push_back(operation);
      names.emplace(operations, sides_.dialect);
    }
    return names->contain(function);
  }

  template <class T>
  const T& shown_of(const std::vector<T>& wanted, const std::vector<T>& shown, std::size_t i) const {
    const T* found = find(shown, wanted[i]);
    return found ? *found : wanted[i];
  }
  // A signature may be written in other words. What tells it apart are its types, as far as their names are known, or
  // else its place among the functions of its name.
  const ops::CreateFunction& shown_of(const std::vector<ops::CreateFunction>& wanted,
                                      const std::vector<ops::CreateFunction>& shown, std::size_t i) {
    if (const ops::CreateFunction* found = find(shown, wanted[i])) return *found;
    const std::string& own = identity(wanted[i]);
    const std::string name = base::lower(function_name(wanted[i].signature));
    const auto called = [&](const ops::CreateFunction& one) {
      return one.schema == wanted[i].schema && base::lower(function_name(one.signature)) == name;
    };
    std::vector<const ops::CreateFunction*> there;
    for (const ops::CreateFunction& one : shown)
      if (called(one)) there.push_back(&one);
    const auto same = std::ranges::find_if(there, [&](const auto* one) { return identity(*one) == own; });
    if (same != there.end()) return **same;
    const auto place = static_cast<std::size_t>(std::count_if(&wanted[0], &wanted[i], called));
    return std::cmp_equal(there.size(), std::ranges::count_if(wanted, called)) ? *there[place] : wanted[i];
  }
  const std::string& identity(const ops::CreateFunction& function) {
    std::string& known = identities_[function.signature];
    if (known.empty()) known = function_identity(function.signature, sides_.dialect);
    return known;
  }

  void schemas() {
    if (sides_.live.schemas.empty()) return;
    std::set<std::string> needed = schemas_of(sides_.wanted, sides_.dialect);
    needed.erase("");
    for (const std::string& schema : needed) {
      if (std::ranges::find(sides_.live.schemas, schema) != sides_.live.schemas.end()) continue;
      report_({.kind = "add_schema",
               .description = fmt::format("{}: the database has no such schema", schema),
               .stage = Stage::schemas,
               .object = schema,
               .upgrade = {{ops::CreateSchema{.name = schema}, {}}},
               .downgrade = {{ops::DropSchema{.name = schema}, {}}}});
    }
  }

  // Models that name no extension say nothing about those of others: they are often the business of who runs the
  // server.
  void extensions(const ops::Objects& wanted, const ops::Objects& live) {
    for (const ops::CreateExtension& extension : wanted.extensions)
      if (!find(live.extensions, extension) && included(extension, "extension", false))
        add(extension, "extension", Stage::extensions);
    for (const ops::CreateExtension& extension : live.extensions) {
      const bool nothing_said = wanted.extensions.empty() && !made_.object("extension", name_of(extension));
      if (!nothing_said && !find(wanted.extensions, extension) && included(extension, "extension", true))
        drop(extension, "extension", Stage::dropped_extensions);
    }
  }

  // Those that columns bring along are among the shown ones.
  void enums() {
    const auto &shown = sides_.shown.objects.enums, &live = sides_.live.objects.enums;
    for (const ops::CreateEnum& wanted : shown) {
      const ops::CreateEnum* found = find(live, wanted);
      if (!found) {
        if (included(wanted, "enum", false)) add(wanted, "enum", Stage::new_enums);
      } else if (found->values != wanted.values && included(*found, "enum", true)) {
        change(wanted, *found);
      }
    }
    for (const ops::CreateEnum& found : live)
      if (!find(shown, found) && included(found, "enum", true)) drop(found, "enum", Stage::dropped_enums);
  }

  void change(const ops::CreateEnum& wanted, const ops::CreateEnum& live) {
    Difference found = difference(wanted, "modify_enum",
                                  fmt::format("the values are {}, and {} in the models", fmt::join(live.values, ", "),
                                              fmt::join(wanted.values, ", ")),
                                  Stage::changed_enums);
    std::size_t matched = 0;
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      if (matched < live.values.size() && wanted.values[i] == live.values[matched]) {
        ++matched;
        continue;
      }
      ops::AddEnumValue add{.name = wanted.name, .value = wanted.values[i], .schema = wanted.schema};
      if (matched < live.values.size()) add.before = live.values[matched];
      found.upgrade.push_back({std::move(add), {}});
    }
    if (matched < live.values.size()) {
      found.upgrade = made_anew(sides_, tables_, wanted);
      enums_made_anew_.push_back({wanted.schema, wanted.name});
    } else {
      enums_taken_back_.push_back({wanted.schema, wanted.name});
    }
    found.downgrade = made_anew(sides_, tables_, live);
    report_(std::move(found));
  }

  void sequences(const std::vector<ops::CreateSequence>& wanted, const std::vector<ops::CreateSequence>& shown,
                 const std::vector<ops::CreateSequence>& live) {
    for (const ops::CreateSequence& one : wanted) {
      const ops::CreateSequence* found = find(live, one);
      const ops::CreateSequence* as_shown = find(shown, one);
      if (!found && included(one, "sequence", false)) add(one, "sequence", Stage::new_sequences);
      if (!found || !as_shown || same(*as_shown, *found) || !included(*found, "sequence", true)) continue;
      Difference changed = difference(*found, "modify_sequence", "the sequence differs", Stage::new_sequences);
      changed.upgrade = {altering(*found, *as_shown)};
      changed.downgrade = {altering(*as_shown, *found)};
      report_(std::move(changed));
    }
    for (const ops::CreateSequence& found : live)
      if (!find(wanted, found) && included(found, "sequence", true)) drop(found, "sequence", Stage::dropped_sequences);
  }

  static ops::Operation altering(const ops::CreateSequence& from, const ops::CreateSequence& to) {
    ops::AlterSequence op{.name = to.name, .schema = to.schema};
    const auto set = [](auto& into, const auto& old, const auto& now) {
      if (old != now) into = now;
    };
    set(op.type, from.type, to.type);
    set(op.start, from.start, to.start);
    set(op.increment, from.increment, to.increment);
    set(op.minvalue, from.minvalue, to.minvalue);
    set(op.maxvalue, from.maxvalue, to.maxvalue);
    set(op.cache, from.cache, to.cache);
    set(op.cycle, from.cycle, to.cycle);
    set(op.owned_by, from.owned_by, to.owned_by);
    return {std::move(op), {}};
  }

  // A view that goes or changes takes along those that stand on it, and what a column is that a view names can change
  // only without the view.
  void views(const std::vector<ops::CreateView>& wanted, const std::vector<ops::CreateView>& shown,
             const std::vector<ops::CreateView>& live) {
    Leaving leaving = leaving_views(wanted, shown, live);
    std::vector<std::optional<Difference>> coming(wanted.size());
    std::vector<std::string> kept(wanted.size());  // what models cannot say, as SQL
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (!find(live, wanted[i]) && included(wanted[i], "view", false))
        coming[i] = difference(wanted[i], "add_view", "the database has no such view", Stage::views);
    for (std::size_t i = 0; i < live.size(); ++i) {
      const std::size_t model = place(wanted, live[i]);
      if (model == wanted.size()) continue;
      if (leaving[i]) {
        coming[model] = silent(wanted[model], leaving[i]->kind, Stage::views);
        views_made_anew_.emplace(name_of(live[i]), true);
        if (is_materialized(live[i]) == is_materialized(wanted[model])) kept[model] = beside(live[i]);
      } else {
        indexes(wanted[model], shown_of(wanted, shown, model), live[i]);
      }
    }
    std::vector<std::size_t> downwards = upwards(live, sides_.dialect.syntax());
    std::ranges::reverse(downwards);
    for (const std::size_t i : downwards) {
      if (!leaving[i]) continue;
      leaving[i]->upgrade = {dropping_of(live[i])};
      leaving[i]->downgrade = creations_of(live[i]);
      report_(std::move(*leaving[i]));
    }
    away_for_the_downgrade(live, leaving);
    for (const std::size_t i : upwards(wanted, sides_.dialect.syntax())) {
      if (!coming[i]) continue;
      coming[i]->upgrade = {{wanted[i], {}}};
      if (!kept[i].empty()) coming[i]->upgrade.push_back({ops::Execute{.sql = kept[i]}, {}});
      coming[i]->downgrade = {dropping_of(wanted[i])};
      report_(std::move(*coming[i]));
    }
  }

  static bool is_materialized(const ops::CreateView& view) { return view.options.flag("postgresql", "materialized"); }

  // By live view; nothing: it stays as it is.
  using Leaving = std::vector<std::optional<Difference>>;

  // Views that stay, but are in the way of an enum that gets a value by the upgrade and is made anew by the downgrade.
  void away_for_the_downgrade(const std::vector<ops::CreateView>& live, const Leaving& leaving) {
    const Concerned enums(sides_, enums_taken_back_);
    std::vector<std::size_t> away;
    for (const std::size_t i : upwards(live, sides_.dialect.syntax()))
      if (!leaving[i] && (names_any_of(live[i], enums) || std::ranges::any_of(away, [&](std::size_t below) {
                            return stands_on(live[i], live[below], sides_.dialect.syntax());
                          })))
        away.push_back(i);
    for (auto i = away.rbegin(); i != away.rend(); ++i) {
      Difference made = silent(live[*i], "modify_view", Stage::dropped_views);
      made.downgrade = creations_of(live[*i]);
      views_made_anew_.emplace(name_of(live[*i]), false);
      report_(std::move(made));
    }
    for (const std::size_t i : away) {
      Difference dropped = silent(live[i], "modify_view", Stage::views);
      dropped.downgrade = {dropping_of(live[i])};
      report_(std::move(dropped));
    }
  }

  Leaving leaving_views(const std::vector<ops::CreateView>& wanted, const std::vector<ops::CreateView>& shown,
                        const std::vector<ops::CreateView>& live) {
    Leaving leaving(live.size());
    const Concerned enums(sides_, enums_made_anew_);
    for (std::size_t i = 0; i < live.size(); ++i) {
      if (!included(live[i], "view", true)) continue;
      const std::size_t model = place(wanted, live[i]);
      if (model == wanted.size()) {
        leaving[i] = difference(live[i], "remove_view", "the models have no such view", Stage::dropped_views);
        if (!made_.object("view", name_of(live[i]))) leaving[i]->withheld = not_ours;
      } else if (!same(shown_of(wanted, shown, model), live[i])) {
        leaving[i] = difference(live[i], "modify_view", "the view differs", Stage::dropped_views);
      } else if (is_in_the_way(live[i], enums)) {
        leaving[i] = silent(live[i], "modify_view", Stage::dropped_views);
      }
    }
    // Those that stand on what leaves: live views are in the order in which they can be made.
    for (std::size_t i = 0; i < live.size(); ++i)
      for (std::size_t below = 0; below < live.size() && !leaving[i]; ++below)
        if (below != i && leaving[below] && leaving[below]->withheld.empty() &&
            stands_on(live[i], live[below], sides_.dialect.syntax()))
          leaving[i] = silent(live[i], "modify_view", Stage::dropped_views);
    return leaving;
  }

  // Of the model of a live view; the number of models if there is none.
  static std::size_t place(const std::vector<ops::CreateView>& wanted, const ops::CreateView& live) {
    const auto key = [](const ops::CreateView& view) { return ops::object_key(view); };
    return static_cast<std::size_t>(std::ranges::find(wanted, key(live), key) - wanted.begin());
  }

  // Of a materialized view that stays.
  void indexes(const ops::CreateView& wanted, const ops::CreateView& shown, const ops::CreateView& live) {
    const auto as_table = [](const ops::CreateView& view) {
      schema::Table table{.name = {view.schema, view.name}};
      for (const schema::Element& element : view.indexes)
        if (const auto* index = std::get_if<schema::Index>(&element)) table.indexes.push_back(*index);
      return table;
    };
    const WantedTable model{.table = as_table(wanted)};
    compare_indexes(sides_, made_, {model, as_table(shown), as_table(live)}, report_);
  }

  bool is_in_the_way(const ops::CreateView& view, const Concerned& enums) const {
    if (sides_.dialect.rebuilds_tables()) return false;
    const auto names = [&](const std::string& function) {
      return sql::mentions(view.select, function, sides_.dialect.syntax());
    };
    return names_any_of(view, enums) || std::ranges::any_of(dropped_functions_, names) ||
           std::ranges::any_of(tables_, [&](const Difference& found) {
             const bool replaced =
                 found.kind == "modify_type" || found.kind == "modify_computed" || found.kind == "remove_column";
             return replaced && names_column(view, found.table, found.object);
           });
  }

  // The text of a view has the names from before.
  bool names_column(const ops::CreateView& view, const schema::TableName& table, const std::string& column) const {
    return sql::mentions(view.select, old_name(table), sides_.dialect.syntax()) &&
           sql::mentions(view.select, old_name(table, column), sides_.dialect.syntax());
  }
  bool names_any_of(const ops::CreateView& view, const Concerned& enums) const {
    return !enums.none() && (enums.text(view.select) || std::ranges::any_of(enums.columns(), [&](const auto& column) {
                               return names_column(view, column.first, column.second);
                             }));
  }

  const Sides& sides_;
  const Made& made_;
  const std::vector<Difference>& tables_;
  const Report& report_;
  std::optional<NamesInTables> names_to_come_, names_to_go_;
  std::set<std::string> over_views_to_come_, over_live_views_;  // functions, by object_key()
  std::vector<std::string> dropped_functions_;                  // and made again
  std::map<std::string, std::string> identities_;               // of functions, by signature
  std::map<schema::ObjectName, bool> views_made_anew_;          // false: by the downgrade alone
  std::vector<schema::ObjectName> enums_made_anew_;
  std::vector<schema::ObjectName> enums_taken_back_;  // made anew by the downgrade alone
};

}  // namespace

void compare_objects(const Sides& sides, const Made& made, const std::vector<Difference>& tables,
                     const Report& report) {
  ObjectComparison(sides, made, tables, report)();
}

}  // namespace luamigrate::autogen
