#include "runtime/effect.h"

#include <algorithm>

namespace luamigrate::runtime {
namespace {

using schema::OptionalName;
using schema::TableName;

using Effect = std::optional<bool>;

// What of its table an operation makes or takes away; empty: neither.
struct NameOfPart {
  std::string operator()(const ops::AddColumn& op) const { return op.column.name; }
  std::string operator()(const ops::DropColumn& op) const { return op.column; }
  std::string operator()(const ops::CreateIndex& op) const { return text_of(op.name); }
  std::string operator()(const ops::DropIndex& op) const { return op.name.text; }
  std::string operator()(const ops::CreateUniqueConstraint& op) const { return text_of(op.name); }
  std::string operator()(const ops::CreateCheckConstraint& op) const { return text_of(op.name); }
  std::string operator()(const ops::CreateForeignKey& op) const { return text_of(op.name); }
  std::string operator()(const ops::DropConstraint& op) const { return text_of(op.name); }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
  static std::string text_of(const OptionalName& name) { return name ? name->text : std::string(); }
};

// What is there already, or gone, may have been so before.
struct IsGuarded {
  template <class T>
  bool operator()(const T& op) const {
    if constexpr (requires { op.if_exists; })
      return op.if_exists;
    else if constexpr (requires { op.if_not_exists; })
      return op.if_not_exists;
    else
      return false;
  }
};

class Looker {
 public:
  Looker(const databases::Dialect& dialect, databases::Inspector& inspector, std::size_t statements)
      : dialect_(dialect), inspector_(inspector), statements_(statements) {}

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
  Effect operator()(const ops::CreateUniqueConstraint& op) const {
    const auto table = inspector_.find_table({op.schema, op.table});
    if (op.name) return table && has_unique(*table, op.name->text);
    return table && std::ranges::any_of(table->uniques, [&](const schema::Unique& unique) {
             return same_names(unique.columns, op.columns);
           });
  }
  Effect operator()(const ops::CreateCheckConstraint& op) const {
    if (!op.name) return std::nullopt;  // the database may tell the condition in other words
    const auto table = inspector_.find_table({op.schema, op.table});
    return table && has_name(table->checks, op.name->text);
  }
  Effect operator()(const ops::CreateForeignKey& op) const {
    const auto table = inspector_.find_table({op.source_schema, op.source});
    if (op.name) return table && has_name(table->foreign_keys, op.name->text);
    const schema::ForeignKey wanted = op.key();
    return table && std::ranges::any_of(table->foreign_keys, [&](const schema::ForeignKey& key) {
             return same_names(key.columns, wanted.columns) && key.referent.table == wanted.referent.table &&
                    same_names(key.referent.columns, wanted.referent.columns);
           });
  }
  // An index alone may stay when a constraint of its name goes.
  Effect operator()(const ops::DropConstraint& op) const {
    using enum ops::ConstraintType;
    const auto table = inspector_.find_table({op.schema, op.table});
    const auto is_gone_of = [&](ops::ConstraintType type, bool found) {
      return (op.type && *op.type != type) || !found;
    };
    if (op.type == primary) return table && !table->primary_key;
    if (!op.name) return std::nullopt;
    const std::string& name = op.name->text;
    const bool is_primary = table && table->primary_key && table->primary_key->name &&
                            dialect_.same_name(table->primary_key->name->text, name);
    return table && is_gone_of(primary, is_primary) && is_gone_of(foreignkey, has_name(table->foreign_keys, name)) &&
           is_gone_of(check, has_name(table->checks, name)) && is_gone_of(unique, has_unique(*table, name));
  }

  Effect operator()(const ops::CreateIndex& op) const {
    if (!op.name) return std::nullopt;
    const auto table = inspector_.find_table({op.schema, op.table});
    if (!table) return false;
    return has_name(table->uniques, op.name->text) ||
           std::ranges::any_of(table->indexes, [&](const schema::Index& index) {
             return index.name && dialect_.same_name(index.name->text, op.name->text) && !index.invalid;
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

  // One statement is done with any part of it, but for what leaves under a name that comes back, and what may have been
  // so before; of several the last one tells of those before it.
  Effect operator()(const ops::BatchAlterTable& op) const {
    if (op.operations.empty()) return std::nullopt;
    if (statements_ > 1) return std::visit(*this, op.operations.back().body);
    std::vector<std::string> names;
    for (const ops::Operation& operation : op.operations) names.push_back(std::visit(NameOfPart(), operation.body));
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto is_this = [&](const std::string& name) { return dialect_.same_name(name, names[i]); };
      if (!names[i].empty() && std::ranges::count_if(names, is_this) > 1) continue;
      if (std::visit(IsGuarded(), op.operations[i].body)) continue;
      if (const Effect effect = std::visit(*this, op.operations[i].body)) return effect;
    }
    return std::nullopt;
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
  template <class List>
  bool has_name(const List& list, const std::string& name) const {
    return std::ranges::any_of(
        list, [&](const auto& each) { return each.name && dialect_.same_name(each.name->text, name); });
  }
  // Where a unique constraint is a unique index, too.
  bool has_unique(const schema::Table& table, const std::string& name) const {
    return has_name(table.uniques, name) || std::ranges::any_of(table.indexes, [&](const schema::Index& index) {
             return index.unique && index.name && dialect_.same_name(index.name->text, name);
           });
  }
  bool same_names(const std::vector<std::string>& a, const std::vector<std::string>& b) const {
    return std::ranges::equal(a, b, [&](const auto& one, const auto& other) { return dialect_.same_name(one, other); });
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

  const databases::Dialect& dialect_;
  databases::Inspector& inspector_;
  std::size_t statements_;
  mutable databases::Catalogue catalogue_;
};

}  // namespace

std::optional<bool> has_taken_effect(const ops::Operation& operation, std::size_t statements,
                                     const databases::Dialect& dialect, databases::Inspector& inspector) {
  return std::visit(Looker(dialect, inspector, statements), operation.body);
}

}  // namespace luamigrate::runtime
