#include <fmt/format.h>

#include <algorithm>

#include "autogen/compare_table.h"
#include "autogen/definition.h"

namespace luamigrate::autogen {
namespace {

using schema::Column;

std::string default_text(const std::optional<schema::DefaultValue>& value) {
  struct Text {
    std::string operator()(schema::Null) const { return {}; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return "'" + text + "'"; }
    std::string operator()(const schema::Sql& sql) const { return sql.text; }
  };
  return value ? std::visit(Text{}, *value) : std::string();
}

std::string or_none(const std::string& text) {
  return text.empty() ? "none" : text;
}

// Whether it has that option: a type of texts.
bool takes_collation(const schema::Type& type) {
  if (!type.dialect.empty())
    return type.name.ends_with("CHAR") || type.name.ends_with("TEXT") || type.name == "ENUM" || type.name == "SET";
  return std::ranges::any_of(schema::generic_types(), [&](const schema::TypeDeclaration& known) {
    return known.name == type.name &&
           std::ranges::find(known.options, "collation", &schema::TypeParameter::name) != known.options.end();
  });
}

schema::DefaultValue default_or_null(const std::optional<schema::DefaultValue>& value) {
  return value.value_or(schema::Null{});
}

class Columns {
 public:
  Columns(const Sides& sides, const Made& made, const TablePair& tables, const Report& report)
      : sides_(sides), made_(made), tables_(tables), report_(report), name_(tables.wanted.table.name) {}

  void operator()() {
    const schema::Table& live = tables_.live;
    const Column* only_new = nullptr;
    std::size_t added = 0;
    for (const Column& wanted : tables_.wanted.table.columns) {
      const Column* found = live.find_column(wanted.name);
      if (found) {
        if (included(*found, true, &wanted)) compare(wanted, *tables_.shown.find_column(wanted.name), *found);
      } else if (included(wanted, false, nullptr)) {
        only_new = ++added == 1 ? &wanted : nullptr;
        add(wanted);
      }
    }
    for (const Column& column : live.columns) {
      if (tables_.wanted.table.find_column(column.name)) continue;
      if (!sides_.filters.include_name({column.name, "column", &name_, {}}) || !included(column, true, nullptr))
        continue;
      drop(column, only_new);
    }
    // The last one goes first, and comes back last: it may be computed from those before.
    for (auto gone = leaving_.rbegin(); gone != leaving_.rend(); ++gone) report_(std::move(*gone));
  }

 private:
  bool included(const Column& column, bool reflected, const Column* other) {
    const ObjectView view = &column, beside = other;
    return sides_.filters.include_object({.object = view,
                                          .name = column.name,
                                          .type = "column",
                                          .reflected = reflected,
                                          .compare_to = other ? &beside : nullptr,
                                          .table = &name_});
  }

  Difference difference(std::string kind, Part part, const std::string& column, std::string description) const {
    return {.kind = std::move(kind),
            .description = fmt::format("{}.{}: {}", schema::shown(name_), column, description),
            .part = part,
            .table = name_,
            .object = column};
  }

  ops::Operation alter(const std::string& column, const std::function<void(ops::AlterColumn&)>& set) const {
    ops::AlterColumn op{.table = name_.name, .column = column, .schema = name_.schema};
    set(op);
    return {std::move(op), {}};
  }
  ops::Operation dropping(const std::string& column) const {
    return {ops::DropColumn{.table = name_.name, .column = column, .schema = name_.schema}, {}};
  }

  void add(const Column& wanted) {
    Difference found = difference("add_column", wanted.computed ? Part::new_generated : Part::new_column, wanted.name,
                                  "the database has no such column");
    found.upgrade = {creation_of(name_, as_written(wanted))};
    found.downgrade = {dropping(wanted.name)};
    report_(std::move(found));
  }

