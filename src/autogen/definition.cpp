#include "autogen/definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "autogen/function_order.h"
#include "autogen/plainly.h"
#include "autogen/view_order.h"
#include "ops/reverse.h"
#include "sql/names.h"

namespace luamigrate::autogen {
namespace {

// Names that a database tells are whole: no convention is laid on them.
schema::OptionalName whole(schema::OptionalName name) {
  if (name) name->final = true;
  return name;
}

// The text that a catalogue tells of it is for comparisons.
schema::Exclude without_text(schema::Exclude exclude) {
  schema::DialectOptions options;
  for (const schema::DialectOption& option : exclude.options.all())
    if (option.name != "definition") options.set(option);
  exclude.options = std::move(options);
  return exclude;
}

}  // namespace

schema::Column bare(schema::Column column) {
  column.primary_key = column.unique = column.index = false;
  column.references.reset();
  column.renamed_from.clear();
  return column;
}

namespace {

// That a column may hold NULL need not be said.
schema::Column as_declared(const schema::Column& column) {
  schema::Column own = bare(column);
  if (own.nullable == true) own.nullable.reset();
  return own;
}

}  // namespace

ops::Operation creation_of(const schema::TableName& table, const schema::Column& column) {
  return {ops::AddColumn{.table = table.name, .column = as_declared(column), .schema = table.schema}, {}};
}

std::vector<std::string> plain_columns(const schema::Index& index) {
  std::vector<std::string> columns;
  for (const schema::IndexColumn& column : index.columns)
    if (const auto* plain = std::get_if<std::string>(&column.expression)) columns.push_back(*plain);
  return columns;
}

ops::CreateTable creation_of(const schema::Table& table) {
  ops::CreateTable result{
      .name = table.name.name, .schema = table.name.schema, .comment = table.comment, .options = table.options};
  const bool plain_key = table.primary_key && table.primary_key->columns.size() == 1 && !table.primary_key->name &&
                         table.primary_key->options.empty();
  for (const schema::Column& column : table.columns) {
    schema::Column own = as_declared(column);
    own.primary_key = plain_key && table.primary_key->columns.front() == column.name;
    if (own.primary_key) own.nullable.reset();
    result.elements.emplace_back(std::move(own));
  }
  if (table.primary_key && !plain_key) result.elements.emplace_back(*table.primary_key);
  for (const auto& unique : table.uniques) result.elements.emplace_back(unique);
  for (const auto& check : table.checks) result.elements.emplace_back(check);
  for (const auto& key : table.foreign_keys) result.elements.emplace_back(key);
  for (const auto& exclude : table.excludes) result.elements.emplace_back(without_text(exclude));
  for (const auto& index : table.indexes) result.elements.emplace_back(index);
  return result;
}

ops::Operation creation_of(const schema::TableName& table, const schema::PrimaryKey& key) {
  return {ops::CreatePrimaryKey{.name = whole(key.name),
                                .table = table.name,
                                .columns = key.columns,
                                .schema = table.schema,
                                .options = key.options},
          {}};
}

ops::Operation creation_of(const schema::TableName& table, const schema::Unique& unique) {
  return {ops::CreateUniqueConstraint{.name = unique.name,
                                      .table = table.name,
                                      .columns = unique.columns,
                                      .schema = table.schema,
                                      .options = unique.options},
          {}};
}

ops::Operation creation_of(const schema::TableName& table, const schema::Check& check) {
  return {ops::CreateCheckConstraint{.name = whole(check.name),
                                     .table = table.name,
                                     .condition = check.condition,
                                     .schema = table.schema,
                                     .options = check.options},
          {}};
}

ops::Operation creation_of(const schema::TableName& table, const schema::ForeignKey& key) {
  return {ops::CreateForeignKey{.name = key.name,
                                .source = table.name,
                                .referent = key.referent.table.name,
                                .local_columns = key.columns,
                                .remote_columns = key.referent.columns,
                                .source_schema = table.schema,
                                .referent_schema = key.referent.table.schema,
                                .ondelete = key.ondelete,
                                .onupdate = key.onupdate,
                                .options = key.options},
          {}};
}

ops::Operation creation_of(const schema::TableName& table, const schema::Exclude& exclude) {
  return {ops::CreateExcludeConstraint{.name = exclude.name,
                                       .table = table.name,
                                       .elements = exclude.elements,
                                       .schema = table.schema,
                                       .options = exclude.options},
          {}};
}

ops::Operation creation_of(const schema::TableName& table, const schema::Index& index) {
  return {ops::CreateIndex{.name = index.name,
                           .table = table.name,
                           .columns = index.columns,
                           .schema = table.schema,
                           .unique = index.unique,
                           .options = index.options},
          {}};
}

std::string beside(const ops::CreateView& live) {
  return live.options.text("postgresql", "beside");
}

ops::CreateView without_beside(ops::CreateView live) {
  schema::DialectOptions options;
  for (const schema::DialectOption& option : live.options.all())
    if (option.name != "beside") options.set(option);
  live.options = std::move(options);
  return live;
}

std::vector<ops::Operation> creations_of(const ops::CreateView& live) {
  std::vector<ops::Operation> result{{without_beside(live), {}}};
  if (std::string sql = beside(live); !sql.empty()) result.push_back({ops::Execute{.sql = std::move(sql)}, {}});
  return result;
}

ops::Operation dropping_of(const ops::CreateEnum& made) {
  return {ops::DropEnum{.name = made.name, .schema = made.schema}, {}};
}

ops::Operation dropping_of(const ops::CreateSequence& made) {
  return {ops::DropSequence{.name = made.name, .schema = made.schema}, {}};
}

ops::Operation dropping_of(const ops::CreateFunction& made) {
  ops::CreateFunction plain = made;
  plain.replace = false;
  return *ops::reverse({std::move(plain), {}});  // the signature without what DROP does not take
}

ops::Operation dropping_of(const ops::CreateView& made) {
  ops::DropView op{.name = made.name, .schema = made.schema};
  for (const schema::DialectOption& option : made.options.all())
    if (option.name == "materialized") op.options.set(option);
  return {std::move(op), {}};
}

ops::Operation dropping_of(const ops::CreateTrigger& made) {
  return {ops::DropTrigger{.name = made.name, .table = made.table, .schema = made.schema}, {}};
}

ops::Operation dropping_of(const ops::CreatePolicy& made) {
  return {ops::DropPolicy{.name = made.name, .table = made.table, .schema = made.schema}, {}};
}

ops::Operation dropping_of(const ops::CreateExtension& made) {
  return {ops::DropExtension{.name = made.name}, {}};
}

ops::Operation dropping_of(const schema::TableName& table) {
  return {ops::DropTable{.name = table.name, .schema = table.schema}, {}};
}

ops::Operation dropping_of(const schema::TableName& table, const schema::Index& index) {
  return {ops::DropIndex{.name = *index.name, .table = table.name, .schema = table.schema}, {}};
}

ops::Operation dropping_of(const schema::TableName& table, const schema::Name& constraint,
                           std::optional<ops::ConstraintType> type) {
  return {ops::DropConstraint{.name = schema::Name{constraint.text, type == ops::ConstraintType::check},
                              .table = table.name,
                              .schema = table.schema,
                              .type = type},
          {}};
}

namespace {

template <class T>
ops::Operation constraint_dropping(const schema::TableName& table, const T& constraint, ops::ConstraintType type) {
  if (constraint.name) return dropping_of(table, *constraint.name, type);
  ops::DropConstraint op{.table = table.name, .schema = table.schema, .type = type};
  if constexpr (std::is_same_v<T, schema::Check>)
    op.condition = constraint.condition;
  else
    op.columns = constraint.columns;
  return {std::move(op), {}};
}

}  // namespace

ops::Operation dropping_of(const schema::TableName& table, const schema::Unique& unique) {
  return constraint_dropping(table, unique, ops::ConstraintType::unique);
}

ops::Operation dropping_of(const schema::TableName& table, const schema::Check& check) {
  return constraint_dropping(table, check, ops::ConstraintType::check);
}

ops::Operation dropping_of(const schema::TableName& table, const schema::ForeignKey& key) {
  return constraint_dropping(table, key, ops::ConstraintType::foreignkey);
}

schema::OptionalName name_to_drop_by(const schema::TableName& table, const schema::ForeignKey& key,
                                     const databases::Dialect& dialect) {
  if (key.name || dialect.rebuilds_tables()) return key.name;
  const std::string usual = dialect.usual_name(databases::Dialect::NamedKind::foreign_key, table.name, key.columns);
  return schema::Name{usual.empty() ? fmt::format("{}_{}_fkey", table.name, fmt::join(key.columns, "_")) : usual, true};
}

ops::Operation as_it_was(const schema::TableName& table, const schema::Exclude& exclude,
                         const databases::Dialect& dialect) {
  return {ops::Execute{.sql = fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", dialect.quote(table),
                                          dialect.quote(exclude.name->text),
                                          exclude.options.text("postgresql", "definition"))},
          {}};
}

