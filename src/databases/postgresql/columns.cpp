// Columns: their clause, and what alter_column becomes.
#include <fmt/format.h>

#include "databases/postgresql/counting.h"
#include "databases/postgresql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::Identity;

std::string_view generation(const Identity& identity) {
  return identity.always.value_or(false) ? "ALWAYS" : "BY DEFAULT";
}

std::vector<std::string> sequence_options(const Identity& identity, std::string_view prefix) {
  std::vector<std::string> result;
  const auto add = [&](std::string_view words, const std::optional<std::int64_t>& number) {
    if (number) result.push_back(fmt::format("{}{} {}", prefix, words, *number));
  };
  add("INCREMENT BY", identity.increment);
  add("START WITH", identity.start);
  add("MINVALUE", identity.minvalue);
  add("MAXVALUE", identity.maxvalue);
  add("CACHE", identity.cache);
  if (identity.cycle) result.push_back(fmt::format("{}{}", prefix, *identity.cycle ? "CYCLE" : "NO CYCLE"));
  return result;
}

std::string identity_clause(const Identity& identity) {
  std::string text = fmt::format("GENERATED {} AS IDENTITY", generation(identity));
  const std::vector<std::string> options = sequence_options(identity, "");
  return options.empty() ? text : text + fmt::format(" ({})", ansi::joined(options, " "));
}

}  // namespace

// An identity column is NOT NULL by itself.
std::string PostgresqlDialect::column_clause(const schema::Column& column, bool in_primary_key, bool counted) const {
  const bool nullable = column.nullable.value_or(!in_primary_key && !column.identity);
  std::string text = quote(column.name) + " ";
  if (counted && !column.identity) {
    const schema::Type& type = column.type.on(name());
    if (!ansi::is_integer(type))
      throw Error(ErrorKind::script, fmt::format("the column \"{}\" cannot count up: it is no integer", column.name),
                  "take autoincrement out, or make it an Integer");
    text += type.is("BigInteger") ? "BIGSERIAL" : type.is("SmallInteger") ? "SMALLSERIAL" : "SERIAL";
  } else {
    text += type_sql(column.type);
    if (!column.collation.empty()) text += collate_clause(column.collation);
    if (column.server_default && !std::holds_alternative<schema::Null>(*column.server_default))
      text += " DEFAULT " + default_sql(*column.server_default);
  }
  if (column.computed) text += " " + computed_clause(*column.computed);
  if (column.identity) text += " " + identity_clause(*column.identity);
  if (!nullable && !column.identity) text += " NOT NULL";
  if (!column.check.empty()) text += " " + check_clause(schema::Check{.condition = column.check});
  return text;
}

std::string PostgresqlDialect::computed_clause(const schema::Computed& computed) const {
  if (computed.persisted == false)
    unsupported("virtual generated columns", "leave persisted out, or write persisted = true");
  return fmt::format("GENERATED ALWAYS AS ({}) STORED", computed.expression);
}

PostgresqlDialect::Statements PostgresqlDialect::add_column(const ops::AddColumn& op,
                                                            const schema::TableLookup& tables) const {
  const schema::TableName table{op.schema, op.table};
  if (op.if_not_exists && has_column(tables, table, op.column.name)) return {};
  Statements result;
  create_type_of(op.column.type, result);
  for (Statement& statement : AnsiDialect::add_column(op, tables)) result.push_back(std::move(statement));
  if (!op.column.comment.empty()) result.push_back({.sql = column_comment(table, op.column.name, op.column.comment)});
  return result;
}

PostgresqlDialect::Statements PostgresqlDialect::drop_column(const ops::DropColumn& op,
                                                             const schema::TableLookup& tables) const {
  Statements result = AnsiDialect::drop_column(op, tables);
  if (op.options.flag(name(), "cascade")) result.front().sql += " CASCADE";
  return result;
}

PostgresqlDialect::Statements PostgresqlDialect::alter_column(const ops::AlterColumn& op,
                                                              const schema::TableLookup& tables) const {
  const std::string table = alter_table(op.schema, op.table);
  const std::string alter = fmt::format("{} ALTER COLUMN {}", table, quote(op.column));
  const std::string using_sql = op.options.text(name(), "using");
  if (!using_sql.empty() && !op.type)
    throw Error(ErrorKind::script, "using tells how values are converted to a new type, and there is none",
                "add type = ... to the options, or take using out");

  Statements result;
  const Counting change = counting(op, tables);
  if (change.stops) stop_counting(op, alter, result);
  // Not every type can have an identity.
  const bool drops_identity = op.identity && std::holds_alternative<schema::Null>(*op.identity);
  if (drops_identity) result.push_back({.sql = alter + " DROP IDENTITY"});
  if (op.type) {
    create_type_of(*op.type, result);
    const std::string type = without_serial(*op.type);
    const bool only_counts =
        (change.starts || change.stops) && op.existing_type && type == without_serial(*op.existing_type);
    if (!only_counts)
      result.push_back(
          {.sql = fmt::format("{} TYPE {}{}", alter, type, using_sql.empty() ? "" : " USING " + using_sql)});
    if (op.autoincrement == true && op.existing_autoincrement == true) widen_counting(op, type, result);
  }
  // A column has a default or an identity, never both: what goes away must go first. An identity is NOT NULL.
  if (op.nullable) result.push_back({.sql = alter + (*op.nullable ? " DROP NOT NULL" : " SET NOT NULL")});
  if (op.server_default)
    result.push_back({.sql = alter + (std::holds_alternative<schema::Null>(*op.server_default)
                                          ? " DROP DEFAULT"
                                          : " SET DEFAULT " + default_sql(*op.server_default))});
  if (change.starts) start_counting(op, alter, tables, result);
  if (op.identity && !drops_identity) {
    alter_identity(op, tables, alter, result);
    if (change.stops) go_on_counting(op, std::get<Identity>(*op.identity), result);
  }
  if (op.comment) result.push_back({.sql = column_comment({op.schema, op.table}, op.column, *op.comment)});
  if (op.new_column_name && *op.new_column_name != op.column)
    result.push_back({.sql = fmt::format("{} RENAME {} TO {}", table, quote(op.column), quote(*op.new_column_name))});
  return result;
}

void PostgresqlDialect::alter_identity(const ops::AlterColumn& op, const schema::TableLookup& tables,
                                       const std::string& alter, Statements& statements) const {
  const auto& wanted = std::get<Identity>(*op.identity);
  std::optional<Identity> existing;
  if (op.existing_identity) {
    if (const auto* stated = std::get_if<Identity>(&*op.existing_identity)) existing = *stated;
  } else if (const std::optional<schema::Column> column = altered_column(op, tables); column && column->identity) {
    existing.emplace();  // what is asked for is said, whatever it is now
  }
  if (!existing) {
    statements.push_back({.sql = fmt::format("{} ADD {}", alter, identity_clause(wanted))});
    return;
  }
  Identity identity = wanted;
  base::for_each_field<Identity>([&](const auto& field) {
    if (identity.*field.member == (*existing).*field.member) (identity.*field.member).reset();
  });
  std::vector<std::string> changes = sequence_options(identity, "SET ");
  if (identity.always) changes.insert(changes.begin(), fmt::format("SET GENERATED {}", generation(identity)));
  if (!changes.empty()) statements.push_back({.sql = fmt::format("{} {}", alter, ansi::joined(changes, " "))});
}

}  // namespace luamigrate::databases::postgresql