  void drop(const Column& live, const Column* only_new) {
    Difference found = difference("remove_column", live.computed ? Part::dropped_generated : Part::dropped_column,
                                  live.name, "the models have no such column");
    if (only_new && type_of(*tables_.shown.find_column(only_new->name)) == type_of(live))
      found.description += fmt::format("; looks like a rename: write renamed_from = \"{}\" with the column \"{}\"",
                                       live.name, only_new->name);
    found.upgrade = {dropping(live.name)};
    found.downgrade = {creation_of(name_, live)};
    if (!made_.column(name_, live.name)) found.withheld = not_ours;
    leaving_.push_back(std::move(found));
  }

  std::string type_of(const Column& column) const { return sides_.dialect.type_sql(column.type); }

  void compare(const Column& wanted, const Column& shown, const Column& live) {
    if (compare_computed(wanted, shown, live)) return;
    // Not every type can have an identity, or count.
    const bool stops = (live.identity && !shown.identity) || (counts(live) && !counts(shown));
    if (stops) compare_counting(wanted, shown, live);
    const bool has_default = compare_type(wanted, shown, live);
    compare_nullable(wanted, shown, live);
    if (!shown.computed && !live.computed) compare_default(wanted, shown, live, has_default);
    if (!stops) compare_counting(wanted, shown, live);
    compare_check(wanted, shown, live);
    if (shown.comment != live.comment) {
      Difference found = difference("modify_comment", Part::changed_column, wanted.name, "the comment differs");
      found.upgrade = {alter(wanted.name, [&](auto& op) {
        op.comment = nullable(wanted.comment);
        op.existing_comment = nullable(live.comment);
      })};
      found.downgrade = {alter(wanted.name, [&](auto& op) {
        op.comment = nullable(live.comment);
        op.existing_comment = nullable(wanted.comment);
      })};
      if (wanted.comment.empty() && !made_.column(name_, live.name)) found.withheld = not_ours;
      report_(std::move(found));
    }
  }

  // What alter_column makes of a column: the check that an enum may bring along is compared on its own, and the
  // collation goes with the type.
  schema::Type altered_type(const Column& column, const Column& other) const {
    schema::Type type = column.type;
    std::erase_if(type.options, [](const auto& option) { return option.first == "check"; });
    std::string collation = column.collation;
    const schema::Type& before = other.type.on(sides_.dialect.name());
    const bool had_one = !other.collation.empty() || before.option("collation") || before.option("charset");
    if (collation.empty() && had_one && !type.option("charset") && takes_collation(type))
      collation = sides_.dialect.rebuilds_tables()          ? "BINARY"
                  : sides_.dialect.changes_tables_at_once() ? "DEFAULT"
                                                            : "";
    if (!collation.empty() && !type.option("collation"))
      type.options.emplace(std::ranges::upper_bound(type.options, "collation", {},
                                                    [](const auto& option) { return std::string_view(option.first); }),
                           "collation", collation);
    return type;
  }

  // A default that the new type cannot take by itself makes way while the type changes. `counts_on`: what it counts by
  // changes too.
  void alter_type(std::vector<ops::Operation>& operations, const std::string& name, const Column& from,
                  const Column& to, const Column& to_as_shown, bool counts_on) const {
    const std::string sql = sides_.dialect.conversion(name, from.type, to_as_shown.type);
    const bool defaults = converts(name, from, to_as_shown) || converts(name, to_as_shown, from);
    const auto set_default = [&](schema::DefaultValue value) {
      operations.push_back(alter(name, [&](auto& op) { op.server_default = std::move(value); }));
    };
    if (defaults && from.server_default) set_default(schema::Null{});
    operations.push_back(alter(name, [&](auto& op) {
      op.type = altered_type(to, from);
      op.existing_type = from.type;
      if (!sql.empty()) op.options.set({std::string(sides_.dialect.name()), "using", schema::Sql{sql}});
      if (counts_on) op.autoincrement = op.existing_autoincrement = true;
    }));
    if (defaults && to.server_default) set_default(*to.server_default);
  }
  bool converts(const std::string& name, const Column& from, const Column& to) const {
    return !sides_.dialect.rebuilds_tables() && !sides_.dialect.conversion(name, from.type, to.type).empty();
  }