const schema::Type* enum_in(const schema::Type& type) {
  if (type.name == "Enum" || type.name == "ENUM") return type.text_option("name").empty() ? nullptr : &type;
  if (type.name == "ARRAY" && !type.arguments.empty())
    if (const auto* item = std::get_if<base::Box<schema::Type>>(&type.arguments.front())) return enum_in(**item);
  return nullptr;
}

namespace {

// What a literal at the beginning of a piece of SQL says; nothing: there is none.
std::optional<std::string> literal_at_the_beginning(std::string_view sql) {
  if (!sql.starts_with('\'')) return std::nullopt;
  std::string text;
  for (std::size_t i = 1; i < sql.size(); ++i) {
    if (sql[i] == '\'' && (i + 1 == sql.size() || sql[++i] != '\'')) break;
    text += sql[i];
  }
  return text;
}

// {a,"b c"}: the items of an array as a literal says them.
std::vector<std::string> items_of(std::string_view array) {
  std::vector<std::string> items;
  std::string item;
  bool quoted = false, begun = false;
  for (const char c : array.substr(1)) {
    if (c == '"') {
      quoted = !quoted;
      begun = true;
    } else if (!quoted && (c == ',' || c == '}' || c == '{')) {
      if (begun) items.push_back(std::move(item));
      item.clear();
      begun = false;
    } else {
      item += c;
      begun = true;
    }
  }
  return items;
}

}  // namespace

