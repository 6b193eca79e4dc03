#include <fmt/format.h>

#include <algorithm>

#include "autogen/compare_table.h"
#include "autogen/definition.h"
#include "base/text.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

// nullptr: none of them has the name.
template <class T>
const T* by_name(const std::vector<T>& parts, const std::string& wanted) {
  const auto found = std::ranges::find_if(parts, [&](const T& part) { return part.name && part.name->text == wanted; });
  return found == parts.end() ? nullptr : &*found;
}

using ops::ConstraintType;

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("({})", fmt::join(names, ", "));
}

std::string described(const schema::Unique& unique) {
  return "unique constraint on " + listed(unique.columns);
}
std::string described(const schema::Check& check) {
  return "check " + check.condition;
}
std::string described(const schema::ForeignKey& key) {
  return fmt::format("foreign key {} to {} {}", listed(key.columns), schema::shown(key.referent.table),
                     listed(key.referent.columns));
}
std::string described(const schema::Exclude&) {
  return "exclude constraint";
}
std::string described(const schema::PrimaryKey& key) {
  return "primary key " + listed(key.columns);
}

// A word in whatever case; nothing for what holds where nothing is said.
std::string keyword(const std::string& given, std::string_view usual) {
  const std::string word = base::upper(given);
  return word == usual ? std::string() : word;
}
std::string action(const std::string& given) {
  return keyword(given, "NO ACTION");
}

// Whether something goes by itself, because one of its columns does.
bool goes_with_a_column(const Made& made, const schema::Table& wanted, const std::vector<std::string>& columns) {
  return std::ranges::any_of(columns, [&](const std::string& column) {
    return !wanted.find_column(column) && made.column(wanted.name, column);
  });
}

std::string text_of(const schema::OptionalName& name) {
  return name ? name->text : std::string();
}

TablePart part_of(const schema::PrimaryKey& key) {
  return {.kind = TablePart::Kind::primary_key, .name = text_of(key.name), .columns = key.columns, .condition = {}};
}
TablePart part_of(const schema::Unique& unique) {
  return {.kind = TablePart::Kind::unique, .name = text_of(unique.name), .columns = unique.columns, .condition = {}};
}
TablePart part_of(const schema::Check& check) {
  return {.kind = TablePart::Kind::check, .name = text_of(check.name), .columns = {}, .condition = check.condition};
}
TablePart part_of(const schema::ForeignKey& key) {
  return {.kind = TablePart::Kind::foreign_key, .name = text_of(key.name), .columns = key.columns, .condition = {}};
}
TablePart part_of(const schema::Exclude& exclude) {
  return {.kind = TablePart::Kind::exclude, .name = text_of(exclude.name), .columns = {}, .condition = {}};
}
TablePart part_of(const schema::Index& index) {
  return {
      .kind = TablePart::Kind::index, .name = text_of(index.name), .columns = plain_columns(index), .condition = {}};
}

bool begin_with(const std::vector<std::string>& columns, const std::vector<std::string>& first) {
  return columns.size() >= first.size() && std::equal(first.begin(), first.end(), columns.begin());
}

// Whether an index of the table begins with these columns, that of a unique constraint or of the key too.
bool has_index_on(const schema::Table& table, const std::vector<std::string>& columns) {
  const auto serves = [&](const auto& part) { return begin_with(part_of(part).columns, columns); };
  return std::ranges::any_of(table.indexes, serves) || std::ranges::any_of(table.uniques, serves) ||
         (table.primary_key && serves(*table.primary_key));
}

// What the index that the database makes for a foreign key may be called, the likeliest last: like the key, or like its
// first column where the database has given the key its number as a name.
std::vector<std::string> names_of_own_index(const schema::Table& table, const schema::ForeignKey& key) {
  std::vector<std::string> names{key.name->text};
  if (!names.front().starts_with(table.name.name + "_ibfk_")) return names;
  // An index keeps its name when its column gets another.
  const std::string& first = key.columns.front();
  if (const schema::Column* column = table.find_column(first); column && !column->renamed_from.empty())
    names.push_back(column->renamed_from);
  names.push_back(first);
  return names;
}

