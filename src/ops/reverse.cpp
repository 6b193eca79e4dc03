#include "ops/reverse.h"

#include <fmt/format.h>

#include "luamigrate/error.h"

namespace luamigrate::ops {
namespace {

using schema::Null;

[[noreturn]] void irreversible(std::string_view operation, std::string_view why, std::string hint) {
  throw Error(ErrorKind::script, fmt::format("{} cannot be inverted: {}", operation, why), std::move(hint));
}

constexpr const char* reversible_hint = "write both ways: op.reversible(function() ... end, function() ... end)";

schema::Name required_name(const schema::OptionalName& name, std::string_view operation) {
  if (!name)
    irreversible(operation, "the name that the database gave is not known",
                 "give a name, or a naming convention, so that it can be dropped again");
  return *name;
}

template <class Created>
Operation dropped(const Created& op, ConstraintType type, const Origin& origin) {
  schema::Name name = required_name(op.name, Created::lua_name);
  name.final = true;
  return {DropConstraint{.name = name, .table = op.table, .schema = op.schema, .type = type}, origin};
}

// Swaps what is wanted with what was there; an attribute that changes must say what it was.
template <class Wanted>
void swap_attribute(std::optional<Wanted>& wanted, std::optional<Wanted>& existing, std::string_view name) {
  if (!wanted) return;
  if (!existing)
    irreversible("alter_column", fmt::format("what {} was before is not known", name),
                 fmt::format("add existing_{} to its options", name));
  std::swap(wanted, existing);
}

struct Reverse {
  const Origin& origin;

  using Result = std::optional<Operation>;

  Result operator()(const CreateTable& op) const {
    return Operation{DropTable{.name = op.name, .schema = op.schema}, origin};
  }
  Result operator()(const DropTable& op) const {
    irreversible("drop_table", fmt::format("the columns of \"{}\" are not known any more", op.name), reversible_hint);
  }
  Result operator()(const RenameTable& op) const {
    return Operation{RenameTable{.name = op.new_name, .new_name = op.name, .schema = op.schema}, origin};
  }
  Result operator()(const CreateTableComment& op) const {
    const auto* before = op.existing_comment ? std::get_if<std::string>(&*op.existing_comment) : nullptr;
    if (!before)
      return Operation{DropTableComment{.table = op.table, .schema = op.schema, .existing_comment = op.comment},
                       origin};
    return Operation{
        CreateTableComment{.table = op.table, .comment = *before, .schema = op.schema, .existing_comment = op.comment},
        origin};
  }
  Result operator()(const DropTableComment& op) const {
    const auto* before = op.existing_comment ? std::get_if<std::string>(&*op.existing_comment) : nullptr;
    if (!before)
      irreversible("drop_table_comment", "the comment is not known any more", "add existing_comment to its options");
    return Operation{CreateTableComment{.table = op.table, .comment = *before, .schema = op.schema}, origin};
  }

  Result operator()(const AddColumn& op) const {
    return Operation{DropColumn{.table = op.table, .column = op.column.name, .schema = op.schema}, origin};
  }
  Result operator()(const DropColumn& op) const {
    irreversible("drop_column", fmt::format("what \"{}\" was is not known any more", op.column), reversible_hint);
  }
  Result operator()(const AlterColumn& op) const {
    AlterColumn back = op;
    if (op.new_column_name) {
      back.column = *op.new_column_name;
      back.new_column_name = op.column;
    }
    swap_attribute(back.nullable, back.existing_nullable, "nullable");
    swap_attribute(back.type, back.existing_type, "type");
    swap_attribute(back.server_default, back.existing_server_default, "server_default");
    swap_attribute(back.comment, back.existing_comment, "comment");
    swap_attribute(back.autoincrement, back.existing_autoincrement, "autoincrement");
    if (op.identity) irreversible("alter_column", "what identity was before is not known", reversible_hint);
    return Operation{back, origin};
  }

  Result operator()(const CreatePrimaryKey& op) const { return dropped(op, ConstraintType::primary, origin); }
  Result operator()(const CreateUniqueConstraint& op) const { return dropped(op, ConstraintType::unique, origin); }
  Result operator()(const CreateCheckConstraint& op) const { return dropped(op, ConstraintType::check, origin); }
  Result operator()(const CreateForeignKey& op) const {
    schema::Name name = required_name(op.name, CreateForeignKey::lua_name);
    name.final = true;
    return Operation{
        DropConstraint{
            .name = name, .table = op.source, .schema = op.source_schema, .type = ConstraintType::foreignkey},
        origin};
  }
  Result operator()(const CreateExcludeConstraint& op) const {
    const schema::Name name = required_name(op.name, CreateExcludeConstraint::lua_name);
    return Operation{DropConstraint{.name = name, .table = op.table, .schema = op.schema}, origin};
  }
  Result operator()(const DropConstraint& op) const {
    irreversible("drop_constraint", fmt::format("what \"{}\" was is not known any more", op.name.text),
                 reversible_hint);
  }
  Result operator()(const ValidateConstraint&) const { return std::nullopt; }

  Result operator()(const CreateIndex& op) const {
    DropIndex back{.name = required_name(op.name, CreateIndex::lua_name), .table = op.table, .schema = op.schema};
    for (const schema::DialectOption& option : op.options.all())
      if (option.name == "concurrently") back.options.set(option);
    return Operation{back, origin};
  }
  Result operator()(const DropIndex& op) const {
    irreversible("drop_index", fmt::format("the columns of \"{}\" are not known any more", op.name.text),
                 reversible_hint);
  }

  Result operator()(const Execute&) const {
    irreversible("execute", "what undoes a statement of SQL is not known", reversible_hint);
  }
  Result operator()(const BulkInsert&) const {
    irreversible("bulk_insert", "which rows to delete again is not known", reversible_hint);
  }
  Result operator()(const BatchAlterTable& op) const {
    BatchAlterTable back{.table = op.table, .schema = op.schema, .recreate = op.recreate};
    for (auto inner = op.operations.rbegin(); inner != op.operations.rend(); ++inner)
      if (auto reversed = reverse(*inner)) back.operations.push_back(std::move(*reversed));
    return Operation{std::move(back), origin};
  }
};

}  // namespace

std::optional<Operation> reverse(const Operation& operation) {
  return std::visit(Reverse{operation.origin}, operation.body);
}

}  // namespace luamigrate::ops