  // Whether the default has come along.
  bool compare_type(const Column& wanted, const Column& shown, const Column& live) {
    const auto verdict = sides_.filters.compare_type(name_, live, wanted);
    // What has no texts has no use for a collation that it has kept.
    const bool collates_otherwise = takes_collation(shown.type) && shown.collation != live.collation;
    const bool differs = verdict ? *verdict : type_of(shown) != type_of(live) || collates_otherwise;
    if (!differs) return false;
    Difference found =
        difference("modify_type", Part::changed_column, wanted.name,
                   fmt::format("the type is {}, and {} in the models", whole_type(live), whole_type(shown)));
    const bool counts_on = counts(live) && counts(shown) && !sides_.dialect.changes_tables_at_once();
    alter_type(found.upgrade, wanted.name, live, wanted, shown, counts_on);
    alter_type(found.downgrade, wanted.name, wanted, live, live, counts_on);
    report_(std::move(found));
    return converts(wanted.name, live, shown) || converts(wanted.name, shown, live);
  }

  std::string whole_type(const Column& column) const {
    return type_of(column) + (column.collation.empty() ? "" : " COLLATE " + column.collation);
  }

  void compare_nullable(const Column& wanted, const Column& shown, const Column& live) {
    const bool should = shown.nullable.value_or(!shown.primary_key), is = live.nullable.value_or(!live.primary_key);
    if (should == is || shown.primary_key || live.primary_key) return;
    Difference found =
        difference("modify_nullable", Part::changed_column, wanted.name,
                   is ? "may be NULL, and must not by the models" : "must not be NULL, and may by the models");
    found.upgrade = {alter(wanted.name, [&](auto& op) {
      op.nullable = should;
      op.existing_type = live.type;
    })};
    found.downgrade = {alter(wanted.name, [&](auto& op) {
      op.nullable = is;
      op.existing_type = wanted.type;
    })};
    report_(std::move(found));
  }

  // `is_done`: a difference is told, and no more.
  void compare_default(const Column& wanted, const Column& shown, const Column& live, bool is_done) {
    const std::string should = default_text(shown.server_default), is = default_text(live.server_default);
    const auto verdict = sides_.filters.compare_server_default(name_, live, wanted);
    if (!(verdict ? *verdict : should.empty() != is.empty() || !sides_.dialect.same_sql(should, is))) return;
    Difference found = difference("modify_default", Part::changed_column, wanted.name,
                                  fmt::format("the default is {}, and {} in the models", or_none(is), or_none(should)));
    found.upgrade = {alter(wanted.name, [&](auto& op) {
      op.server_default = default_or_null(wanted.server_default);
      op.existing_server_default = default_or_null(live.server_default);
    })};
    found.downgrade = {alter(wanted.name, [&](auto& op) {
      // Not where an enum lacks the value: it comes back with the enum that has it.
      const schema::DefaultValue before = default_or_null(live.server_default);
      op.server_default = can_have(shown.type, before) ? before : schema::Null{};
      op.existing_server_default = default_or_null(wanted.server_default);
    })};
    if (is_done) {
      found.upgrade.clear();
      found.downgrade.clear();
    }
    report_(std::move(found));
  }