// The foreign keys that stay and that `one`, of the table `here`, serves as an index, while nothing in `there` does. Of
// several of `here` that serve a key it is one.
template <class T>
std::vector<schema::ForeignKey> keys_served_by(const T& one, const schema::Table& here, const schema::Table& there,
                                               const TablePair& tables) {
  std::vector<schema::ForeignKey> keys;
  for (const schema::ForeignKey& key : tables.live.foreign_keys) {
    const auto serves = [&](const auto& part) { return begin_with(part_of(part).columns, key.columns); };
    const auto stays = [&](const schema::ForeignKey& other) { return other.columns == key.columns; };
    if (!serves(one) || std::ranges::none_of(tables.wanted.table.foreign_keys, stays) ||
        has_index_on(there, key.columns))
      continue;
    const auto unique = std::ranges::find_if(here.uniques, serves);
    const auto index = std::ranges::find_if(here.indexes, serves);
    if (one.name == (unique != here.uniques.end() ? unique->name : index->name)) keys.push_back(key);
  }
  return keys;
}

schema::Index index_for(const schema::ForeignKey& key, schema::OptionalName name) {
  schema::Index index{.name = std::move(name)};
  for (const std::string& column : key.columns) index.columns.push_back({.expression = column});
  return index;
}

// It stays where it is there already.
ops::Operation creation_if_missing(const schema::TableName& table, const schema::Index& index) {
  ops::Operation creation = creation_of(table, index);
  std::get<ops::CreateIndex>(creation.body).if_not_exists = true;
  return creation;
}

// Where a foreign key stays that would be without an index when this one goes, or this unique constraint: the index
// that the database makes for a key that has none.
template <class T>
void keep_indexed(const Sides& sides, const TablePair& tables, const T& gone, Difference& found) {
  if (!sides.dialect.indexes_foreign_keys()) return;
  const auto keys = keys_served_by(gone, tables.live, tables.shown, tables);
  if (keys.empty()) return;
  const schema::TableName& table = tables.wanted.table.name;
  const schema::Index index = index_for(keys.front(), keys.front().name);
  found.upgrade.push_back(creation_of(table, index));
  found.downgrade.push_back(dropping_of(table, index));
}

// The index that the database has made for a foreign key goes by itself when one comes that serves the key too, and has
// to be there again before that one can go.
template <class T>
void give_back_index(const Sides& sides, const TablePair& tables, const T& coming, Difference& found) {
  if (!sides.dialect.indexes_foreign_keys()) return;
  const schema::TableName& table = tables.wanted.table.name;
  for (const schema::ForeignKey& key : keys_served_by(coming, tables.shown, tables.live, tables)) {
    if (!key.name) continue;
    const schema::Name name{names_of_own_index(tables.wanted.table, key).back()};
    found.downgrade.push_back(creation_if_missing(table, index_for(key, name)));
  }
}

class Constraints {
 public:
  Constraints(const Sides& sides, const Made& made, const TablePair& tables, const Report& report)
      : sides_(sides), made_(made), tables_(tables), report_(report), name_(tables.wanted.table.name) {}

  void operator()() {
    primary_key();
    const schema::Table &wanted = tables_.wanted.table, &shown = tables_.shown, &live = tables_.live;
    compare(shown.uniques, wanted.uniques, live.uniques, "unique", "unique_constraint", ConstraintType::unique);
    compare(shown.checks, wanted.checks, live.checks, "check", "check_constraint", ConstraintType::check);
    compare(keys_as_shown(), wanted.foreign_keys, live.foreign_keys, "foreign_key", "foreign_key_constraint",
            ConstraintType::foreignkey);
    compare(shown.excludes, wanted.excludes, live.excludes, "exclude", "exclude_constraint", std::nullopt);
  }

 private:
  // The models' keys with the database's words for their actions, of which some have fewer: to MariaDB RESTRICT and NO
  // ACTION are one.
  std::vector<schema::ForeignKey> keys_as_shown() const {
    std::vector<schema::ForeignKey> keys = tables_.wanted.table.foreign_keys;
    if (tables_.shown.foreign_keys.empty()) {  // it was made without them
      const auto told = sides_.dialect.as_shown({.name = name_, .foreign_keys = keys});
      return told ? told->foreign_keys : keys;
    }
    for (schema::ForeignKey& key : keys) {
      const auto is_it = [&](const schema::ForeignKey& shown) {
        return shown.columns == key.columns && shown.referent.table == key.referent.table &&
               (!key.name || !shown.name || shown.name->text == key.name->text);
      };
      const auto found = std::ranges::find_if(tables_.shown.foreign_keys, is_it);
      if (found == tables_.shown.foreign_keys.end()) continue;
      key.ondelete = found->ondelete;
      key.onupdate = found->onupdate;
    }
    return keys;
  }

