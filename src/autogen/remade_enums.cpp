#include "autogen/remade_enums.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "autogen/definition.h"
#include "autogen/function_order.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

using schema::TableName;

bool is_of(const schema::Type& type, const schema::ObjectName& name) {
  const schema::Type* found = enum_in(type);
  return found && found->text_option("name") == name.name && found->text_option("schema") == name.schema;
}

schema::Type with_values(schema::Type type, const std::vector<std::string>& values) {
  for (schema::TypeArgument& argument : type.arguments) {
    if (auto* labels = std::get_if<std::vector<std::string>>(&argument)) *labels = values;
    if (auto* item = std::get_if<base::Box<schema::Type>>(&argument)) *item = with_values(**item, values);
  }
  return type;
}

bool happens(const Difference& found, std::string_view kind) {
  return found.kind == kind && found.withheld.empty();
}

bool goes(const std::vector<Difference>& differences, const TableName& table) {
  return std::ranges::any_of(
      differences, [&](const Difference& found) { return happens(found, "remove_table") && found.table == table; });
}
bool goes(const std::vector<Difference>& differences, const TableName& table, const std::string& column) {
  return goes(differences, table) || std::ranges::any_of(differences, [&](const Difference& found) {
           return happens(found, "remove_column") && found.table == table && found.object == column;
         });
}

}  // namespace

Concerned::Concerned(const Sides& sides, std::vector<schema::ObjectName> enums)
    : dialect_(sides.dialect), enums_(std::move(enums)) {
  if (none()) return;
  for (const ops::CreateFunction& one : sides.live.objects.functions)
    if (function(one)) functions_.push_back(function_name(one.signature));
  for (const schema::Table& table : sides.live.tables)
    for (const schema::Column& column : table.columns)
      if (std::ranges::any_of(enums_, [&](const auto& name) { return is_of(column.type, name); }))
        columns_.emplace(table.name, column.name);
  add_generated(sides);
}

Concerned::Concerned(const Sides& sides, Columns made_anew, Columns retyped, Keys gone)
    : dialect_(sides.dialect), columns_(std::move(made_anew)), retyped_(std::move(retyped)), keys_(std::move(gone)) {
  if (!none()) add_generated(sides);
}

// What is generated from a generated column stands behind it.
void Concerned::add_generated(const Sides& sides) {
  for (const schema::Table& table : sides.live.tables)
    for (const schema::Column& column : table.columns)
      if (column.computed &&
          (text_in(table, column.computed->expression) || holds_type(table, column.computed->expression)))
        columns_.emplace(table.name, column.name);
}

bool Concerned::holds_type(const schema::Table& table, std::string_view sql) const {
  if (sql.empty() || dialect_.rebuilds_tables() || dialect_.changes_tables_at_once()) return false;
  return std::ranges::any_of(retyped_, [&](const auto& column) {
    return column.first == table.name && sql::mentions(sql, column.second, dialect_.syntax());
  });
}

bool Concerned::changes_key(const TableName& table, const schema::ForeignKey& key) const {
  const auto retyped = [&](const TableName& name, const std::string& column) {
    return retyped_.contains({name, column});
  };
  for (std::size_t i = 0; i < key.columns.size() && i < key.referent.columns.size(); ++i) {
    const bool here = retyped(table, key.columns[i]), there = retyped(key.referent.table, key.referent.columns[i]);
    // Elsewhere both ends need not be of one type, as long as they can be compared: one of them changes first.
    if (dialect_.changes_tables_at_once() ? here || there : here && there && !dialect_.rebuilds_tables()) return true;
  }
  return false;
}

bool Concerned::refers_to_key(const schema::Referent& referent) const {
  return keys_.contains({referent.table, {referent.columns.begin(), referent.columns.end()}});
}

bool Concerned::made_anew(const schema::Table& table, std::string_view name) const {
  const schema::Column* column = table.find_column(name);
  return column && (column->computed || enums_.empty()) && this->column(table.name, name);
}