  // Databases change no generation in place: the column is made anew. What it would lose is not lost unasked.
  // Whether it is: then all else that differs comes along.
  bool compare_computed(const Column& wanted, const Column& shown, const Column& live) {
    if (!shown.computed && !live.computed) return false;
    if (shown.computed && live.computed && shown.computed->persisted == live.computed->persisted &&
        sides_.dialect.same_sql(shown.computed->expression, live.computed->expression))
      return false;
    Difference found = difference(
        "modify_computed", Part::dropped_generated, wanted.name,
        fmt::format("is computed as {}, and as {} in the models", live.computed ? live.computed->expression : "nothing",
                    shown.computed ? shown.computed->expression : "nothing"));
    found.upgrade = {dropping(wanted.name)};
    found.downgrade = {creation_of(name_, live)};
    Difference again{.kind = found.kind,
                     .description = {},
                     .part = Part::new_generated,
                     .table = name_,
                     .object = wanted.name,
                     .upgrade = {creation_of(name_, as_written(wanted))},
                     .downgrade = {dropping(wanted.name)}};
    const bool happens = live.computed || made_.everything();
    if (happens) {
      report_(std::move(again));
    } else {
      found.upgrade.push_back(std::move(again.upgrade.front()));
      found.withheld = "the values that stand there would be lost";
    }
    leaving_.push_back(std::move(found));
    return happens;
  }

  // With the check that the database holds as the column's own, in the models' words.
  Column as_written(Column wanted) const {
    wanted.check = check_as_written(*tables_.shown.find_column(wanted.name));
    return wanted;
  }

  // The models' words for a check that the database shows as the column's own.
  std::string check_as_written(const Column& shown) const {
    if (shown.check.empty()) return {};
    const auto same = [&](const schema::Check& check) { return sides_.dialect.same_sql(check.condition, shown.check); };
    const auto written = std::ranges::find_if(tables_.wanted.table.checks, same);
    return written == tables_.wanted.table.checks.end() ? shown.check : written->condition;
  }

  // Where a check is the column's own; elsewhere it is the table's.
  void compare_check(const Column& wanted, const Column& shown, const Column& live) {
    if (sides_.dialect.same_sql(shown.check, live.check)) return;
    Difference found =
        difference("modify_check", Part::changed_column, wanted.name,
                   fmt::format("the check is {}, and {} in the models", or_none(live.check), or_none(shown.check)));
    const auto set = [&](const Column& to, const Column& from) {
      return alter(wanted.name, [&](auto& op) {
        op.existing_type = from.type;
        op.options.set({std::string(sides_.dialect.name()), "check", schema::Sql{to.check}});
      });
    };
    found.upgrade = {set(shown, live)};
    found.downgrade = {set(live, shown)};
    const TablePart part{.kind = TablePart::Kind::check, .name = {}, .columns = {wanted.name}, .condition = live.check};
    if (shown.check.empty() && !made_.part(name_, part)) found.withheld = not_ours;
    report_(std::move(found));
  }

  // SQLite's key counts whatever is said of it.
  bool counts(const Column& column) const {
    return column.autoincrement == true && !column.identity && !sides_.dialect.rebuilds_tables();
  }

  void compare_counting(const Column& wanted, const Column& shown, const Column& live) {
    const bool should = counts(shown), does = counts(live);
    if (shown.identity == live.identity && should == does) return;
    const auto set = [&](const Column& to, bool counts_then, const Column& from, bool counts_before) {
      return alter(wanted.name, [&](auto& op) {
        if (to.identity != from.identity)
          op.identity = to.identity ? schema::NullableIdentity(*to.identity) : schema::NullableIdentity(schema::Null{});
        if (counts_then == counts_before) return;
        op.autoincrement = counts_then;
        op.existing_autoincrement = counts_before;
      });
    };
    Difference found = difference("modify_identity", Part::changed_column, wanted.name,
                                  shown.identity != live.identity ? "the identity differs"
                                  : should                        ? "does not count by itself, and does by the models"
                                                                  : "counts by itself, and does not by the models");
    found.upgrade = {set(shown, should, live, does)};
    found.downgrade = {set(live, does, shown, should)};
    report_(std::move(found));
  }

  const Sides& sides_;
  const Made& made_;
  const TablePair& tables_;
  const Report& report_;
  schema::TableName name_;
  std::vector<Difference> leaving_;
};

}  // namespace

void compare_columns(const Sides& sides, const Made& made, const TablePair& tables, const Report& report) {
  Columns(sides, made, tables, report)();
}

}  // namespace luamigrate::autogen
