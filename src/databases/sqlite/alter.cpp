// Operations on a table that is there: by ALTER TABLE where SQLite truly can, else by a rebuild.
#include <fmt/format.h>

#include <algorithm>

#include "databases/ansi/known_columns.h"
#include "databases/sqlite/default_text.h"
#include "databases/sqlite/dependents.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/names.h"
#include "luamigrate/error.h"
#include "schema/naming.h"

namespace luamigrate::databases::sqlite {
namespace {

bool has_default(const schema::Column& column) {
  return column.server_default && !std::holds_alternative<schema::Null>(*column.server_default);
}

bool has_column_named(const schema::TableLookup& tables, const schema::TableName& table, std::string_view name) {
  const std::optional<schema::Table> found = tables.find_table(table);
  return found && std::ranges::any_of(found->columns,
                                      [&](const schema::Column& column) { return same_name(column.name, name); });
}

// The values of the texts in a condition.
std::vector<std::string> strings_in(std::string_view condition) {
  std::vector<std::string> values;
  for (const sql::Token& token : significant_tokens(condition))
    if (token.kind == sql::TokenKind::string) values.push_back(unquoted(token.text));
  return values;
}

schema::Unique with_conflict(schema::Unique unique, const schema::Column& column) {
  if (const auto* resolution = column.options.find("sqlite", "on_conflict_unique"))
    unique.options.set({"sqlite", "on_conflict", *resolution});
  return unique;
}

schema::Index wanted_index(const ops::CreateIndex& op) {
  return {.name = op.name,
          .columns = op.columns,
          .unique = op.unique,
          .if_not_exists = op.if_not_exists,
          .options = op.options};
}

}  // namespace

bool SqliteDialect::only_renames(const ops::AlterColumn& op) {
  return !op.nullable && !op.type && !op.server_default && !op.autoincrement && !op.identity &&
         op.insert_before.empty() && op.insert_after.empty();
}

// To SQLite the new name is taken where it differs by case alone.
SqliteDialect::Statements SqliteDialect::rename_table(const ops::RenameTable& op, const TableLookup& tables) const {
  if (op.name == op.new_name || !same_name(op.name, op.new_name)) return AnsiDialect::rename_table(op, tables);
  const std::string between = std::string(temporary_prefix) + op.name;
  Statements result = AnsiDialect::rename_table({.name = op.name, .new_name = between, .schema = op.schema}, tables);
  for (Statement& statement :
       AnsiDialect::rename_table({.name = between, .new_name = op.new_name, .schema = op.schema}, tables))
    result.push_back(std::move(statement));
  return result;
}

SqliteDialect::Statements SqliteDialect::add_column(const ops::AddColumn& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  if (op.if_not_exists && has_column_named(tables, table, op.column.name)) return {};
  if (op.if_not_exists && !tables.complete() && !tables.find_table(table))
    unsupported("ADD COLUMN IF NOT EXISTS, which takes a look at the table,",
                "leave if_not_exists out offline (--sql), or run this revision online");
  if (!can_add_column(op)) return rebuilt(table, tables, op);
  Statements result{{.sql = fmt::format("{} ADD COLUMN {}", alter_table(op.schema, op.table), added_clause(op))}};
  if (op.column.index) result.push_back(index_statement(table, index_of(op)));
  return result;
}

SqliteDialect::Statements SqliteDialect::drop_column(const ops::DropColumn& op, const TableLookup& tables) const {
  // Offline the table is not known; SQLite itself refuses where its DROP COLUMN does not reach.
  if (!op.if_exists && !tables.complete() && !tables.find_table({op.schema, op.table})) {
    Statements result = AnsiDialect::drop_column(op, tables);
    result.front().sql.insert(
        0,
        "-- Fails where an index, a key, a constraint, a view or a trigger uses the column: drop that "
        "before,\n-- or say what the table is: op.batch_alter_table with copy_from.\n");
    return result;
  }
  const schema::Table table = known_table({op.schema, op.table}, tables, ops::DropColumn::lua_name);
  if (auto statements = native_drop_column(*this, table, op.column)) return std::move(*statements);
  Rebuild rebuild(*this, table);
  apply(rebuild, op);
  return rebuild.statements();
}

SqliteDialect::Statements SqliteDialect::alter_column(const ops::AlterColumn& op, const TableLookup& tables) const {
  if (!only_renames(op)) return rebuilt({op.schema, op.table}, tables, op);
  if (!op.new_column_name || *op.new_column_name == op.column) return {};
  const bool is_another = !same_name(*op.new_column_name, op.column);  // else all that names it still does
  if (const auto table = is_another ? tables.find_table({op.schema, op.table}) : std::nullopt)
    refuse_rename_behind_views(*table, op.column);
  return {{.sql = fmt::format("{} RENAME COLUMN {} TO {}", alter_table(op.schema, op.table), quote(op.column),
                              quote(*op.new_column_name))}};
}

SqliteDialect::Statements SqliteDialect::create_primary_key(const ops::CreatePrimaryKey& op,
                                                            const TableLookup& tables) const {
  return rebuilt({op.schema, op.table}, tables, op);
}

SqliteDialect::Statements SqliteDialect::create_unique(const ops::CreateUniqueConstraint& op,
                                                       const TableLookup& tables) const {
  return rebuilt({op.schema, op.table}, tables, op);
}

SqliteDialect::Statements SqliteDialect::create_check(const ops::CreateCheckConstraint& op,
                                                      const TableLookup& tables) const {
  return rebuilt({op.schema, op.table}, tables, op);
}

SqliteDialect::Statements SqliteDialect::create_foreign_key(const ops::CreateForeignKey& op,
                                                            const TableLookup& tables) const {
  return rebuilt({op.source_schema, op.source}, tables, op);
}

SqliteDialect::Statements SqliteDialect::create_exclude(const ops::CreateExcludeConstraint& op,
                                                        const TableLookup&) const {
  exclude_clause({.elements = op.elements});  // throws
  return {};
}

SqliteDialect::Statements SqliteDialect::drop_constraint(const ops::DropConstraint& op,
                                                         const TableLookup& tables) const {
  return rebuilt({op.schema, op.table}, tables, op);
}

// SQLite itself would take "x" for a string where there is no column x, and index that.
SqliteDialect::Statements SqliteDialect::create_index(const ops::CreateIndex& op, const TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  if (const std::optional<schema::Table> found = tables.find_table(table)) {
    std::vector<std::string> columns;
    for (const schema::Column& column : found->columns) columns.push_back(column.name);
    ansi::check_known_columns(table, columns, wanted_index(op));
  }
  return AnsiDialect::create_index(op, tables);
}

schema::Table SqliteDialect::known_table(const schema::TableName& name, const TableLookup& tables,
                                         std::string_view operation) const {
  if (std::optional<schema::Table> found = tables.find_table(name)) {
    if (!found->definition.empty()) return std::move(*found);
  } else if (tables.complete()) {
    throw Error(ErrorKind::script, fmt::format("there is no table \"{}\"", schema::shown(name)),
                "check the name, or create the table first");
  }
  throw Error(ErrorKind::unsupported,
              fmt::format("{} on SQLite makes the table \"{}\" anew from its stored text, and an offline run (--sql) "
                          "cannot see that",
                          operation, schema::shown(name)),
              "say what the table is: op.batch_alter_table with copy_from = { ... }, or run this revision online");
}

template <class Op>
SqliteDialect::Statements SqliteDialect::rebuilt(const schema::TableName& table, const TableLookup& tables,
                                                 const Op& op) const {
  Rebuild rebuild(*this, known_table(table, tables, Op::lua_name));
  apply(rebuild, op);
  return rebuild.statements();
}

// Source of the conditions: https://sqlite.org/lang_altertable.html, ALTER TABLE ADD COLUMN.
bool SqliteDialect::can_add_column(const ops::AddColumn& op) const {
  const schema::Column& column = op.column;
  if (!op.insert_before.empty() || !op.insert_after.empty()) return false;
  if (column.primary_key || (column.unique && !column.index)) return false;
  if (column.computed) return column.computed->persisted != true;
  if (!has_default(column)) return true;  // NOT NULL too, where the table has no rows: no way gives them a value
  return !column.references && form_of_default(default_sql(*column.server_default)) == DefaultForm::constant;
}

// A reference can only stand with the column.
std::string SqliteDialect::added_clause(const ops::AddColumn& op) const {
  std::string clause = column_clause(op.column, op.column.primary_key, false);
  if (const auto check = enum_check(op.column)) clause += " " + check_clause(*check);
  if (op.column.references) {
    const schema::ForeignKey key = ansi::foreign_key_of(op.column);
    if (!key.referent.table.schema.empty() && key.referent.table.schema != op.schema)
      unsupported("foreign keys into another database file", "keep both tables in one schema");
    clause += " " + constraint_prefix(key.name) + references_clause(key);
  }
  return clause;
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::AddColumn& op) const {
  const std::string& column = op.column.name;
  if (op.if_not_exists && rebuild.has_column(column)) return;
  if (op.column.primary_key && rebuild.has_primary_key())
    throw Error(
        ErrorKind::script,
        fmt::format("the table \"{}\" has a primary key, and the new column \"{}\" is to be another",
                    rebuild.table_name(), column),
        "add the column without primary_key, then drop the old key (op.drop_constraint with type = \"primary\") "
        "and make the new one by op.create_primary_key");
  rebuild.add_column(column, added_clause(op), op.insert_before, op.insert_after);
  if (op.column.primary_key)
    rebuild.add_constraint({column}, primary_key_clause(schema::PrimaryKey{.columns = {column}}));
  if (op.column.unique && !op.column.index)
    rebuild.add_constraint({column}, unique_clause(with_conflict(unique_of(op), op.column)));
  if (!op.column.index) return;
  const schema::Index index = index_of(op);
  rebuild.add_index(index.name->text, index_statement({op.schema, op.table}, index));
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::DropColumn& op) const {
  if (op.if_exists && !rebuild.has_column(op.column)) return;
  rebuild.drop_column(op.column);
}

void SqliteDialect::drop_enum_check(Rebuild& rebuild, const ops::AlterColumn& op) const {
  if (op.existing_type) {
    const auto check = enum_check({.name = op.column, .type = *op.existing_type});
    if (check && check->name)
      rebuild.drop_constraint(check->name->text, ops::ConstraintType::check);
    else if (check)
      rebuild.drop_unnamed(ops::ConstraintType::check, {}, check->condition);
    return;
  }
  const ColumnText& column = rebuild.stored_column(op.column);
  rebuild.drop_checks([&](const ClauseText& clause) {
    if (!clause.name.empty()) return false;  // a script may have given it
    const std::string condition = inside_parentheses(clause);
    const std::vector<std::string> values = strings_in(condition);
    if (values.empty()) return false;
    const schema::Type type{.name = "Enum", .arguments = {values}, .options = {{"check", true}}};
    const auto check = enum_check({.name = column.name, .type = type});
    return same_name(type_sql(type), column.type) && same_sql(condition, check->condition) &&
           clause.text.ends_with(')');
  });
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::AlterColumn& op) const {
  if (op.identity && std::holds_alternative<schema::Identity>(*op.identity))
    unsupported("identity columns", "leave `identity` out here: ask op.dialect");
  if (op.type) {
    const auto check = enum_check({.name = op.column, .type = *op.type});
    drop_enum_check(rebuild, op);
    // The CHECK of an enum takes the place of the one that its old values had.
    if (check && check->name) rebuild.drop_constraint(check->name->text, ops::ConstraintType::check);
    if (check) rebuild.add_constraint({}, check_clause(*check));
    rebuild.set_type(op.column, type_sql(*op.type));
  }
  // Alembic writes it for every key of one integer, of which SQLite counts those that are the row id.
  if (op.autoincrement == true && !rebuild.in_primary_key(op.column))
    unsupported("columns that count but an INTEGER PRIMARY KEY", "leave `autoincrement` out here");
  if (op.nullable) rebuild.set_nullable(op.column, *op.nullable);
  if (op.server_default) {
    const bool dropped = std::holds_alternative<schema::Null>(*op.server_default);
    rebuild.set_default(op.column,
                        dropped ? std::nullopt : std::optional("DEFAULT " + default_sql(*op.server_default)));
  }
  rebuild.move_column(op.column, op.insert_before, op.insert_after);
  if (op.new_column_name && *op.new_column_name != op.column) rebuild.rename_column(op.column, *op.new_column_name);
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::CreatePrimaryKey& op) const {
  rebuild.add_constraint(op.columns, primary_key_clause(schema::PrimaryKey{
                                         .columns = op.columns, .name = op.name, .options = op.options}));
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::CreateUniqueConstraint& op) const {
  rebuild.add_constraint(op.columns,
                         unique_clause(schema::Unique{.columns = op.columns, .name = op.name, .options = op.options}));
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::CreateCheckConstraint& op) const {
  rebuild.add_constraint(
      {}, check_clause(schema::Check{.condition = op.condition, .name = op.name, .options = op.options}));
}

std::string SqliteDialect::local_key_clause(const schema::ForeignKey& key, const std::string& schema) const {
  if (!key.referent.table.schema.empty() && key.referent.table.schema != schema)
    unsupported("foreign keys into another database file", "keep both tables in one schema");
  return foreign_key_clause(key);
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::CreateForeignKey& op) const {
  rebuild.add_constraint(op.local_columns, local_key_clause(op.key(), op.source_schema));
}

void SqliteDialect::apply(Rebuild&, const ops::CreateExcludeConstraint& op) const {
  exclude_clause({.elements = op.elements});
}

void SqliteDialect::drop_unnamed(Rebuild& rebuild, const ops::DropConstraint& op) {
  const bool by_columns = op.type == ops::ConstraintType::unique || op.type == ops::ConstraintType::foreignkey;
  const bool by_condition = op.type == ops::ConstraintType::check;
  if (!op.type || by_columns == op.columns.empty() || by_condition == op.condition.empty())
    throw Error(ErrorKind::script, "what has no name is known by what it is",
                "write type = \"primary\", type = \"unique\" or \"foreignkey\" with columns = { ... }, or type = "
                "\"check\" with condition = \"...\"");
  if (rebuild.drop_unnamed(*op.type, op.columns, op.condition) || op.if_exists) return;
  throw Error(ErrorKind::script, fmt::format("the table \"{}\" has no such constraint without a name", op.table),
              "look at its CREATE TABLE; one with a name is dropped by that");
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::DropConstraint& op) const {
  if (!op.name) return drop_unnamed(rebuild, op);
  if (!op.columns.empty() || !op.condition.empty())
    throw Error(ErrorKind::script, "columns and condition tell which constraint is meant that has no name",
                "leave them out, or write nil in the place of the name");
  if (rebuild.drop_constraint(op.name->text, op.type) || op.if_exists) return;
  const std::vector<std::string> names = rebuild.constraint_names();
  if (op.type && std::ranges::any_of(names, [&](const std::string& name) { return same_name(name, op.name->text); }))
    throw Error(ErrorKind::script,
                fmt::format("the constraint \"{}\" of \"{}\" is not of the type \"{}\"", op.name->text, op.table,
                            base::word_of(*op.type)),
                "write the type that it is of, or leave it out");
  throw Error(
      ErrorKind::script, fmt::format("the table \"{}\" has no constraint \"{}\"", op.table, op.name->text),
      names.empty() ? "none of its constraints has a name" : "those with a name are " + ansi::joined(names, ", "));
}

void SqliteDialect::apply(Rebuild&, const ops::ValidateConstraint& op) const {
  validate_constraint(op, schema::NoTables());
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::CreateIndex& op) const {
  const schema::TableName table{op.schema, op.table};
  const schema::Index index = wanted_index(op);
  ansi::check_known_columns(table, rebuild.column_names(), index);
  rebuild.add_index(index.name ? index.name->text : "", index_statement(table, index));
}

void SqliteDialect::apply(Rebuild& rebuild, const ops::DropIndex& op) const {
  if (!rebuild.drop_index(op.name.text) && !op.if_exists)
    throw Error(ErrorKind::script,
                fmt::format("there is no index \"{}\" on \"{}\"", op.name.text, rebuild.table_name()),
                "check the name, or write if_exists = true");
}

}  // namespace luamigrate::databases::sqlite
