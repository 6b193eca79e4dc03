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
  const auto cursor = connection.query_small({.sql = fmt::format("SELECT {} FROM {}", column, quoted_name())});
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

databases::Statement VersionTable::change(const revisions::RowChange& change) const {
  std::string sql;
  schema::PositionalParameters params;
  if (change.from.empty()) {
    sql = "INSERT INTO {0} ({1}) VALUES (?)";
    params = {change.to};
  } else if (change.to.empty()) {
    sql = "DELETE FROM {0} WHERE {0}.{1} = ?";
    params = {change.from};
  } else {
    sql = "UPDATE {0} SET {1}=? WHERE {0}.{1} = ?";
    params = {change.to, change.from};
  }
  return dialect_.compile_execute(fmt::format(fmt::runtime(sql), quoted_name(), column), params).front();
}

databases::Statement VersionTable::removal_of_all() const {
  return {.sql = "DELETE FROM " + quoted_name()};
}

void VersionTable::apply(databases::Connection& connection, const revisions::RowChange& row) const {
  const std::int64_t touched = connection.execute(change(row));
  if (touched != 1)
    throw Error(ErrorKind::version_table,
                fmt::format("a row of the version table \"{}\" that was to be changed matched {} rows instead of 1",
                            schema::shown(name_), touched),
                "another program has changed the table meanwhile: see \"luamigrate current\" and run again");
}

}  // namespace luamigrate::state
