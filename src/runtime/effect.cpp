#include "runtime/effect.h"

#include <algorithm>

namespace luamigrate::runtime {
namespace {

using schema::OptionalName;
using schema::TableName;

using Effect = std::optional<bool>;

template <class List>
bool has_name(const List& list, const std::string& name) {
  return std::ranges::any_of(list, [&](const auto& each) { return each.name && each.name->text == name; });
}

class Looker {
 public:
  Looker(databases::Inspector& inspector, std::size_t statements) : inspector_(inspector), statements_(statements) {}

  Effect operator()(const ops::CreateTable& op) const {
    if (op.temporary) return std::nullopt;
    return inspector_.has_table({op.schema, op.name});
  }
  Effect operator()(const ops::DropTable& op) const { return !inspector_.has_table({op.schema, op.name}); }
  Effect operator()(const ops::RenameTable& op) const {
    return inspector_.has_table({op.schema, op.new_name}) && !inspector_.has_table({op.schema, op.name});
  }

  Effect operator()(const ops::AddColumn& op) const {
    return inspector_.has_column({op.schema, op.table}, op.column.name);
  }
  Effect operator()(const ops::DropColumn& op) const {
    return !inspector_.has_column({op.schema, op.table}, op.column);
  }
  Effect operator()(const ops::AlterColumn& op) const {
    if (!op.new_column_name || *op.new_column_name == op.column) return std::nullopt;
    const TableName table{op.schema, op.table};
    return has_column(table, *op.new_column_name) && !has_column(table, op.column);
  }

  Effect operator()(const ops::CreatePrimaryKey& op) const {
    const auto table = inspector_.find_table({op.schema, op.table});
    return table && table->primary_key;
  }
  Effect operator()(const ops::CreateUniqueConstraint& op) const { return constraint({op.schema, op.table}, op.name); }
  Effect operator()(const ops::CreateCheckConstraint& op) const { return constraint({op.schema, op.table}, op.name); }
  Effect operator()(const ops::CreateForeignKey& op) const {
    return constraint({op.source_schema, op.source}, op.name);
  }
  Effect operator()(const ops::DropConstraint& op) const {
    if (op.type == ops::ConstraintType::primary) {
      const auto table = inspector_.find_table({op.schema, op.table});
      return table && !table->primary_key;
    }
    const Effect there = constraint({op.schema, op.table}, op.name);
    return there && !*there;
  }

  Effect operator()(const ops::CreateIndex& op) const {
    if (!op.name) return std::nullopt;
    const auto table = inspector_.find_table({op.schema, op.table});
    if (!table) return false;
    return has_name(table->uniques, op.name->text) ||
           std::ranges::any_of(table->indexes, [&](const schema::Index& index) {
             return index.name && index.name->text == op.name->text && !index.invalid;
           });
  }
  Effect operator()(const ops::DropIndex& op) const {
    if (!op.table) return std::nullopt;
    return !inspector_.has_index({op.schema, *op.table}, op.name.text);
  }

  Effect operator()(const ops::CreateView& op) const {
    if (op.replace || op.temporary) return std::nullopt;
    return inspector_.has_table({op.schema, op.name});
  }
  Effect operator()(const ops::DropView& op) const { return !inspector_.has_table({op.schema, op.name}); }

  Effect operator()(const ops::CreateTrigger& op) const {
    if (op.replace) return std::nullopt;
    return has_trigger(op.schema, op.table, op.name);
  }
  Effect operator()(const ops::DropTrigger& op) const { return !has_trigger(op.schema, op.table, op.name); }

  Effect operator()(const ops::CreateSequence& op) const { return has_sequence(op.schema, op.name); }
  Effect operator()(const ops::DropSequence& op) const { return !has_sequence(op.schema, op.name); }

  Effect operator()(const ops::CreateSchema& op) const { return has_schema(op.name); }
  Effect operator()(const ops::DropSchema& op) const { return !has_schema(op.name); }

  // One statement is done with any part of it; of several the last one tells of those before it.
  Effect operator()(const ops::BatchAlterTable& op) const {
    std::vector<Effect> effects;
    for (const ops::Operation& operation : op.operations) effects.push_back(std::visit(*this, operation.body));
    if (statements_ == 1) {
      for (const Effect& effect : effects)
        if (effect) return effect;
      return std::nullopt;
    }
    return effects.empty() ? std::nullopt : effects.back();
  }

  template <class Other>
  Effect operator()(const Other&) const {
    return std::nullopt;
  }

 private:
  // Under exactly this name: a rename may change no more than the case.
  bool has_column(const TableName& name, const std::string& column) const {
    const auto table = inspector_.find_table(name);
    return table && table->find_column(column);
  }
  Effect constraint(const TableName& name, const OptionalName& constraint) const {
    if (!constraint) return std::nullopt;
    const auto table = inspector_.find_table(name);
    const std::string& text = constraint->text;
    return table && (has_name(table->uniques, text) || has_name(table->checks, text) ||
                     has_name(table->foreign_keys, text) || has_name(table->indexes, text));
  }
  bool has_trigger(const std::string& schema, const std::string& table, const std::string& name) const {
    const auto& triggers = catalogue(schema).objects.triggers;
    return std::ranges::any_of(
        triggers, [&](const ops::CreateTrigger& each) { return each.name == name && each.table == table; });
  }
  bool has_sequence(const std::string& schema, const std::string& name) const {
    const auto& sequences = catalogue(schema).objects.sequences;
    return std::ranges::any_of(sequences, [&](const ops::CreateSequence& each) { return each.name == name; });
  }
  bool has_schema(const std::string& name) const {
    const auto& schemas = catalogue("").schemas;
    return std::ranges::find(schemas, name) != schemas.end();
  }
  const databases::Catalogue& catalogue(const std::string& schema) const {
    catalogue_ = inspector_.read_catalogue({.schemas = {schema}});
    return catalogue_;
  }

  databases::Inspector& inspector_;
  std::size_t statements_;
  mutable databases::Catalogue catalogue_;
};

}  // namespace

std::optional<bool> has_taken_effect(const ops::Operation& operation, std::size_t statements,
                                     databases::Inspector& inspector) {
  return std::visit(Looker(inspector, statements), operation.body);
}

}  // namespace luamigrate::runtime
