#include "ops/naming.h"

#include <fmt/format.h>

#include "base/text.h"
#include "luamigrate/error.h"

namespace luamigrate::ops {
namespace {

using namespace schema;

// Names that were given are never cut: two could become one.
void check_length(const OptionalName& name, const NameLimit& limit) {
  if (name) limit.require(name->text);
}

void check_length(const std::string& name, const NameLimit& limit) {
  limit.require(name);
}

struct NameElement {
  const NamingConvention& convention;
  const TableName& table;
  NameLimit limit;

  void operator()(Column& column) const {
    check_length(column.name, limit);
    name_check_of(column.type);
    if (!column.references) return;
    Reference& reference = *column.references;
    const ForeignKey key{.columns = {column.name},
                         .referent = {{reference.schema, reference.table}, {reference.column}},
                         .name = reference.name};
    reference.name = foreign_key_name(convention, table, key, limit);
    check_length(reference.name, limit);
  }
  void operator()(PrimaryKey& key) const { set(key.name, primary_key_name(convention, table, key, limit)); }
  void operator()(Unique& unique) const { set(unique.name, unique_name(convention, table, unique, limit)); }
  void operator()(Check& check) const { set(check.name, check_name(convention, table, check, limit)); }
  void operator()(ForeignKey& key) const { set(key.name, foreign_key_name(convention, table, key, limit)); }
  void operator()(Exclude& exclude) const { check_length(exclude.name, limit); }
  void operator()(Index& index) const { set(index.name, index_name(convention, table, index, limit)); }

  // The CHECK of an enum has the enum's name, which the convention wraps.
  void name_check_of(Type& type) const {
    for (TypeVariant& variant : type.variants) name_check_of(variant.type);
    if (!type.is("Enum") || !type.flag("check")) return;
    OptionalName name;
    if (const std::string given = type.text_option("name"); !given.empty()) name = Name{given};
    const OptionalName made = check_name(convention, table, {.condition = {}, .name = name}, limit);
    if (!made || made == name) return;
    for (auto& [option, value] : type.options)
      if (option == "check") value = made->text;
  }

  void set(OptionalName& name, const OptionalName& value) const {
    name = value;
    check_length(name, limit);
  }
};

// A column's own unique, index and check become elements of their own where the convention names them: a dialect then
// has nothing left to name but what the database names by itself.
void name_elements(std::vector<Element>& elements, const NameElement& namer, bool whole_table = true) {
  std::vector<Element> named;
  named.reserve(elements.size());
  std::vector<Element> from_columns;
  PrimaryKey column_key;
  bool has_primary_key = false;
  for (Element& element : elements) {
    if (auto* column = std::get_if<Column>(&element)) {
      if (column->primary_key) column_key.columns.push_back(column->name);
      // Both together are one unique index, as in SQLAlchemy.
      if (column->index)
        from_columns.push_back(Index{.columns = {IndexColumn{.expression = column->name}}, .unique = column->unique});
      else if (column->unique)
        from_columns.push_back(Unique{.columns = {column->name}});
      column->unique = column->index = false;
    }
    has_primary_key = has_primary_key || !whole_table || std::holds_alternative<PrimaryKey>(element);
    named.push_back(std::move(element));
  }
  if (!has_primary_key && !column_key.columns.empty() && !namer.convention.primary_key.empty())
    named.push_back(std::move(column_key));
  for (Element& element : from_columns) named.push_back(std::move(element));
  for (Element& element : named) std::visit(namer, element);
  elements = std::move(named);
}

std::vector<Operation> taken_apart(std::vector<Operation> operations);

struct NameOperation {
  const NamingConvention& convention;
  NameLimit limit;

