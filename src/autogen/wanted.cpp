#include "autogen/wanted.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "autogen/definition.h"
#include "autogen/function_order.h"
#include "autogen/view_order.h"
#include "base/suggest.h"
#include "base/text.h"
#include "luamigrate/error.h"
#include "ops/naming.h"

namespace luamigrate::autogen {
namespace {

[[noreturn]] void refuse(const ops::Origin& origin, std::string message, std::string hint = {}) {
  Error error(ErrorKind::config, std::move(message), std::move(hint));
  error.facts().file = origin.file;
  error.facts().line = origin.line;
  throw error;
}

[[noreturn]] void refuse_second(const ops::Origin& second, const ops::Origin& first, std::string message) {
  refuse(second, std::move(message), fmt::format("the other one is in {}, line {}", first.file, first.line));
}

std::string meant(std::string_view name, const schema::Table& table) {
  std::vector<std::string_view> names;
  for (const schema::Column& column : table.columns) names.push_back(column.name);
  return base::did_you_mean(name, names);
}

// Names by what the models call them now; each old one once, and not in a circle: whether a circle is done already, no
// database tells.
class RenamesCheck {
 public:
  void add(const std::string& name, const std::string& from, const ops::Origin& origin, const std::string& place) {
    if (from.empty() || from == name) return;
    const auto [other, is_new] = by_old_.emplace(from, name);
    if (!is_new)
      refuse(origin,
             fmt::format("\"{}\" and \"{}\"{} have both renamed_from = \"{}\"", other->second, name, place, from),
             "only one of them can hold what is there");
    // Where the name came from, and that one.
    std::string circle = fmt::format("\"{}\"", name);
    for (auto next = by_old_.find(name); next != by_old_.end(); next = by_old_.find(next->second)) {
      if (next->second == name) break;
      circle += fmt::format(", \"{}\"", next->second);
      if (next->second == from)
        refuse(origin,
               fmt::format("the names {}{} are renamed_from each other in a circle, and whether that is done no "
                           "database tells",
                           circle, place),
               "rename them in a revision of your own, and take renamed_from out");
    }
  }

 private:
  std::map<std::string, std::string> by_old_;
};

class Check {
 public:
  explicit Check(const std::vector<WantedTable>& tables) {
    for (const WantedTable& wanted : tables) {
      const auto [found, is_new] = by_name_.emplace(wanted.table.name, &wanted);
      if (!is_new)
        refuse_second(wanted.model.origin, found->second->model.origin,
                      fmt::format("the models have two tables \"{}\"", schema::shown(wanted.table.name)));
      renames_[wanted.table.name.schema].add(wanted.table.name.name, wanted.model.renamed_from, wanted.model.origin,
                                             "");
    }
  }

  void operator()(const WantedTable& wanted) const {
    const schema::Table& table = wanted.table;
    std::set<std::string> names;
    for (const schema::Column& column : table.columns)
      if (!names.insert(column.name).second)
        refuse(wanted.model.origin,
               fmt::format("the table \"{}\" has two columns \"{}\"", schema::shown(table.name), column.name));
    RenamesCheck renames;
    for (const schema::Column& column : table.columns)
      renames.add(column.name, column.renamed_from, wanted.model.origin,
                  fmt::format(" of \"{}\"", schema::shown(table.name)));
    check_primary_key(wanted);
    const auto check_columns = [&](const std::string& what, const auto& element, const auto& columns) {
      require(wanted, what, columns);
      require(wanted, what, included(element.options));
    };
    if (table.primary_key) check_columns("the primary key", *table.primary_key, table.primary_key->columns);
    for (const schema::Unique& unique : table.uniques) check_columns("a unique constraint", unique, unique.columns);
    for (const schema::Index& index : table.indexes)
      check_columns(fmt::format("the index \"{}\"", index.name ? index.name->text : ""), index, plain_columns(index));
    for (const schema::ForeignKey& key : table.foreign_keys) check_key(wanted, key);
    check_names(wanted);
  }

