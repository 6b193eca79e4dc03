// Operations on constraints of a table that exists.
#include <fmt/format.h>

#include "databases/ansi/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {

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

Statements AnsiDialect::drop_constraint(const ops::DropConstraint& op, const schema::TableLookup&) const {
  return {{.sql = fmt::format("{} DROP CONSTRAINT {}{}", alter_table(op.schema, op.table),
                              op.if_exists ? "IF EXISTS " : "", quote(constraint_name(op)))}};
}

Statements AnsiDialect::validate_constraint(const ops::ValidateConstraint&, const schema::TableLookup&) const {
  unsupported("constraints that are validated later", "leave validate_constraint out on this database: ask op.dialect");
}

}  // namespace luamigrate::databases::ansi