bool Concerned::column(const TableName& table, std::string_view column) const {
  return columns_.contains({table, std::string(column)});
}

bool Concerned::function(const ops::CreateFunction& function) const {
  return std::ranges::any_of(enums_, [&](const schema::ObjectName& name) {
    return sql::mentions(function.signature, name.name, dialect_.syntax()) ||
           sql::mentions(function.returns, name.name, dialect_.syntax());
  });
}

bool Concerned::text(std::string_view sql) const {
  sql::Tokenizer tokens(sql, dialect_.syntax());
  bool is_type = false;  // what comes next, or the schema of it
  for (sql::Token token = tokens.next_significant(); token.kind != sql::TokenKind::end;
       token = tokens.next_significant()) {
    if (token.text == "::") {
      is_type = true;
    } else if (sql::is_name(token)) {
      const std::string name = sql::unquoted(token.text);
      if (std::ranges::find(functions_, name) != functions_.end()) return true;
      if (is_type && std::ranges::find(enums_, name, &schema::ObjectName::name) != enums_.end()) return true;
    } else if (token.text != ".") {
      is_type = false;
    }
  }
  return false;
}

bool Concerned::text_in(const schema::Table& table, std::string_view sql) const {
  if (sql.empty()) return false;
  return text(sql) || std::ranges::any_of(table.columns, [&](const schema::Column& column) {
           return this->column(table.name, column.name) && sql::mentions(sql, column.name, dialect_.syntax());
         });
}

namespace {

// One that no type and no relation has, where both share their names.
std::string unused_name(const Sides& sides, const ops::CreateEnum& wanted) {
  const auto is_taken = [&](const std::string& name) {
    const auto same = [&](const auto& one) { return one.schema == wanted.schema && one.name == name; };
    const auto taken_in = [&](const databases::Catalogue& catalogue) {
      return std::ranges::any_of(catalogue.objects.enums, same) || std::ranges::any_of(catalogue.objects.views, same) ||
             std::ranges::any_of(catalogue.objects.sequences, same) ||
             std::ranges::any_of(catalogue.tables, [&](const schema::Table& table) { return same(table.name); });
    };
    return taken_in(sides.live) || taken_in(sides.shown);
  };
  const schema::NameLimit limit = sides.dialect.identifier_limit();
  for (int number = 1;; ++number) {
    const std::string end = number == 1 ? "_old" : fmt::format("_old{}", number);
    std::string name = wanted.name;
    while (!limit.holds(name + end)) {
      while ((static_cast<unsigned char>(name.back()) & 0xC0U) == 0x80U) name.pop_back();  // the rest of a character
      name.pop_back();
    }
    name += end;
    if (!is_taken(name)) return name;
  }
}

}  // namespace

std::vector<ops::Operation> made_anew(const Sides& sides, const std::vector<Difference>& differences,
                                      const ops::CreateEnum& wanted) {
  std::vector<ops::Operation> result;
  const databases::Dialect& dialect = sides.dialect;
  const schema::ObjectName name{wanted.schema, wanted.name};
  const std::string old = unused_name(sides, wanted);
  result.push_back({ops::Execute{.sql = fmt::format("ALTER TYPE {} RENAME TO {}", dialect.quote(name),
                                                    dialect.quote(std::string_view(old)))},
                    {}});
  result.push_back({wanted, {}});
  for (const schema::Table& table : sides.live.tables)
    for (const schema::Column& column : table.columns) {
      if (!is_of(column.type, name) || column.computed || goes(differences, table.name, column.name)) continue;
      const auto alter = [&](const std::function<void(ops::AlterColumn&)>& set) {
        ops::AlterColumn op{.table = table.name.name, .column = column.name, .schema = table.name.schema};
        set(op);
        result.push_back({std::move(op), {}});
      };
      if (column.server_default) alter([](auto& op) { op.server_default = schema::Null{}; });
      const schema::Type type = with_values(column.type, wanted.values);
      alter([&](auto& op) {
        op.type = type;
        op.options.set({std::string(dialect.name()), "using",
                        schema::Sql{fmt::format("{}::text{}::{}", dialect.quote(std::string_view(column.name)),
                                                enum_in(type) == &type ? "" : "[]", dialect.type_sql(type))}});
      });
      if (column.server_default && can_have(type, *column.server_default))
        alter([&](auto& op) { op.server_default = *column.server_default; });
    }
  result.push_back({ops::DropEnum{.name = old, .schema = wanted.schema}, {}});
  return result;
}