 private:
  // As it was written: a convention names the key of a column apart.
  static void check_primary_key(const WantedTable& wanted) {
    const schema::PrimaryKey* key = nullptr;
    for (const schema::Element& element : wanted.model.elements) {
      const auto* found = std::get_if<schema::PrimaryKey>(&element);
      if (found && key)
        refuse(wanted.model.origin,
               fmt::format("the table \"{}\" has two primary keys", schema::shown(wanted.table.name)));
      if (found) key = found;
    }
    if (!key) return;
    for (const schema::Element& element : wanted.model.elements)
      if (const auto* column = std::get_if<schema::Column>(&element);
          column && column->primary_key && std::ranges::find(key->columns, column->name) == key->columns.end())
        refuse(wanted.model.origin,
               fmt::format("the table \"{}\" has two primary keys: ({}), and the column \"{}\"",
                           schema::shown(wanted.table.name), fmt::join(key->columns, ", "), column->name),
               "name all columns of the key in primary_key{ ... }");
  }

  // Columns that an index only carries, on whatever database.
  static std::vector<std::string> included(const schema::DialectOptions& options) {
    std::vector<std::string> columns;
    for (const schema::DialectOption& option : options.all())
      if (const auto* list = std::get_if<schema::OptionList>(&option.value); list && option.name == "include")
        for (const schema::NameOrSql& item : *list)
          if (const auto* name = std::get_if<std::string>(&item)) columns.push_back(*name);
    return columns;
  }

  static void require(const WantedTable& wanted, std::string_view what, const std::vector<std::string>& columns) {
    for (const std::string& column : columns)
      if (!wanted.table.find_column(column))
        refuse(wanted.model.origin,
               fmt::format("{} of \"{}\" is on a column \"{}\" that the table does not have", what,
                           schema::shown(wanted.table.name), column),
               meant(column, wanted.table));
  }

  void check_key(const WantedTable& wanted, const schema::ForeignKey& key) const {
    require(wanted, "a foreign key", key.columns);
    const auto referent = by_name_.find(key.referent.table);
    if (referent == by_name_.end()) {
      std::vector<std::string> names;
      for (const auto& [name, table] : by_name_) names.push_back(schema::shown(name));
      refuse(wanted.model.origin,
             fmt::format("a foreign key of \"{}\" refers to \"{}\", and no model has that table",
                         schema::shown(wanted.table.name), schema::shown(key.referent.table)),
             base::did_you_mean(schema::shown(key.referent.table),
                                std::vector<std::string_view>(names.begin(), names.end())));
    }
    if (!key.referent.columns.empty() && key.referent.columns.size() != key.columns.size())
      refuse(wanted.model.origin,
             fmt::format("a foreign key of \"{}\" refers from ({}) to ({}): they are not as many",
                         schema::shown(wanted.table.name), fmt::join(key.columns, ", "),
                         fmt::join(key.referent.columns, ", ")),
             "name one column of the other table for each");
    for (const std::string& column : key.referent.columns)
      if (!referent->second->table.find_column(column))
        refuse(wanted.model.origin,
               fmt::format("a foreign key of \"{}\" refers to a column \"{}\" that \"{}\" does not have",
                           schema::shown(wanted.table.name), column, schema::shown(key.referent.table)),
               meant(column, referent->second->table));
  }

  static void check_names(const WantedTable& wanted) {
    std::set<std::string> names;
    const auto add = [&](const schema::OptionalName& name) {
      if (name && !names.insert(name->text).second)
        refuse(wanted.model.origin, fmt::format("two constraints or indexes of \"{}\" are called \"{}\"",
                                                schema::shown(wanted.table.name), name->text));
    };
    const schema::Table& table = wanted.table;
    if (table.primary_key) add(table.primary_key->name);
    for (const auto& unique : table.uniques) add(unique.name);
    for (const auto& check : table.checks) add(check.name);
    for (const auto& key : table.foreign_keys) add(key.name);
    for (const auto& exclude : table.excludes) add(exclude.name);
    for (const auto& index : table.indexes) add(index.name);
  }