  // What stands behind a name; names are compared beside it.
  bool same(const schema::Unique& a, const schema::Unique& b) const {
    return a.columns == b.columns && a.options == b.options;
  }
  bool same(const schema::Check& a, const schema::Check& b) const {
    return sides_.dialect.same_sql(a.condition, b.condition);
  }
  bool same(const schema::Exclude& a, const schema::Exclude& b) const {
    const auto text = [](const schema::Exclude& exclude) { return exclude.options.text("postgresql", "definition"); };
    return text(a) == text(b);
  }
  bool same(const schema::ForeignKey& a, const schema::ForeignKey& b) const {
    const auto option = [&](const schema::ForeignKey& key, std::string_view name, std::string_view usual) {
      return keyword(key.options.text(sides_.dialect.name(), name), usual);
    };
    const auto deferrable = [&](const schema::ForeignKey& key) {
      return key.options.flag(sides_.dialect.name(), "deferrable");
    };
    // A key without columns of the other table means its primary key.
    const bool same_referent = a.referent.table == b.referent.table &&
                               (a.referent.columns == b.referent.columns || b.referent.columns.empty());
    return a.columns == b.columns && same_referent && action(a.ondelete) == action(b.ondelete) &&
           action(a.onupdate) == action(b.onupdate) && deferrable(a) == deferrable(b) &&
           option(a, "initially", "IMMEDIATE") == option(b, "initially", "IMMEDIATE") &&
           option(a, "match", "SIMPLE") == option(b, "match", "SIMPLE");
  }

  template <class T>
  static ObjectView view_of(const T& object, const schema::ObjectName&) {
    return &object;
  }
  static ObjectView view_of(const schema::Exclude&, const schema::ObjectName& name) { return &name; }

  // Of several that stand for the same, those with the same name belong together.
  template <class T>
  bool match(const T& a, const T& b) const {
    return same(a, b) && (!a.name || !b.name || a.name->text == b.name->text);
  }
  // The database has named what the models did not.
  template <class T>
  bool is_named(const T& shown, const std::vector<T>& wanted) const {
    if (!shown.name) return false;
    // A unique index of the models may be shown as a constraint.
    if (std::is_same_v<T, schema::Unique> && by_name(tables_.wanted.table.indexes, shown.name->text)) return true;
    return by_name(wanted, shown.name->text) != nullptr;
  }

  template <class T>
  bool included(const T& object, std::string_view type, bool reflected) {
    const std::string name = object.name ? object.name->text : std::string();
    const schema::ObjectName beside{{}, name};
    const ObjectView view = view_of(object, beside);
    return sides_.filters.included(
        {.object = view, .name = name, .type = type, .reflected = reflected, .table = &name_});
  }

  // `shown` as the database shows the model's, `wanted` as it was written, in the same order.
  template <class T>
  void compare(const std::vector<T>& shown, const std::vector<T>& wanted, const std::vector<T>& live,
               std::string_view kind, std::string_view type, std::optional<ConstraintType> constraint) {
    std::vector<const T*> left;
    for (const T& object : live) left.push_back(&object);
    std::vector<const T*> missing;
    for (const T& object : shown) {
      const auto found = std::ranges::find_if(left, [&](const T* candidate) { return match(object, *candidate); });
      if (found == left.end())
        missing.push_back(&object);
      else
        left.erase(found);
    }
    std::erase_if(missing, [&](const T* object) {
      if (comes_with_column(*object)) return true;
      if (is_named(*object, wanted)) return false;
      const auto found = std::ranges::find_if(left, [&](const T* candidate) { return same(*object, *candidate); });
      if (found == left.end()) return false;
      left.erase(found);
      return true;
    });
    // Before a key goes with its index, the keys that this serves go; on the way back those that come now.
    if constexpr (std::is_same_v<T, schema::ForeignKey>)
      if (sides_.dialect.indexes_foreign_keys()) {
        const auto size = [](const T* key) { return key->columns.size(); };
        std::ranges::stable_sort(left, {}, size);
        std::ranges::stable_sort(missing, std::greater(), size);
      }
    for (const T* object : left)
      if (included(*object, type, true)) drop(*object, kind, constraint, is_replaced(*object, missing));
    for (const T* object : missing)
      if (included(*object, type, false)) add(*object, as_written(*object, wanted), kind, constraint);
  }