namespace {

// Within Stage::in_the_way: what depends on more goes first. Triggers and policies go with the tables.
constexpr Part functions_last = Part::new_index;

class Way {
 public:
  virtual ~Way() = default;
  Way(const Sides& sides, std::vector<Difference>& differences, Concerned both_ways, Concerned back_only)
      : sides_(sides), differences_(differences), upwards_(std::move(both_ways)), downwards_(std::move(back_only)) {}

  void operator()() {
    find_parts();
    for (const ops::CreateFunction& function : sides_.live.objects.functions)
      if (downwards_.function(function) && !goes(function))
        stay(functions_last, upwards_.function(function), dropping_of(function), {function, {}});
    for (std::size_t i = differences_.size(); i > 0; --i) move(i - 1);
    std::ranges::stable_sort(leaving_, {}, &Difference::part);
    for (Difference& found : leaving_) differences_.push_back(std::move(found));
    std::ranges::stable_sort(coming_, std::greater(), &Difference::part);
    for (Difference& found : coming_) differences_.push_back(std::move(found));
  }

 protected:
  void find_parts() {
    for (const schema::Table& table : sides_.live.tables) table_parts(table);
  }

  // Where something of a table stands among all that happens.
  virtual void place(Difference& leaving, Difference& coming, const schema::Table&) const {
    leaving.stage = Stage::in_the_way;
    coming.stage = Stage::back_again;
  }

  std::vector<Difference> leaving_, coming_;

 private:
  // Goes and comes, or does so in the downgrade alone.
  void stay(Part part, bool both_ways, ops::Operation dropping, ops::Operation making, const schema::Table& table = {},
            const std::string& object = {}) {
    Difference leaving{.kind = "modify_enum", .description = {}, .part = part, .object = object};
    Difference coming = leaving;
    if (both_ways) {
      leaving.upgrade = {dropping};
      coming.upgrade = {making};
    }
    leaving.downgrade = {std::move(making)};
    coming.downgrade = {std::move(dropping)};
    place(leaving, coming, table);
    leaving_.push_back(std::move(leaving));
    coming_.push_back(std::move(coming));
  }

  // Not where it is replaced in its place.
  bool goes(const ops::CreateFunction& function) const {
    const std::string name = schema::shown(schema::ObjectName{function.schema, function.signature});
    return std::ranges::any_of(differences_, [&](const Difference& found) {
      return found.object == name && !found.upgrade.empty() &&
             (happens(found, "remove_function") || happens(found, "modify_function"));
    });
  }
  bool goes_anyway(const ops::Operation& dropping) const {
    return std::ranges::any_of(differences_, [&](const Difference& found) {
      return found.withheld.empty() && !found.upgrade.empty() && found.upgrade.front() == dropping;
    });
  }
  template <class Dropping>
  bool drops(const schema::ObjectName& table, const std::string& name) const {
    return std::ranges::any_of(differences_, [&](const Difference& found) {
      const auto* dropping = found.upgrade.size() == 1 ? std::get_if<Dropping>(&found.upgrade.front().body) : nullptr;
      return dropping && found.withheld.empty() && dropping->name == name && dropping->schema == table.schema &&
             dropping->table == old_name(table);
    });
  }
  const std::string& old_name(const TableName& table) const {
    for (const Difference& found : differences_)
      if (found.kind == "rename_table" && found.table == table)
        return std::get<ops::RenameTable>(found.upgrade.front().body).name;
    return table.name;
  }

