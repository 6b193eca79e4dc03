#include "state/version_table.h"

#include <fmt/format.h>

#include "luamigrate/error.h"

namespace luamigrate::state {
namespace {

constexpr const char* column = "version_num";

// Wide enough for any id: Alembic's 32 characters are too few for ids that people write.
constexpr std::int64_t id_length = 255;

}  // namespace

std::vector<std::string> VersionTable::read(databases::Connection& connection, databases::Inspector& inspector) const {
  return inspector.has_table(name_) ? rows(connection) : std::vector<std::string>();
}

std::vector<std::string> VersionTable::rows(databases::Connection& connection) const {
  std::vector<std::string> ids;
  const auto cursor = connection.query({.sql = fmt::format("SELECT {} FROM {}", column, quoted_name())});
  std::vector<schema::Value> values;
  while (cursor->next(values))
    if (const auto* id = std::get_if<std::string>(&values.front())) ids.push_back(*id);
  return ids;
}

ops::Operation VersionTable::creation() const {
  const schema::Type text{.name = "String", .arguments = {id_length}};
  return {ops::CreateTable{
              .name = name_.name,
              .elements = {schema::Column{.name = column, .type = text, .nullable = false},
                           schema::PrimaryKey{.columns = {column}, .name = schema::Name{name_.name + "_pkc", true}}},
              .schema = name_.schema},
          {}};
}

bool VersionTable::ensure(databases::Connection& connection, databases::Inspector& inspector) const {
  if (inspector.has_table(name_)) return false;
  for (const auto& statement : dialect_.compile(creation(), inspector)) connection.execute(statement);
  return true;
}

std::vector<databases::Statement> VersionTable::change(const revisions::RowChange& change) const {
  std::vector<databases::Statement> statements;
  const auto add = [&](std::string_view pattern, const schema::PositionalParameters& params) {
    const std::string sql =
        fmt::format(fmt::runtime(pattern), fmt::arg("table", quoted_name()), fmt::arg("column", column));
    for (auto& statement : dialect_.compile_execute(sql, params)) statements.push_back(std::move(statement));
  };
  for (const std::string& id : change.deletes) add("DELETE FROM {table} WHERE {table}.{column} = ?", {id});
  for (const auto& [from, to] : change.updates)
    add("UPDATE {table} SET {column}=? WHERE {table}.{column} = ?", {to, from});
  for (const std::string& id : change.inserts) add("INSERT INTO {table} ({column}) VALUES (?)", {id});
  return statements;
}

databases::Statement VersionTable::removal_of_all() const {
  return {.sql = "DELETE FROM " + quoted_name()};
}

void VersionTable::apply(databases::Connection& connection, const revisions::RowChange& rows) const {
  for (const auto& statement : change(rows)) {
    const std::int64_t touched = connection.execute(statement);
    if (touched != 1)
      throw Error(ErrorKind::version_table,
                  fmt::format("a row of the version table \"{}\" that was to be changed matched {} rows instead of 1",
                              schema::shown(name_), touched),
                  "another program has changed the table meanwhile: see \"luamigrate current\" and run again");
  }
}

}  // namespace luamigrate::state