  void operator()(CreateTable& op) const {
    check_length(op.name, limit);
    const TableName table{op.schema, op.name};
    name_elements(op.elements, {convention, table, limit});
  }
  void operator()(RenameTable& op) const { check_length(op.new_name, limit); }
  void operator()(AddColumn& op) const {
    const TableName table{op.schema, op.table};
    NameElement{convention, table, limit}(op.column);
    if (op.column.index)
      op.name_of_part = index_name(convention, table, {.columns = {IndexColumn{.expression = op.column.name}}}, limit);
    else if (op.column.unique)
      op.name_of_part = unique_name(convention, table, {.columns = {op.column.name}}, limit);
    check_length(op.name_of_part, limit);
  }
  void operator()(AlterColumn& op) const {
    if (op.new_column_name) check_length(*op.new_column_name, limit);
    const TableName table{op.schema, op.table};
    for (std::optional<Type>* type : {&op.type, &op.existing_type})
      if (*type) NameElement{convention, table, limit}.name_check_of(**type);
  }
  void operator()(CreatePrimaryKey& op) const {
    const TableName table{op.schema, op.table};
    op.name = primary_key_name(convention, table, {.columns = op.columns, .name = op.name}, limit);
    check_length(op.name, limit);
  }
  void operator()(CreateUniqueConstraint& op) const {
    const TableName table{op.schema, op.table};
    op.name = unique_name(convention, table, {.columns = op.columns, .name = op.name}, limit);
    check_length(op.name, limit);
  }
  void operator()(CreateCheckConstraint& op) const {
    const TableName table{op.schema, op.table};
    op.name = check_name(convention, table, {.condition = op.condition, .name = op.name}, limit);
    check_length(op.name, limit);
  }
  void operator()(CreateForeignKey& op) const {
    const TableName table{op.source_schema, op.source};
    op.name = foreign_key_name(convention, table, op.key(), limit);
    check_length(op.name, limit);
  }
  void operator()(CreateExcludeConstraint& op) const { check_length(op.name, limit); }
  void operator()(DropConstraint& op) const {
    // A check is dropped by the name it was given, which the convention wraps as it did when it was made.
    if (op.type == ConstraintType::check && op.name)
      op.name = *check_name(convention, {op.schema, op.table}, {.condition = {}, .name = op.name}, limit);
  }
  void operator()(CreateIndex& op) const {
    const TableName table{op.schema, op.table};
    op.name = index_name(convention, table, {.name = op.name, .columns = op.columns}, limit);
    check_length(op.name, limit);
  }
  void operator()(CreateSchema& op) const { check_length(op.name, limit); }
  void operator()(CreateView& op) const {
    check_length(op.name, limit);
    const TableName view{op.schema, op.name};
    const NameElement namer{convention, view, limit};
    for (Element& element : op.indexes) std::visit(namer, element);
  }
  void operator()(CreateTrigger& op) const { check_length(op.name, limit); }
  void operator()(CreateSequence& op) const { check_length(op.name, limit); }
  void operator()(CreateEnum& op) const {
    check_length(op.name, limit);
    for (const std::string& value : op.values) check_length(value, limit);
  }
  void operator()(AddEnumValue& op) const { check_length(op.value, limit); }
  void operator()(RenameEnumValue& op) const { check_length(op.new_value, limit); }
  void operator()(CreatePolicy& op) const { check_length(op.name, limit); }
  void operator()(BatchAlterTable& op) const {
    const NamingConvention own = laid_over(convention, op.naming_convention);
    const TableName table{op.schema, op.table};
    const NameElement namer{own, table, limit};
    if (op.copy_from) name_elements(*op.copy_from, namer);
    name_elements(op.reflect_overrides, namer, false);
    name_elements(op.table_args, namer, false);
    op.operations = taken_apart(std::move(op.operations));
    for (Operation& inner : op.operations) std::visit(NameOperation{own, limit}, inner.body);
  }
  template <class Unnamed>
  void operator()(Unnamed&) const {}
};

// add_column with `unique` or `index` is two operations in one; apart, each has a name of its own. With `if_not_exists`
// they are one: both are made, or neither.
void take_apart(Operation operation, std::vector<Operation>& into) {
  auto* added = std::get_if<AddColumn>(&operation.body);
  const bool is_one = !added || added->if_not_exists || (!added->column.unique && !added->column.index);
  if (is_one) {
    into.push_back(std::move(operation));
    return;
  }
  const bool unique = added->column.unique;
  const bool index = added->column.index;
  schema::DialectOptions of_unique;
  if (const auto* resolution = added->column.options.find("sqlite", "on_conflict_unique"))
    of_unique.set({"sqlite", "on_conflict", *resolution});
  added->column.unique = added->column.index = false;
  const std::string table = added->table;
  const std::string schema = added->schema;
  const std::string column = added->column.name;
  const Origin origin = operation.origin;
  into.push_back(std::move(operation));
  // Both together are one unique index, as in SQLAlchemy.
  if (index)
    into.push_back(
        {CreateIndex{
             .table = table, .columns = {IndexColumn{.expression = column}}, .schema = schema, .unique = unique},
         origin});
  else
    into.push_back(
        {CreateUniqueConstraint{.table = table, .columns = {column}, .schema = schema, .options = of_unique}, origin});
}

std::vector<Operation> taken_apart(std::vector<Operation> operations) {
  std::vector<Operation> result;
  for (Operation& operation : operations) take_apart(std::move(operation), result);
  return result;
}

// Several operations on one table in the place of one are a batch.
Operation taken_apart(Operation operation) {
  const auto* added = std::get_if<AddColumn>(&operation.body);
  if (!added) return operation;
  BatchAlterTable batch{.table = added->table, .schema = added->schema};
  const Origin origin = operation.origin;
  take_apart(std::move(operation), batch.operations);
  if (batch.operations.size() == 1) return std::move(batch.operations.front());
  return {std::move(batch), origin};
}

}  // namespace

Operation with_names(Operation operation, const NamingConvention& convention, NameLimit limit) {
  operation = taken_apart(std::move(operation));
  std::visit(NameOperation{convention, limit}, operation.body);
  return operation;
}

}  // namespace luamigrate::ops