  // Whether a part of a table is concerned, by its texts or its columns.
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::Check& check) {
    return by.text_in(table, check.condition);
  }
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::Exclude& exclude) {
    return by.text_in(table, exclude.options.text("postgresql", "definition"));
  }
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::Unique& unique) {
    return has_generated(by, table, unique.columns);
  }
  // Both ends of a key are of one type.
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::ForeignKey& key) {
    const auto any = [&](const TableName& name, const std::vector<std::string>& columns) {
      return std::ranges::any_of(columns, [&](const std::string& column) { return by.column(name, column); });
    };
    return any(table.name, key.columns) || any(key.referent.table, key.referent.columns) ||
           by.changes_key(table.name, key) || by.refers_to_key(key.referent);
  }
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::Index& index) {
    const auto in_expression = [&](const schema::NameOrSql& expression) {
      const auto* sql = std::get_if<schema::Sql>(&expression);
      return sql ? by.text_in(table, sql->text) : has_generated(by, table, {std::get<std::string>(expression)});
    };
    return std::ranges::any_of(index.columns,
                               [&](const schema::IndexColumn& column) { return in_expression(column.expression); }) ||
           std::ranges::any_of(index.options.all(), [&](const schema::DialectOption& option) {
             const auto* sql = std::get_if<schema::Sql>(&option.value);
             const auto* list = std::get_if<schema::OptionList>(&option.value);
             return (sql && by.text_in(table, sql->text)) || (list && std::ranges::any_of(*list, in_expression));
           });
  }
  // Those that are only of the enum change over with their indexes and uniques.
  static bool has_generated(const Concerned& by, const schema::Table& table, const std::vector<std::string>& columns) {
    return std::ranges::any_of(columns, [&](const std::string& name) { return by.made_anew(table, name); });
  }
  static bool is_concerned(const Concerned& by, const schema::Table& table, const schema::Column& column) {
    return column.computed && by.column(table.name, column.name);
  }
  // A body is looked at by SQLite alone.
  bool is_concerned(const Concerned& by, const schema::Table& table, const ops::CreateTrigger& trigger) const {
    return by.text_in(table, trigger.condition) || by.text_in(table, trigger.when) || by.text(trigger.execute) ||
           by.holds_type(table, trigger.condition) || by.holds_type(table, trigger.when) ||
           (sides_.dialect.rebuilds_tables() && by.text_in(table, trigger.body));
  }
  // Policies may ask of other tables.
  bool is_concerned(const Concerned& by, const schema::Table& table, const ops::CreatePolicy& policy) const {
    const auto in_text = [&](const std::string& sql) {
      const auto names = [&](const auto& column) {
        return sql::mentions(sql, column.first.name, sides_.dialect.syntax()) &&
               sql::mentions(sql, column.second, sides_.dialect.syntax());
      };
      return by.text_in(table, sql) || by.holds_type(table, sql) || std::ranges::any_of(by.columns(), names) ||
             std::ranges::any_of(by.retyped(), names);
    };
    return in_text(policy.using_) || in_text(policy.with_check);
  }

  template <class T>
  void each(const schema::Table& table, const std::vector<T>& parts, Part place,
            const std::function<ops::Operation(const T&)>& dropping,
            const std::function<ops::Operation(const T&)>& making) {
    for (const T& part : parts)
      if (is_concerned(downwards_, table, part) && !goes_anyway(dropping(part)))
        stay(place, is_concerned(upwards_, table, part), dropping(part), making(part), table,
             part.name ? part.name->text : std::string());
  }
  template <class Dropping, class T>
  void hooks(const schema::Table& table, const std::vector<T>& objects) {
    for (const T& object : objects)
      if (TableName{object.schema, object.table} == table.name && is_concerned(downwards_, table, object) &&
          !drops<Dropping>(table.name, object.name))
        stay(Part::table, is_concerned(upwards_, table, object), dropping_of(object), {object, {}}, table);
  }

  void table_parts(const schema::Table& table) {
    if (autogen::goes(differences_, table.name)) return;
    const TableName& name = table.name;
    const auto dropping = [&](const auto& part) { return dropping_of(name, part); };
    const auto again = [&](const auto& part) { return creation_of(name, part); };
    hooks<ops::DropTrigger>(table, sides_.live.objects.triggers);
    hooks<ops::DropPolicy>(table, sides_.live.objects.policies);
    each<schema::ForeignKey>(table, table.foreign_keys, Part::dropped_index, dropping, again);
    each<schema::Index>(table, table.indexes, Part::dropped_index, dropping, again);
    each<schema::Unique>(table, table.uniques, Part::dropped_constraint, dropping, again);
    each<schema::Check>(table, table.checks, Part::dropped_constraint, dropping, again);
    each<schema::Exclude>(
        table, table.excludes, Part::dropped_constraint,
        [&](const auto& exclude) { return dropping_of(name, *exclude.name, std::nullopt); },
        [&](const auto& exclude) { return as_it_was(name, exclude, sides_.dialect); });
    for (const schema::Column& column : table.columns) columns(table, column);
  }

  void columns(const schema::Table& table, const schema::Column& column) {
    const TableName& name = table.name;
    const bool goes = std::ranges::any_of(differences_, [&](const Difference& found) {
      return (happens(found, "remove_column") || happens(found, "modify_computed")) && found.table == name &&
             found.object == column.name;
    });
    if (goes) return;
    if (is_concerned(downwards_, table, column)) {
      stay(Part::dropped_generated, is_concerned(upwards_, table, column),
           {ops::DropColumn{.table = name.name, .column = column.name, .schema = name.schema}, {}},
           creation_of(name, column), table, column.name);
      return;
    }
    // That of a column of the enum changes over with it.
    const auto* text = column.server_default ? std::get_if<schema::Sql>(&*column.server_default) : nullptr;
    if (!text || downwards_.column(name, column.name) || !downwards_.text(text->text)) return;
    const auto set = [&](schema::DefaultValue value) {
      return ops::Operation{
          ops::AlterColumn{
              .table = name.name, .column = column.name, .schema = name.schema, .server_default = std::move(value)},
          {}};
    };
    stay(Part::changed_column, upwards_.text(text->text), set(schema::Null{}), set(*text), table);
  }

  // What goes anyway goes before the enum is made anew, and comes back after it.
  void move(std::size_t place) {
    Difference& found = differences_[place];
    const schema::Table* table = sides_.live.find_table(found.table);
    if (!found.withheld.empty() || found.upgrade.empty()) return;
    const ops::OperationBody& body = found.upgrade.front().body;
    if (std::holds_alternative<ops::DropFunction>(body)) {
      const auto function = std::ranges::find_if(sides_.live.objects.functions, [&](const auto& one) {
        return schema::shown(schema::ObjectName{one.schema, one.signature}) == found.object;
      });
      if (function != sides_.live.objects.functions.end() && downwards_.function(*function))
        found.part = functions_last;
      else
        return;
    } else if (!table || found.stage < Stage::in_the_way) {
      return;
    } else if (found.kind == "remove_table") {
      if (!is_concerned_at_all(*table)) return;
    } else if (found.kind == "remove_column" || found.kind == "modify_computed") {
      if (!downwards_.column(table->name, found.object) || !std::holds_alternative<ops::DropColumn>(body)) return;
    } else if (found.part == Part::dropped_index || found.part == Part::dropped_constraint) {
      const auto named = [&](const auto& parts) {
        return std::ranges::any_of(parts, [&](const auto& part) {
          return part.name && part.name->text == found.object && is_concerned(downwards_, *table, part);
        });
      };
      if (!named(table->checks) && !named(table->uniques) && !named(table->excludes) && !named(table->indexes)) return;
    } else {
      return;
    }
    found.stage = Stage::in_the_way;
    leaving_.push_back(std::move(found));
    differences_.erase(differences_.begin() + static_cast<std::ptrdiff_t>(place));
  }

  bool is_concerned_at_all(const schema::Table& table) const {
    return std::ranges::any_of(
               table.columns,
               [&](const auto& column) {
                 const auto* sql = column.server_default ? std::get_if<schema::Sql>(&*column.server_default) : nullptr;
                 return downwards_.column(table.name, column.name) || (sql && downwards_.text(sql->text));
               }) ||
           std::ranges::any_of(table.checks,
                               [&](const auto& check) { return is_concerned(downwards_, table, check); }) ||
           std::ranges::any_of(table.indexes,
                               [&](const auto& index) { return is_concerned(downwards_, table, index); });
  }

  const Sides& sides_;
  std::vector<Difference>& differences_;
  const Concerned upwards_;    // by enums that the upgrade makes anew, and so does the downgrade
  const Concerned downwards_;  // by these, and those that the downgrade alone makes anew
};