bool can_have(const schema::Type& type, const schema::DefaultValue& value) {
  const schema::Type* enumeration = enum_in(type);
  const std::vector<std::string>* values = enumeration ? enumeration->list_argument(0) : nullptr;
  if (!values) return true;
  const auto has = [&](const std::string& one) { return std::ranges::find(*values, one) != values->end(); };
  const auto* sql = std::get_if<schema::Sql>(&value);
  const auto* given = std::get_if<std::string>(&value);
  const std::optional<std::string> text = given ? std::optional(*given)
                                          : sql ? literal_at_the_beginning(sql->text)
                                                : std::nullopt;
  if (!text) return true;
  return enumeration != &type && text->starts_with('{') ? std::ranges::all_of(items_of(*text), has) : has(*text);
}

schema::NullableText nullable(const std::string& comment) {
  if (comment.empty()) return schema::Null{};
  return comment;
}

namespace {

// The tables whose counting keys bring a sequence along that a default of the table names: as `<table>_<column>_seq`.
std::set<schema::TableName> lenders(const schema::Table& table,
                                    const std::map<std::string, schema::TableName>& sequences) {
  std::set<schema::TableName> result;
  for (const schema::Column& column : table.columns) {
    const auto* text = column.server_default ? std::get_if<schema::Sql>(&*column.server_default) : nullptr;
    if (!text || !text->text.starts_with("nextval(")) continue;
    const std::string_view named = std::string_view(text->text).substr(0, text->text.rfind('\''));
    const auto found = sequences.find(sql::unquoted(named.substr(named.find_last_of("'.") + 1)));
    if (found != sequences.end() && found->second != table.name) result.insert(found->second);
  }
  return result;
}

}  // namespace

Ordered in_order_of_creation(std::vector<schema::Table> tables, const databases::Dialect& dialect,
                             const std::function<bool(const schema::ForeignKey&)>& waits_for_more) {
  Ordered result;
  const bool any_order = dialect.rebuilds_tables();
  const auto take_out = [&](schema::Table& table, const std::function<bool(const schema::ForeignKey&)>& waits) {
    if (any_order || !waits) return;
    std::erase_if(table.foreign_keys, [&](const schema::ForeignKey& key) {
      if (!waits(key)) return false;
      result.later.emplace_back(table.name, key);
      return true;
    });
  };
  std::set<schema::TableName> all, done;
  for (schema::Table& table : tables) {
    take_out(table, waits_for_more);
    all.insert(table.name);
  }
  const auto waits = [&](const schema::Table& table, const schema::ForeignKey& key) {
    return key.referent.table != table.name && all.contains(key.referent.table) && !done.contains(key.referent.table);
  };
  std::map<std::string, schema::TableName> sequences;
  for (const schema::Table& table : tables)
    for (const schema::Column& column : table.columns)
      if (column.autoincrement.value_or(false))
        sequences.emplace(fmt::format("{}_{}_seq", table.name.name, column.name), table.name);
  std::map<schema::TableName, std::set<schema::TableName>> lent;
  for (const schema::Table& table : tables)
    if (std::set<schema::TableName> from = lenders(table, sequences); !from.empty()) lent.emplace(table.name, from);
  const auto borrows = [&](const schema::Table& table) {
    const auto found = lent.find(table.name);
    return found != lent.end() &&
           std::ranges::any_of(found->second, [&](const auto& lender) { return !done.contains(lender); });
  };
  while (!tables.empty()) {
    auto ready = std::ranges::find_if(tables, [&](const schema::Table& table) {
      return !borrows(table) &&
             std::ranges::none_of(table.foreign_keys, [&](const auto& key) { return waits(table, key); });
    });
    // A circle: the first table goes ahead, and the keys that it has into the circle come when all tables are there.
    if (ready == tables.end()) {
      ready = tables.begin();
      take_out(*ready, [&](const schema::ForeignKey& key) { return waits(*ready, key); });
    }
    done.insert(ready->name);
    result.tables.push_back(std::move(*ready));
    tables.erase(ready);
  }
  return result;
}

