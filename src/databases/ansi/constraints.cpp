// Operations on constraints of a table that exists.
#include <fmt/format.h>

#include <algorithm>

#include "databases/ansi/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {
namespace {

template <class List>
bool has_name(const List& list, const std::string& name) {
  return std::ranges::any_of(list, [&](const auto& each) { return each.name && each.name->text == name; });
}

// The words for `type` of all that is called so in the table. An index is taken for a unique constraint, which some
// databases do too.
std::vector<std::string_view> types_of(const schema::Table& table, const std::string& name) {
  std::vector<std::string_view> types;
  const auto add = [&](bool found, ops::ConstraintType type) {
    if (found) types.push_back(base::word_of(type));
  };
  add(table.primary_key && table.primary_key->name && table.primary_key->name->text == name,
      ops::ConstraintType::primary);
  add(has_name(table.uniques, name) || has_name(table.indexes, name), ops::ConstraintType::unique);
  add(has_name(table.checks, name), ops::ConstraintType::check);
  add(has_name(table.foreign_keys, name), ops::ConstraintType::foreignkey);
  return types;
}

}  // namespace

Statements AnsiDialect::create_primary_key(const ops::CreatePrimaryKey& op, const schema::TableLookup&) const {
  const schema::PrimaryKey key{.columns = op.columns, .name = op.name, .options = op.options};
  return {{.sql = alter_table(op.schema, op.table) + " ADD " + primary_key_clause(key)}};
}

Statements AnsiDialect::create_unique(const ops::CreateUniqueConstraint& op, const schema::TableLookup&) const {
  const schema::Unique unique{.columns = op.columns, .name = op.name, .options = op.options};
  return {{.sql = alter_table(op.schema, op.table) + " ADD " + unique_clause(unique)}};
}

Statements AnsiDialect::create_check(const ops::CreateCheckConstraint& op, const schema::TableLookup&) const {
  const schema::Check check{.condition = op.condition, .name = op.name, .options = op.options};
  return {{.sql = alter_table(op.schema, op.table) + " ADD " + check_clause(check)}};
}

Statements AnsiDialect::create_foreign_key(const ops::CreateForeignKey& op, const schema::TableLookup&) const {
  return {{.sql = alter_table(op.source_schema, op.source) + " ADD " + foreign_key_clause(op.key())}};
}

Statements AnsiDialect::create_exclude(const ops::CreateExcludeConstraint& op, const schema::TableLookup&) const {
  const schema::Exclude exclude{.elements = op.elements, .name = op.name, .options = op.options};
  return {{.sql = alter_table(op.schema, op.table) + " ADD " + exclude_clause(exclude)}};
}

const std::string& AnsiDialect::constraint_name(const ops::DropConstraint& op) const {
  if (!op.name || !op.columns.empty() || !op.condition.empty())
    throw Error(ErrorKind::script, fmt::format("a constraint is dropped by its name on {}", name()),
                "every constraint has one here: give it, and leave columns and condition out");
  return op.name->text;
}

void AnsiDialect::require_type(const ops::DropConstraint& op, const schema::TableLookup& tables) const {
  if (!op.type || !op.name) return;
  const std::optional<schema::Table> table = tables.find_table({op.schema, op.table});
  const auto types = table ? types_of(*table, op.name->text) : std::vector<std::string_view>();
  if (types.empty() || std::ranges::find(types, base::word_of(*op.type)) != types.end()) return;
  throw Error(ErrorKind::script,
              fmt::format("the constraint \"{}\" of \"{}\" is not of the type \"{}\"", op.name->text, op.table,
                          base::word_of(*op.type)),
              fmt::format("write type = \"{}\", or leave it out", types.front()));
}

Statements AnsiDialect::drop_constraint(const ops::DropConstraint& op, const schema::TableLookup& tables) const {
  require_type(op, tables);
  return {{.sql = fmt::format("{} DROP CONSTRAINT {}{}", alter_table(op.schema, op.table),
                              op.if_exists ? "IF EXISTS " : "", quote(constraint_name(op)))}};
}

Statements AnsiDialect::validate_constraint(const ops::ValidateConstraint&, const schema::TableLookup&) const {
  unsupported("constraints that are validated later", "leave validate_constraint out on this database: ask op.dialect");
}

}  // namespace luamigrate::databases::ansi
