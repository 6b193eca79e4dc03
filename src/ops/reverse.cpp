#include "ops/reverse.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "base/text.h"
#include "luamigrate/error.h"

namespace luamigrate::ops {
namespace {

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

[[noreturn]] void gone(const std::string& name, std::string_view operation) {
  irreversible(operation, fmt::format("what \"{}\" was is not known any more", name), reversible_hint);
}

[[noreturn]] void replaced(const std::string& name, std::string_view operation) {
  irreversible(operation, fmt::format("what \"{}\" replaced is not known any more", name), reversible_hint);
}

// Where a literal or a quoted name that begins at `from` ends: '...', "...", $tag$...$tag$. `from`: none begins there.
std::size_t quoted_end(std::string_view text, std::size_t from) {
  std::string_view quote = text.substr(from, 1);
  if (quote == "$") {
    const std::size_t end = text.find('$', from + 1);
    const bool in_name = from > 0 && base::white_space.find(text[from - 1]) == std::string_view::npos &&
                         std::string_view("(,=").find(text[from - 1]) == std::string_view::npos;
    if (end == std::string_view::npos || in_name) return from;
    quote = text.substr(from, end + 1 - from);
  } else if (quote != "'" && quote != "\"") {
    return from;
  }
  const std::size_t close = text.find(quote, from + quote.size());
  return close == std::string_view::npos ? text.size() : close + quote.size();
}

bool is_default_word(std::string_view text, std::size_t at) {
  constexpr std::string_view word = "default";
  const auto is_space = [&](std::size_t place) {
    return place < text.size() && base::white_space.find(text[place]) != std::string_view::npos;
  };
  const std::size_t end = at + word.size();
  const bool stands_alone =
      is_space(end) || (end < text.size() && std::string_view("('").find(text[end]) != std::string_view::npos);
  return at > 0 && is_space(at - 1) && stands_alone && base::lower(text.substr(at, word.size())) == word;
}

// A signature as DROP takes it: defaults of parameters are for CREATE alone.
std::string without_defaults(std::string_view signature) {
  std::string result;
  int depth = 0;
  bool in_default = false;
  for (std::size_t i = 0; i < signature.size(); ++i) {
    if (const std::size_t end = quoted_end(signature, i); end != i) {
      if (!in_default) result += signature.substr(i, end - i);
      i = end - 1;
      continue;
    }
    const char c = signature[i];
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if ((c == ',' && depth == 1) || (c == ')' && depth == 0)) in_default = false;
    if (depth == 1 && (c == '=' || is_default_word(signature, i))) {
      in_default = true;
      result.erase(result.find_last_not_of(std::string(base::white_space) + ":") + 1);
    }
    if (!in_default) result += c;
  }
  return result;
}

// Databases refuse to drop these while something else is in them or needs them, and they hold nothing of their own.
template <class Op>
constexpr bool is_harmless = std::is_same_v<Op, CreateSchema> || std::is_same_v<Op, CreateExtension>;

// What an operation with `if_not_exists` has met is not known afterwards: its inverse might drop what was there before.
template <class Op>
void require_that_it_was_made(const Op& op) {
  if constexpr (requires { op.if_not_exists; } && !is_harmless<Op>)
    if (op.if_not_exists)
      irreversible(Op::lua_name, "whether it was there before is not known (if_not_exists)",
                   "leave if_not_exists out, or " + std::string(reversible_hint));
}

// What SQL Server and MySQL do not drop with a column by themselves.
void drop_what_hangs_on(const schema::Column& column, schema::DialectOptions& options) {
  const bool is_set = column.server_default && !std::holds_alternative<schema::Null>(*column.server_default);
  if (is_set) options.set({"mssql", "drop_default", true});
  if (!column.check.empty() || column.type.option("check")) options.set({"mssql", "drop_check", true});
  if (!column.references) return;
  options.set({"mssql", "drop_foreign_key", true});
  options.set({"mysql", "drop_foreign_key", true});
}

// A unique constraint without a name goes with the new column that it is on.
bool goes_with(const std::vector<std::string>& added, const Operation& operation) {
  const auto* unique = std::get_if<CreateUniqueConstraint>(&operation.body);
  return unique && !unique->name && unique->columns.size() == 1 &&
         std::ranges::find(added, unique->columns.front()) != added.end();
}

struct Reverse {
  const Origin& origin;

  using Result = std::optional<Operation>;