schema::Table without_usual_names(schema::Table table, const databases::Dialect& dialect) {
  const auto forget = [&](databases::Dialect::NamedKind kind, schema::OptionalName& name,
                          const std::vector<std::string>& columns) {
    if (name && name->text == dialect.usual_name(kind, table.name.name, columns)) name.reset();
  };
  using enum databases::Dialect::NamedKind;
  if (table.primary_key) forget(primary_key, table.primary_key->name, table.primary_key->columns);
  for (schema::Unique& unique : table.uniques)
    forget(databases::Dialect::NamedKind::unique, unique.name, unique.columns);
  for (schema::ForeignKey& key : table.foreign_keys) forget(foreign_key, key.name, key.columns);
  return table;
}

std::set<std::string> schemas_of(const ops::Objects& objects) {
  std::set<std::string> schemas;
  const auto add = [&](const auto& list) {
    for (const auto& one : list) schemas.insert(one.schema);
  };
  add(objects.extensions);
  add(objects.enums);
  add(objects.sequences);
  add(objects.functions);
  add(objects.views);
  return schemas;
}

WholeDatabase whole_database(const databases::Catalogue& catalogue, const databases::Dialect& dialect) {
  WholeDatabase result;
  const auto add = [&](ops::Operation made, std::optional<ops::Operation> dropped) {
    result.upgrade.push_back(std::move(made));
    if (dropped) result.downgrade.insert(result.downgrade.begin(), std::move(*dropped));
  };
  const auto add_each = [&](const auto& objects) {
    for (const auto& one : objects) add({one, {}}, dropping_of(one));
  };
  const ops::Objects& objects = catalogue.objects;
  std::set<std::string> schemas = schemas_of(objects);
  for (const schema::Table& table : catalogue.tables) schemas.insert(table.name.schema);
  for (const std::string& schema : schemas)
    if (!schema.empty())
      add({ops::CreateSchema{.name = schema}, {}}, ops::Operation{ops::DropSchema{.name = schema}, {}});
  using Place = databases::OtherObject::Place;
  const auto add_others = [&](Place place) {
    for (const databases::OtherObject& other : catalogue.others)
      if (other.place == place)
        add({ops::Execute{.sql = other.create}, {}},
            other.drop.empty() ? std::nullopt : std::optional<ops::Operation>({ops::Execute{.sql = other.drop}, {}}));
  };
  add_others(Place::first);
  for (const auto& one : objects.extensions) {
    ops::CreateExtension extension = one;
    extension.version.clear();
    extension.if_not_exists = true;
    add({std::move(extension), {}}, std::nullopt);
  }
  add_each(objects.enums);
  add_others(Place::types);
  add_each(objects.sequences);
  std::vector<schema::Table> tables;
  for (const schema::Table& table : catalogue.tables) tables.push_back(without_usual_names(table, dialect));
  // What is not valid is said to be so when it is added to a table that is there.
  const auto is_not_valid = [&](const auto& constraint) {
    return constraint.options.flag(dialect.name(), "not_valid");
  };
  std::vector<ops::Operation> not_valid;
  for (schema::Table& table : tables)
    std::erase_if(table.checks, [&](const schema::Check& check) {
      if (!is_not_valid(check)) return false;
      not_valid.push_back(creation_of(table.name, check));
      return true;
    });
  const Ordered ordered = in_order_of_creation(std::move(tables), dialect, is_not_valid);
  std::vector<ops::Operation> creations_of_tables;
  if (!objects.functions.empty())
    for (const schema::Table& table : ordered.tables) creations_of_tables.push_back({creation_of(table), {}});
  const NamesInTables names(creations_of_tables, dialect);
  enum class Functions { before_tables, behind_tables, behind_views };
  const auto place_of = [&](const ops::CreateFunction& function) {
    if (names.contain(function)) return Functions::before_tables;
    return comes_behind(function, objects.views, dialect.syntax()) ? Functions::behind_views : Functions::behind_tables;
  };
  const auto add_functions = [&](Functions which) {
    for (const auto& one : objects.functions)
      if (place_of(one) == which) add({one, {}}, dropping_of(one));
  };
  add_functions(Functions::before_tables);
  for (const schema::Table& table : ordered.tables) add({creation_of(table), {}}, dropping_of(table.name));
  for (const auto& [table, key] : ordered.later)
    add(creation_of(table, key),
        dropping_of(table, *name_to_drop_by(table, key, dialect), ops::ConstraintType::foreignkey));
  for (ops::Operation& check : not_valid) add(std::move(check), std::nullopt);  // it goes with its table
  add_functions(Functions::behind_tables);
  add_others(Place::routines);
  add_others(Place::tables);
  for (const ops::CreateView& view : objects.views) add({without_beside(view), {}}, dropping_of(view));
  add_functions(Functions::behind_views);
  add_each(objects.triggers);
  add_each(objects.policies);
  add_others(Place::all);
  return result;
}