// Of columns that are made anew, or get another type: all that stands on them goes while their tables change.
class WayForColumns final : public Way {
 public:
  WayForColumns(const Sides& sides, std::vector<Difference>& differences, const Concerned& columns)
      : Way(sides, differences, columns, columns), sides_(sides), differences_(differences) {}

  void operator()() {
    find_parts();
    for (Difference& again : coming_)
      if (again.part == Part::new_generated) take_in_changes(again);
    // The last column goes first, and before those that it is generated from.
    std::ranges::reverse(leaving_);
    differences_.insert(differences_.begin(), leaving_.begin(), leaving_.end());
    std::ranges::move(coming_, std::back_inserter(differences_));
  }

 private:
  void place(Difference& leaving, Difference& coming, const schema::Table& table) const override {
    leaving.kind = coming.kind = leaving.part == Part::dropped_generated ? "modify_computed" : "make_way";
    if (leaving.part == Part::table) {
      leaving.stage = Stage::in_the_way;
      coming.stage = Stage::triggers;
      return;
    }
    leaving.table = coming.table = table.name;
    const bool is_key = std::holds_alternative<ops::CreateForeignKey>(leaving.downgrade.front().body);
    if (is_key) leaving.part = Part::dropped_constraint;
    if (is_key && !sides_.dialect.rebuilds_tables()) {
      leaving.stage = Stage::dropped_foreign_keys;
      coming.stage = Stage::new_foreign_keys;
    }
    coming.part = leaving.part == Part::dropped_index        ? Part::new_index
                  : leaving.part == Part::dropped_constraint ? Part::new_constraint
                                                             : Part::new_generated;
  }