  std::map<schema::TableName, const WantedTable*> by_name_;
  std::map<std::string, RenamesCheck> renames_;  // of tables, by schema
};

// Objects of one kind and name, and views that are called like a table.
void check_objects(const Wanted& wanted) {
  const auto& origins = wanted.objects.origins;
  for (auto one = origins.begin(); one != origins.end(); ++one)
    if (const auto next = std::next(one); next != origins.end() && next->first == one->first) {
      const std::size_t space = one->first.find(' ');
      refuse_second(next->second, one->second,
                    fmt::format("the models have the {} \"{}\" twice", one->first.substr(0, space),
                                one->first.substr(space + 1)));
    }
  for (const ops::CreateView& view : wanted.objects.views)
    for (const WantedTable& table : wanted.tables)
      if (table.table.name == schema::TableName{view.schema, view.name})
        refuse_second(wanted.objects.origin(ops::object_key(view)), table.model.origin,
                      fmt::format("the models have a table and a view \"{}\"", schema::shown(table.table.name)));
}

// What belongs to a table belongs to one of the models.
void check_places(const Wanted& wanted, bool ignores_case) {
  const auto compared = [&](const std::string& schema, const std::string& name) {
    return schema::TableName{schema, ignores_case ? base::lower(name) : name};
  };
  std::set<schema::TableName> known;
  for (const WantedTable& table : wanted.tables) known.insert(compared(table.table.name.schema, table.table.name.name));
  for (const ops::CreateView& view : wanted.objects.views) known.insert(compared(view.schema, view.name));
  const auto check = [&](const auto& list, std::string_view kind) {
    for (const auto& one : list)
      if (!known.contains(compared(one.schema, one.table)))
        refuse(wanted.objects.origin(ops::object_key(one)),
               fmt::format("the {} \"{}\" is on \"{}\", and no model has that table", kind, one.name,
                           schema::shown(schema::TableName{one.schema, one.table})));
  };
  check(wanted.objects.triggers, "trigger");
  check(wanted.objects.policies, "policy");
}

// Where all indexes of a schema share their names.
void check_indexes(const std::vector<WantedTable>& tables) {
  std::map<schema::ObjectName, const WantedTable*> known;
  for (const WantedTable& wanted : tables)
    for (const schema::Index& index : wanted.table.indexes) {
      if (!index.name) continue;
      const auto [found, is_new] =
          known.emplace(schema::ObjectName{wanted.table.name.schema, index.name->text}, &wanted);
      if (!is_new)
        refuse_second(wanted.model.origin, found->second->model.origin,
                      fmt::format("the models have two indexes \"{}\", of \"{}\" and of \"{}\"", index.name->text,
                                  schema::shown(found->second->table.name), schema::shown(wanted.table.name)));
    }
}

// Where enums are types of their own, the values of one are said in several places: they must agree.
void check_enums(const Wanted& wanted, std::string_view dialect) {
  std::map<schema::ObjectName, std::pair<const std::vector<std::string>*, ops::Origin>> known;
  const auto check = [&](const schema::ObjectName& name, const std::vector<std::string>& values,
                         const ops::Origin& origin) {
    const auto [found, is_new] = known.emplace(name, std::pair(&values, origin));
    if (!is_new && *found->second.first != values)
      refuse_second(origin, found->second.second,
                    fmt::format("the enum \"{}\" has the values {} here, and {} elsewhere", schema::shown(name),
                                fmt::join(values, ", "), fmt::join(*found->second.first, ", ")));
  };
  for (const ops::CreateEnum& one : wanted.objects.enums)
    check({one.schema, one.name}, one.values, wanted.objects.origin(ops::object_key(one)));
  for (const WantedTable& table : wanted.tables)
    for (const schema::Column& column : table.table.columns) {
      const schema::Type& type = column.type.on(dialect);
      const auto* values = type.name == "Enum" || type.name == "ENUM" ? type.list_argument(0) : nullptr;
      if (values && !type.text_option("name").empty())
        check({type.text_option("schema"), type.text_option("name")}, *values, table.model.origin);
    }
}

void forget_default_schema(std::string& schema, const std::string& default_schema) {
  if (schema == default_schema) schema.clear();
}

// Of a type of its own, and of those within it and beside it.
void forget_default_schema(schema::Type& type, const std::string& default_schema) {
  std::erase_if(type.options, [&](const auto& option) {
    const auto* text = std::get_if<std::string>(&option.second);
    return option.first == "schema" && text && *text == default_schema;
  });
  for (schema::TypeArgument& argument : type.arguments) {
    auto* item = std::get_if<base::Box<schema::Type>>(&argument);
    if (!item) continue;
    schema::Type within = **item;
    forget_default_schema(within, default_schema);
    *item = std::move(within);
  }
  for (schema::TypeVariant& variant : type.variants) forget_default_schema(variant.type, default_schema);
}

struct ForgetDefaultSchema {
  const std::string& name;