  // The check of an enum comes with a column that is new: under its own name, or none.
  template <class T>
  bool comes_with_column(const T& missing) const {
    if constexpr (std::is_same_v<T, schema::Check>)
      return std::ranges::any_of(tables_.wanted.table.columns, [&](const schema::Column& column) {
        const schema::Type& type = column.type.on(sides_.dialect.name());
        const bool has_check = type.flag("check") || !type.text_option("check").empty();
        if (!has_check || tables_.live.find_column(column.name)) return false;
        const std::string name =
            type.text_option("check").empty() ? type.text_option("name") : type.text_option("check");
        return text_of(missing.name) == name &&
               (!name.empty() || sql::names_column(missing.condition, column.name, sides_.dialect.syntax()));
      });
    return false;
  }

  // Something else comes in its place, so that nothing is lost.
  template <class T>
  bool is_replaced(const T& gone, const std::vector<const T*>& coming) const {
    return std::ranges::any_of(coming, [&](const T* object) {
      if (object->name && gone.name) return object->name->text == gone.name->text || same(*object, gone);
      const std::vector<std::string> columns = part_of(gone).columns;
      return same(*object, gone) || (!columns.empty() && part_of(*object).columns == columns);
    });
  }

  template <class T>
  bool goes_along(const T& object) const {
    return goes_with_a_column(made_, tables_.wanted.table, part_of(object).columns);
  }
  bool goes_along(const schema::Check& check) const {
    return std::ranges::any_of(tables_.live.columns, [&](const schema::Column& column) {
      return goes_with_a_column(made_, tables_.wanted.table, {column.name}) &&
             sql::names_column(check.condition, column.name, sides_.dialect.syntax());
    });
  }
  // Or because the table that it refers to does.
  bool goes_along(const schema::ForeignKey& key) const {
    const schema::TableName& referent = key.referent.table;
    const bool stays = std::ranges::any_of(sides_.wanted.tables,
                                           [&](const WantedTable& table) { return table.table.name == referent; });
    return goes_with_a_column(made_, tables_.wanted.table, key.columns) || (!stays && made_.table(referent));
  }

  // The database's words for conditions are not the model's.
  template <class T>
  T as_written(const T& shown, const std::vector<T>& wanted) const {
    for (const T& object : wanted)
      if (object.name && shown.name && object.name->text == shown.name->text) return object;
    for (const T& object : wanted)
      if (!object.name && same(object, shown)) {
        T named = object;
        named.name = shown.name;
        return named;
      }
    return shown;
  }

  template <class T>
  Difference difference(const T& object, std::string kind, Part part, std::string_view what) const {
    Difference found{.kind = std::move(kind), .part = part, .table = name_};
    if (object.name) found.object = object.name->text;
    found.description = fmt::format("{}: {} the {}{}", schema::shown(name_), what, described(object),
                                    object.name ? fmt::format(", {}", object.name->text) : "");
    // A key may wait for a table, or hold one; where a table is made anew, it is all one.
    if constexpr (std::is_same_v<T, schema::ForeignKey>)
      if (!sides_.dialect.rebuilds_tables())
        found.stage = part == Part::new_constraint ? Stage::new_foreign_keys : Stage::dropped_foreign_keys;
    return found;
  }

  template <class T>
  void add(const T& shown, const T& written, std::string_view kind, std::optional<ConstraintType> type) {
    Difference found = difference(shown, fmt::format("add_{}", kind), Part::new_constraint, "the database lacks");
    T named = written;
    if constexpr (std::is_same_v<T, schema::ForeignKey>) named.name = name_to_drop_by(name_, written, sides_.dialect);
    found.upgrade = {creation_of(name_, named)};
    found.downgrade = {dropping(named.name ? named : shown, type)};
    if constexpr (std::is_same_v<T, schema::ForeignKey>)
      if (!comes_back(named, tables_.live)) drop_index_of(named, tables_.live, found.downgrade, found.upgrade);
    if constexpr (std::is_same_v<T, schema::Unique>) give_back_index(sides_, tables_, shown, found);
    report_(std::move(found));
  }

  // Of one name and on the same columns: the index stays for it.
  static bool comes_back(const schema::ForeignKey& gone, const schema::Table& there) {
    return std::ranges::any_of(there.foreign_keys, [&](const schema::ForeignKey& key) {
      return key.name && gone.name && key.name->text == gone.name->text && key.columns == gone.columns;
    });
  }