  // What changes in a column that is away comes with it.
  void take_in_changes(Difference& again) {
    bool changes = false;
    for (Difference& found : differences_) {
      if (found.table != again.table || found.object != again.object || found.part != Part::changed_column) continue;
      found.upgrade.clear();
      found.downgrade.clear();
      changes = true;
    }
    const auto wanted =
        std::ranges::find(sides_.wanted.tables, again.table, [](const auto& one) { return one.table.name; });
    if (!changes || wanted == sides_.wanted.tables.end()) return;
    again.upgrade.front() = creation_of(again.table, *wanted->table.find_column(again.object));
  }

  const Sides& sides_;
  std::vector<Difference>& differences_;
};

// Where both ends of a key are of one type, a column keeps its own while a table that no models know refers to it, and
// so do those at the other ends of its keys.
void withhold_under_keys_of_others(const Sides& sides, std::vector<Difference>& differences) {
  if (!sides.dialect.changes_tables_at_once()) return;
  const auto is_known = [&](const TableName& name) {
    return std::ranges::any_of(sides.wanted.tables, [&](const auto& one) { return one.table.name == name; });
  };
  std::map<std::pair<TableName, std::string>, std::string> kept;  // with the table that refers to it
  while (true) {
    const std::size_t before = kept.size();
    for (const schema::Table& table : sides.live.tables) {
      if (goes(differences, table.name)) continue;
      const bool is_others = !is_known(table.name);
      for (const schema::ForeignKey& key : table.foreign_keys)
        for (std::size_t i = 0; i < key.columns.size() && i < key.referent.columns.size(); ++i) {
          const std::pair here(table.name, key.columns[i]), there(key.referent.table, key.referent.columns[i]);
          if (is_others) kept.emplace(there, schema::shown(table.name));
          if (const auto found = kept.find(there); found != kept.end()) kept.emplace(here, found->second);
          if (const auto found = kept.find(here); found != kept.end()) kept.emplace(there, found->second);
        }
    }
    if (kept.size() == before) break;
  }
  for (Difference& found : differences)
    if (const auto why = kept.find({found.table, found.object}); why != kept.end() && happens(found, "modify_type"))
      found.withheld = fmt::format("{}, which no models know, refers to it", why->second);
}