  Result operator()(const CreateTable& op) const {
    if (op.temporary) return std::nullopt;  // it has gone with its session
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
    DropColumn back{.table = op.table, .column = op.column.name, .schema = op.schema};
    drop_what_hangs_on(op.column, back.options);
    return Operation{std::move(back), origin};
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
    if (std::ranges::any_of(op.options.all(), [](const auto& option) { return option.name == "using"; }))
      irreversible("alter_column", "how values go back to the type before is not known (using)", reversible_hint);
    swap_attribute(back.nullable, back.existing_nullable, "nullable");
    swap_attribute(back.type, back.existing_type, "type");
    swap_attribute(back.server_default, back.existing_server_default, "server_default");
    swap_attribute(back.comment, back.existing_comment, "comment");
    swap_attribute(back.autoincrement, back.existing_autoincrement, "autoincrement");
    swap_attribute(back.identity, back.existing_identity, "identity");
    if (!op.insert_before.empty() || !op.insert_after.empty())
      irreversible("alter_column", fmt::format("where \"{}\" stood before is not known", op.column), reversible_hint);
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
    irreversible("drop_constraint",
                 op.name ? fmt::format("what \"{}\" was is not known any more", op.name->text)
                         : "what it was is not known any more",
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

  Result operator()(const CreateSchema& op) const { return Operation{DropSchema{.name = op.name}, origin}; }
  Result operator()(const CreateExtension& op) const { return Operation{DropExtension{.name = op.name}, origin}; }
  Result operator()(const CreateView& op) const {
    if (op.replace) replaced(op.name, CreateView::lua_name);
    DropView back{.name = op.name, .schema = op.schema};
    for (const schema::DialectOption& option : op.options.all())
      if (option.name == "materialized") back.options.set(option);
    return Operation{back, origin};
  }
  Result operator()(const RefreshMaterializedView&) const { return std::nullopt; }
  Result operator()(const CreateFunction& op) const {
    if (op.replace) replaced(op.signature, CreateFunction::lua_name);
    return Operation{
        DropFunction{.signature = without_defaults(op.signature), .schema = op.schema, .procedure = op.procedure},
        origin};
  }
  Result operator()(const CreateTrigger& op) const {
    if (op.replace) replaced(op.name, CreateTrigger::lua_name);
    return Operation{DropTrigger{.name = op.name, .table = op.table, .schema = op.schema}, origin};
  }
  Result operator()(const CreateSequence& op) const {
    return Operation{DropSequence{.name = op.name, .schema = op.schema}, origin};
  }
  Result operator()(const AlterSequence& op) const {
    irreversible("alter_sequence", fmt::format("what \"{}\" was before is not known", op.name), reversible_hint);
  }
  Result operator()(const CreateEnum& op) const {
    return Operation{DropEnum{.name = op.name, .schema = op.schema}, origin};
  }
  Result operator()(const AddEnumValue&) const {
    irreversible("add_enum_value", "a value cannot be taken out of an enum again",
                 "make the type anew in the downgrade: see \"Enums\" in the reference");
  }
  Result operator()(const RenameEnumValue& op) const {
    return Operation{
        RenameEnumValue{.name = op.name, .old_value = op.new_value, .new_value = op.old_value, .schema = op.schema},
        origin};
  }
  Result operator()(const Grant& op) const {
    return Operation{Revoke{.privileges = op.privileges, .object = op.object, .role = op.role}, origin};
  }
  Result operator()(const Revoke&) const {
    irreversible("revoke", "which of the privileges were there is not known", reversible_hint);
  }
  Result operator()(const EnableRowSecurity& op) const {
    return Operation{DisableRowSecurity{.table = op.table, .schema = op.schema}, origin};
  }
  Result operator()(const DisableRowSecurity&) const {
    irreversible("disable_row_security", "whether it was forced for the table's owner too is not known",
                 reversible_hint);
  }
  Result operator()(const CreatePolicy& op) const {
    return Operation{DropPolicy{.name = op.name, .table = op.table, .schema = op.schema}, origin};
  }
  Result operator()(const DropSchema& op) const { gone(op.name, DropSchema::lua_name); }
  Result operator()(const DropExtension& op) const { gone(op.name, DropExtension::lua_name); }
  Result operator()(const DropView& op) const { gone(op.name, DropView::lua_name); }
  Result operator()(const DropFunction& op) const { gone(op.signature, DropFunction::lua_name); }
  Result operator()(const DropTrigger& op) const { gone(op.name, DropTrigger::lua_name); }
  Result operator()(const DropSequence& op) const { gone(op.name, DropSequence::lua_name); }
  Result operator()(const DropEnum& op) const { gone(op.name, DropEnum::lua_name); }
  Result operator()(const DropPolicy& op) const { gone(op.name, DropPolicy::lua_name); }

  Result operator()(const Execute&) const {
    irreversible("execute", "what undoes a statement of SQL is not known", reversible_hint);
  }
  Result operator()(const BatchedUpdate&) const {
    irreversible("batched_update", "what the rows held before is not known", reversible_hint);
  }
  Result operator()(const BulkInsert&) const {
    irreversible("bulk_insert", "which rows to delete again is not known", reversible_hint);
  }
  Result operator()(const BatchAlterTable& op) const {
    if (op.reshapes() || op.copy_from)
      irreversible("batch_alter_table", fmt::format("what \"{}\" was before is not known", op.table), reversible_hint);
    BatchAlterTable back{
        .table = op.table, .schema = op.schema, .recreate = op.recreate, .naming_convention = op.naming_convention};
    std::vector<std::string> added, of_columns;  // new ones, and those of them with a unique constraint
    for (const Operation& inner : op.operations)
      if (const auto* adds = std::get_if<AddColumn>(&inner.body)) added.push_back(adds->column.name);
    for (auto inner = op.operations.rbegin(); inner != op.operations.rend(); ++inner) {
      if (goes_with(added, *inner)) {
        of_columns.push_back(std::get<CreateUniqueConstraint>(inner->body).columns.front());
        continue;
      }
      auto reversed = reverse(*inner);
      if (!reversed) continue;
      if (auto* drops = std::get_if<DropColumn>(&reversed->body))
        if (std::ranges::find(of_columns, drops->column) != of_columns.end())
          drops->options.set({"mssql", "drop_unique", true});
      back.operations.push_back(std::move(*reversed));
    }
    return Operation{std::move(back), origin};
  }
};

}  // namespace

std::optional<Operation> reverse(const Operation& operation) {
  std::visit([](const auto& op) { require_that_it_was_made(op); }, operation.body);
  return std::visit(Reverse{operation.origin}, operation.body);
}

}  // namespace luamigrate::ops