namespace {

// Conventions wrap the names of checks; all others are as good without op.f.
struct AsGiven {
  void operator()(schema::Check&) const {}
  template <class T>
  void operator()(T& element) const {
    if constexpr (requires { element.name->final; })
      if (element.name) element.name->final = false;
  }
};

}  // namespace

std::vector<ops::Operation> models_of(const databases::Catalogue& catalogue, const databases::Dialect& dialect) {
  std::vector<ops::Operation> result;
  for (ops::Operation& operation : whole_database(catalogue, dialect).upgrade) {
    if (std::holds_alternative<ops::CreateSchema>(operation.body)) continue;
    const auto* key = std::get_if<ops::CreateForeignKey>(&operation.body);
    const auto* check = std::get_if<ops::CreateCheckConstraint>(&operation.body);
    if (auto* table = std::get_if<ops::CreateTable>(&operation.body))
      for (schema::Element& element : table->elements) std::visit(AsGiven(), element);
    if (!key && !check) {
      result.push_back(std::move(operation));
      continue;
    }
    const schema::TableName name =
        key ? schema::TableName{key->source_schema, key->source} : schema::TableName{check->schema, check->table};
    for (ops::Operation& made : result)
      if (auto* table = std::get_if<ops::CreateTable>(&made.body);
          table && schema::TableName{table->schema, table->name} == name) {
        if (key)
          table->elements.emplace_back(key->key());
        else
          table->elements.emplace_back(schema::Check{check->condition, check->name, check->options});
      }
  }
  say_plainly(result, dialect);
  return result;
}

std::vector<ops::Operation> creations(databases::Catalogue catalogue, const databases::Dialect& dialect) {
  for (schema::Table& table : catalogue.tables) table.foreign_keys.clear();
  catalogue.objects.extensions.clear();  // they are there
  catalogue.objects.triggers.clear();
  std::vector<ops::Operation> result = whole_database(catalogue, dialect).upgrade;
  std::erase_if(result, [](const auto& made) { return std::holds_alternative<ops::CreateSchema>(made.body); });
  return result;
}

namespace {

template <class T, class Same>
const T* counterpart(const std::vector<T>& objects, const Same& same) {
  const auto found = std::ranges::find_if(objects, same);
  return found == objects.end() ? nullptr : &*found;
}

void take_texts(schema::Table& table, const schema::Table& again) {
  for (schema::Column& column : table.columns) {
    const schema::Column* other = again.find_column(column.name);
    if (!other) continue;
    if (!column.autoincrement.value_or(false)) column.server_default = other->server_default;
    column.computed = other->computed;
  }
  const auto same_name = [](const auto& one) {
    return [&one](const auto& other) { return other.name && one.name && other.name->text == one.name->text; };
  };
  for (schema::Check& check : table.checks)
    if (const auto* other = counterpart(again.checks, same_name(check))) check.condition = other->condition;
  for (schema::Index& index : table.indexes)
    if (const auto* other = counterpart(again.indexes, same_name(index))) {
      index.columns = other->columns;
      index.options = other->options;
    }
}

}  // namespace

void take_texts(databases::Catalogue& catalogue, const databases::Catalogue& again) {
  for (schema::Table& table : catalogue.tables)
    if (const auto* other = counterpart(again.tables, [&](const auto& one) { return one.name == table.name; }))
      take_texts(table, *other);
  for (ops::CreateView& view : catalogue.objects.views)
    if (const auto* other = counterpart(
            again.objects.views, [&](const auto& one) { return one.schema == view.schema && one.name == view.name; }))
      view.select = other->select;
}

}  // namespace luamigrate::autogen