// The key that foreign keys may stand on which a difference drops. Where a table is changed as a whole, the next key
// takes its place at once.
void add_key(Concerned::Keys& keys, const Sides& sides, const Difference& found) {
  const schema::Table* table = sides.live.find_table(found.table);
  if (!table || sides.dialect.rebuilds_tables() || sides.dialect.changes_tables_at_once()) return;
  const auto add = [&](const std::vector<std::string>& columns) {
    keys.emplace(table->name, std::set(columns.begin(), columns.end()));
  };
  if (happens(found, "remove_primary_key") && table->primary_key) add(table->primary_key->columns);
  const auto is_it = [&](const auto& part) { return part.name && part.name->text == found.object; };
  if (happens(found, "remove_unique"))
    if (const auto unique = std::ranges::find_if(table->uniques, is_it); unique != table->uniques.end())
      add(unique->columns);
  if (happens(found, "remove_index"))
    if (const auto index = std::ranges::find_if(table->indexes, is_it); index != table->indexes.end() && index->unique)
      add(plain_columns(*index));
}

}  // namespace

void make_way_for_columns(const Sides& sides, std::vector<Difference>& differences) {
  Concerned::Columns made_anew, retyped;
  Concerned::Keys gone;
  withhold_under_keys_of_others(sides, differences);
  for (const Difference& found : differences) {
    if (happens(found, "modify_computed")) made_anew.emplace(found.table, found.object);
    if (happens(found, "modify_type")) retyped.emplace(found.table, found.object);
    add_key(gone, sides, found);
  }
  const Concerned columns(sides, std::move(made_anew), std::move(retyped), std::move(gone));
  if (!columns.none()) WayForColumns(sides, differences, columns)();
}

void make_way_for_enums(const Sides& sides, std::vector<Difference>& differences) {
  const auto made = [](const std::vector<ops::Operation>& operations, std::vector<schema::ObjectName>& enums) {
    for (const ops::Operation& operation : operations)
      if (const auto* one = std::get_if<ops::CreateEnum>(&operation.body)) enums.push_back({one->schema, one->name});
  };
  std::vector<schema::ObjectName> upwards, downwards;
  for (const Difference& found : differences) {
    if (found.kind != "modify_enum") continue;
    made(found.upgrade, upwards);
    made(found.downgrade, downwards);
  }
  if (!downwards.empty()) Way(sides, differences, {sides, std::move(upwards)}, {sides, std::move(downwards)})();
}

}  // namespace luamigrate::autogen