  void operator()(schema::Column& column) const {
    forget_default_schema(column.type, name);
    if (column.references) forget_default_schema(column.references->schema, name);
  }
  void operator()(schema::ForeignKey& key) const { forget_default_schema(key.referent.table.schema, name); }
  template <class T>
  void operator()(T&) const {}
};

WantedTable wanted_table(const ops::TableModel& model, const NameRules& rules) {
  WantedTable result{.model = model, .table = {}};
  forget_default_schema(result.model.schema, rules.default_schema);
  for (schema::Element& element : result.model.elements) std::visit(ForgetDefaultSchema{rules.default_schema}, element);
  try {
    ops::Operation named = ops::with_names({result.model.creation(), model.origin}, rules.convention, rules.limit);
    result.elements = std::move(std::get<ops::CreateTable>(named.body).elements);
    result.table = schema::table_from_elements(result.model.table_name(), result.elements);
    result.table.comment = model.comment;
    result.table.options = model.options;
  } catch (const Error& error) {
    refuse(model.origin, error.message(), error.hint());
  }
  if (std::ranges::find(rules.taken, result.table.name) != rules.taken.end())
    refuse(model.origin,
           fmt::format("\"{}\" is a table in which luamigrate keeps what is applied", schema::shown(result.table.name)),
           "give the model another name, or set version_table or log_table in migrate.toml");
  return result;
}

template <class List>
void append(List& list, const List& more, const std::string& default_schema) {
  for (auto object : more) {
    forget_default_schema(object.schema, default_schema);
    list.push_back(std::move(object));
  }
}

bool refers(const schema::Table& table, const std::string& column) {
  return std::ranges::any_of(table.foreign_keys, [&](const schema::ForeignKey& key) {
    return std::ranges::find(key.columns, column) != key.columns.end();
  });
}

template <class T>
void add_each(std::vector<ops::Operation>& operations, const std::vector<T>& objects, const ops::Objects& all) {
  for (const T& object : objects) operations.push_back({object, all.origin(ops::object_key(object))});
}

}  // namespace

Wanted wanted(const std::vector<std::shared_ptr<const ops::Metadata>>& models, const NameRules& rules) {
  Wanted result{.convention = rules.convention};
  for (const auto& metadata : models) {
    NameRules own = rules;
    own.convention = schema::laid_over(rules.convention, metadata->options.naming_convention);
    for (const ops::TableModel& model : metadata->tables) result.tables.push_back(wanted_table(model, own));
    append(result.objects.extensions, metadata->objects.extensions, "");
    append(result.objects.enums, metadata->objects.enums, rules.default_schema);
    append(result.objects.sequences, metadata->objects.sequences, rules.default_schema);
    append(result.objects.functions, metadata->objects.functions, rules.default_schema);
    append(result.objects.views, metadata->objects.views, rules.default_schema);
    for (ops::CreateView& view : result.objects.views)
      view = std::get<ops::CreateView>(ops::with_names({view, {}}, own.convention, own.limit).body);
    append(result.objects.triggers, metadata->objects.triggers, rules.default_schema);
    append(result.objects.policies, metadata->objects.policies, rules.default_schema);
    result.objects.origins.insert(metadata->objects.origins.begin(), metadata->objects.origins.end());
  }
  const Check check(result.tables);
  for (const WantedTable& table : result.tables) check(table);
  check_objects(result);
  check_places(result, rules.ignores_case_of_names);
  if (rules.indexes_share_names) check_indexes(result.tables);
  if (!rules.enum_types.empty()) check_enums(result, rules.enum_types);
  return result;
}

std::set<std::string> schemas_of(const Wanted& wanted, const databases::Dialect& dialect) {
  std::set<std::string> schemas = schemas_of(wanted.objects);
  for (const WantedTable& table : wanted.tables) {
    schemas.insert(table.table.name.schema);
    for (const schema::Column& column : table.table.columns)
      if (const schema::Type* type = enum_in(column.type.on(dialect.name())))
        schemas.insert(type->text_option("schema"));
  }
  return schemas;
}

std::vector<ops::Operation> creations(const Wanted& wanted, const databases::Dialect& dialect,
                                      const std::set<schema::TableName>& without,
                                      const std::set<schema::ObjectName>& are_there) {
  std::vector<ops::Operation> operations;
  const ops::Objects& objects = wanted.objects;
  add_each(operations, objects.extensions, objects);
  add_each(operations, objects.enums, objects);
  std::erase_if(operations, [&](const ops::Operation& operation) {
    const auto* one = std::get_if<ops::CreateEnum>(&operation.body);
    return one && are_there.contains({one->schema, one->name});
  });
  add_each(operations, objects.sequences, objects);
  std::vector<ops::Operation> tables;
  for (const WantedTable& one : wanted.tables) {
    if (without.contains(one.table.name)) continue;
    ops::CreateTable creation{
        .name = one.model.name, .schema = one.model.schema, .comment = one.model.comment, .options = one.model.options};
    creation.elements.reserve(one.elements.size());
    for (schema::Element element : one.elements) {
      if (std::holds_alternative<schema::ForeignKey>(element)) continue;
      if (auto* column = std::get_if<schema::Column>(&element)) {
        // The key of another table counts here as little without the foreign key as with it.
        if (!column->autoincrement && refers(one.table, column->name)) column->autoincrement = false;
        column->references.reset();
        column->renamed_from.clear();
        const schema::Type* type = enum_in(column->type.on(dialect.name()));
        if (type && are_there.contains({type->text_option("schema"), type->text_option("name")}))
          column->type = {.name = "SqlType", .arguments = {dialect.type_sql(column->type)}};
      }
      creation.elements.push_back(std::move(element));
    }
    tables.push_back({std::move(creation), one.model.origin});
  }
  std::vector<ops::CreateFunction> before, behind;
  if (!objects.functions.empty()) {
    const NamesInTables names(tables, dialect);
    for (const ops::CreateFunction& function : objects.functions)
      (names.contain(function) ? before : behind).push_back(function);
  }
  add_each(operations, before, objects);
  std::ranges::move(tables, std::back_inserter(operations));
  std::vector<ops::CreateFunction> behind_views;
  std::erase_if(behind, [&](const ops::CreateFunction& function) {
    if (!comes_behind(function, objects.views, dialect.syntax())) return false;
    behind_views.push_back(function);
    return true;
  });
  add_each(operations, behind, objects);
  for (const std::size_t i : upwards(objects.views, dialect.syntax()))
    operations.push_back({objects.views[i], objects.origin(ops::object_key(objects.views[i]))});
  add_each(operations, behind_views, objects);
  add_each(operations, objects.triggers, objects);
  add_each(operations, objects.policies, objects);
  return operations;
}

}  // namespace luamigrate::autogen