  // The index that the database has made for it, unless there was one that served. Another key of `there` that begins
  // with the same columns, and has had no other, gets one of its own first, which goes on the way `back`.
  void drop_index_of(const schema::ForeignKey& key, const schema::Table& there, std::vector<ops::Operation>& operations,
                     std::vector<ops::Operation>& back) const {
    if (!sides_.dialect.indexes_foreign_keys() || !key.name) return;
    // Those that stay, by the names that they have.
    std::vector<schema::ForeignKey> others;
    for (const schema::ForeignKey& live : tables_.live.foreign_keys)
      if (live.name && live.columns != key.columns &&
          std::ranges::find(there.foreign_keys, live.columns, &schema::ForeignKey::columns) != there.foreign_keys.end())
        others.push_back(live);
    std::vector<std::string> taken;  // by indexes of theirs
    for (const schema::ForeignKey& other : others) {
      if (!begin_with(key.columns, other.columns) || has_index_on(tables_.live, other.columns) ||
          has_index_on(tables_.shown, other.columns)) {
        std::ranges::move(names_of_own_index(tables_.wanted.table, other), std::back_inserter(taken));
        continue;
      }
      const schema::Index index = index_for(other, other.name);
      ops::Operation dropping = dropping_of(name_, index);
      std::get<ops::DropIndex>(dropping.body).if_exists = true;
      operations.push_back(creation_if_missing(name_, index));
      back.push_back(std::move(dropping));
    }
    const auto stands = [](const schema::Table& table, const std::string& name) {
      return by_name(table.indexes, name) || by_name(table.uniques, name);
    };
    for (const std::string& name : names_of_own_index(tables_.wanted.table, key))
      if (!stands(tables_.live, name) && !stands(tables_.shown, name) && std::ranges::find(taken, name) == taken.end())
        operations.push_back(
            {ops::DropIndex{.name = schema::Name{name}, .table = name_.name, .schema = name_.schema, .if_exists = true},
             {}});
  }

  // The index of a key without a name is called like its column, and keeps that name when the table gets another: under
  // the key's name of today it would be one beside it.
  void give_back_index_of(const schema::ForeignKey& key, std::vector<ops::Operation>& operations) const {
    if (!sides_.dialect.indexes_foreign_keys() || !key.name) return;
    const std::vector<std::string> names = names_of_own_index(tables_.wanted.table, key);
    if (names.size() == 1 || has_index_on(tables_.live, key.columns)) return;
    operations.insert(operations.begin(), creation_if_missing(name_, index_for(key, schema::Name{names.back()})));
  }

  template <class T>
  void drop(const T& live, std::string_view kind, std::optional<ConstraintType> type, bool replaced) {
    Difference found =
        difference(live, fmt::format("remove_{}", kind), Part::dropped_constraint, "the models do not have");
    found.upgrade = {dropping(live, type)};
    found.downgrade = {again(live)};
    if constexpr (std::is_same_v<T, schema::ForeignKey>) {
      if (!comes_back(live, tables_.wanted.table))
        drop_index_of(live, tables_.wanted.table, found.upgrade, found.downgrade);
      if (!tables_.wanted.model.renamed_from.empty()) give_back_index_of(live, found.downgrade);
    }
    if constexpr (std::is_same_v<T, schema::Unique>) keep_indexed(sides_, tables_, live, found);
    if (!replaced && !goes_along(live) && !made_.part(name_, part_of(live))) found.withheld = not_ours;
    report_(std::move(found));
  }

  template <class T>
  ops::Operation dropping(const T& object, std::optional<ConstraintType> type) const {
    if constexpr (requires { dropping_of(name_, object); })
      return dropping_of(name_, object);
    else if (object.name)
      return dropping_of(name_, *object.name, type);
    else
      return {ops::DropConstraint{.table = name_.name, .schema = name_.schema, .type = type}, {}};
  }

  template <class T>
  ops::Operation again(const T& live) const {
    return creation_of(name_, live);
  }
  ops::Operation again(const schema::Exclude& live) const { return as_it_was(name_, live, sides_.dialect); }

  void primary_key() {
    const auto &shown = tables_.shown.primary_key, &live = tables_.live.primary_key;
    const auto& wanted = tables_.wanted.table.primary_key;
    const bool same_columns = shown.has_value() == live.has_value() && (!shown || shown->columns == live->columns);
    const bool other_name =
        shown && live && wanted->name && shown->name && live->name && shown->name->text != live->name->text;
    if (same_columns && !other_name && (!shown || same_options(shown->options, live->options))) return;
    if (live) {
      Difference found = difference(*live, "remove_primary_key", Part::dropped_constraint, "the models do not have");
      found.upgrade = {dropping(*live, ConstraintType::primary)};
      allow_null_again(found.upgrade, *live, tables_.live, tables_.shown);
      found.downgrade = {creation_of(name_, with_own_name(*live))};
      if (!shown && !goes_along(*live) && !made_.part(name_, part_of(*live))) found.withheld = not_ours;
      report_(std::move(found));
    }
    if (shown) {
      Difference found = difference(*shown, "add_primary_key", Part::new_constraint, "the database lacks");
      found.upgrade = {creation_of(name_, without_usual_name(*shown))};
      found.downgrade = {dropping(*shown, ConstraintType::primary)};
      allow_null_again(found.downgrade, *shown, tables_.shown, tables_.live);
      report_(std::move(found));
    }
  }

  // What an index of another method or with other columns would be, and when it is checked.
  bool same_options(const schema::DialectOptions& a, const schema::DialectOptions& b) const {
    const std::string_view dialect = sides_.dialect.name();
    const auto included_columns = [&](const schema::DialectOptions& options) {
      const schema::OptionValue* value = options.find(dialect, "include");
      return value ? *value : schema::OptionValue(schema::OptionList());
    };
    const auto initially = [&](const schema::DialectOptions& options) {
      return keyword(options.text(dialect, "initially"), "IMMEDIATE");
    };
    return included_columns(a) == included_columns(b) &&
           a.flag(dialect, "deferrable") == b.flag(dialect, "deferrable") && initially(a) == initially(b);
  }

  schema::PrimaryKey without_usual_name(schema::PrimaryKey key) const {
    using enum databases::Dialect::NamedKind;
    if (key.name && key.name->text == sides_.dialect.usual_name(primary_key, name_.name, key.columns)) key.name.reset();
    return key;
  }

  // The name that it has had, whatever a convention would call it, unless no key there has one of its own.
  schema::PrimaryKey with_own_name(schema::PrimaryKey live) const {
    using enum databases::Dialect::NamedKind;
    if (live.name && live.name->text == sides_.dialect.usual_name(primary_key, {}, {})) live.name.reset();
    return live;
  }

  // A key makes its columns NOT NULL, and leaves them so.
  void allow_null_again(std::vector<ops::Operation>& operations, const schema::PrimaryKey& gone,
                        const schema::Table& before, const schema::Table& afterwards) const {
    const auto counts = [](const schema::Column& column) { return column.autoincrement.value_or(false); };
    for (const std::string& name : gone.columns) {
      const schema::Column* column = afterwards.find_column(name);
      if (!column || column->primary_key || !column->nullable.value_or(true)) continue;
      ops::AlterColumn op{.table = name_.name, .column = name, .schema = name_.schema, .nullable = true};
      // The database is told all of the column, and only a key can count there.
      if (sides_.dialect.changes_tables_at_once() && counts(*before.find_column(name)) && !counts(*column))
        op.autoincrement = false;
      operations.push_back({std::move(op), {}});
    }
  }

  const Sides& sides_;
  const Made& made_;
  const TablePair& tables_;
  const Report& report_;
  schema::TableName name_;
};

}  // namespace

void compare_constraints(const Sides& sides, const Made& made, const TablePair& tables, const Report& report) {
  Constraints(sides, made, tables, report)();
}

void compare_indexes(const Sides& sides, const Made& made, const TablePair& tables, const Report& report) {
  const schema::TableName& name = tables.wanted.table.name;
  const auto included = [&](const schema::Index& index, bool reflected) {
    return sides.filters.included(
        {.object = &index, .name = index.name->text, .type = "index", .reflected = reflected, .table = &name});
  };
  const auto same_expression = [&](const schema::NameOrSql& a, const schema::NameOrSql& b) {
    const auto *left = std::get_if<schema::Sql>(&a), *right = std::get_if<schema::Sql>(&b);
    return left && right ? sides.dialect.same_sql(left->text, right->text) : a == b;
  };
  const auto same_options = [&](schema::DialectOptions a, schema::DialectOptions b) {
    const std::string left = a.text(sides.dialect.name(), "where"), right = b.text(sides.dialect.name(), "where");
    for (schema::DialectOptions* options : {&a, &b})
      for (const schema::DialectOption& option : std::vector(options->all()))
        if (option.name == "where") options->set({option.dialect, option.name, schema::Sql{}});
    return a == b && left.empty() == right.empty() && sides.dialect.same_sql(left, right);
  };
  const auto same = [&](const schema::Index& a, const schema::Index& b) {
    if (a.unique != b.unique || b.invalid || !same_options(a.options, b.options)) return false;
    return std::ranges::equal(a.columns, b.columns, [&](const schema::IndexColumn& x, const schema::IndexColumn& y) {
      return same_expression(x.expression, y.expression) && x.desc == y.desc && x.nulls == y.nulls &&
             x.opclass == y.opclass && x.collation == y.collation;
    });
  };
  const auto serves = [&](const schema::Index& index, const std::vector<schema::ForeignKey>& keys) {
    if (!sides.dialect.indexes_foreign_keys() || index.unique) return false;
    return std::ranges::any_of(keys,
                               [&](const schema::ForeignKey& key) { return key.columns == plain_columns(index); });
  };
  // One that a key of the models needs, because nothing else that the models have serves it.
  const auto serves_a_key = [&](const schema::Index& index) {
    return serves(index, tables.wanted.table.foreign_keys) && !has_index_on(tables.shown, plain_columns(index));
  };
  // An inspector leaves it out; it is there as long as the key is, and stays behind it.
  const auto is_made_for_a_key = [&](const schema::Index& index) {
    if (!serves(index, tables.live.foreign_keys)) return false;
    return std::ranges::any_of(tables.live.foreign_keys, [&](const schema::ForeignKey& key) {
      if (!key.name) return false;
      const std::vector<std::string> names = names_of_own_index(tables.wanted.table, key);
      return std::ranges::find(names, index.name->text) != names.end();
    });
  };
  // Under another name.
  const auto comes_again = [&](const schema::Index& index) {
    return std::ranges::any_of(tables.shown.indexes, [&](const schema::Index& shown) {
      return same(shown, index) && !by_name(tables.live.indexes, shown.name->text);
    });
  };
  const auto becomes_unique = [&](const schema::Index& index) {
    return std::ranges::any_of(tables.shown.uniques, [&](const schema::Unique& unique) {
      return unique.name && unique.name->text == index.name->text;
    });
  };
  const auto difference = [&](std::string kind, Part part, const schema::Index& index, std::string_view what) {
    return Difference{.kind = std::move(kind),
                      .description = fmt::format("{}: {} the index {}", schema::shown(name), what, index.name->text),
                      .part = part,
                      .table = name,
                      .object = index.name->text};
  };
  const auto add = [&](const schema::Index& shown) {
    const schema::Index* written = by_name(tables.wanted.table.indexes, shown.name->text);
    Difference found = difference("add_index", Part::new_index, shown, "the database lacks");
    found.upgrade = {creation_of(name, written ? *written : shown)};
    found.downgrade = {dropping_of(name, shown)};
    give_back_index(sides, tables, shown, found);
    report(std::move(found));
  };
  for (const schema::Index& live : tables.live.indexes) {
    const schema::Index* shown = by_name(tables.shown.indexes, live.name->text);
    const bool replaced = becomes_unique(live);
    if ((shown && same(*shown, live)) || (!shown && !replaced && serves_a_key(live)) || !included(live, true)) continue;
    Difference found = difference("remove_index", Part::dropped_index, live,
                                  shown ? "the models have another form of" : "the models do not have");
    found.upgrade = {dropping_of(name, live)};
    found.downgrade = {creation_of(name, live)};
    keep_indexed(sides, tables, live, found);
    if (!shown && !replaced && !comes_again(live) &&
        !goes_with_a_column(made, tables.wanted.table, part_of(live).columns) && !made.part(name, part_of(live)))
      found.withheld = not_ours;
    report(std::move(found));
    if (shown) add(*shown);
  }
  for (const schema::Index& shown : tables.shown.indexes)
    if (!by_name(tables.live.indexes, shown.name->text) && !is_made_for_a_key(shown) && included(shown, false))
      add(shown);
}

}  // namespace luamigrate::autogen
