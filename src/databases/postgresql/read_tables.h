#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "databases/connection.h"
#include "schema/table.h"

namespace luamigrate::databases::postgresql {

using Values = std::vector<schema::Value>;

// All rows of a query whose result is small enough to be held.
std::vector<Values> rows_of(Connection& connection, const char* sql, std::vector<schema::Value> params = {});

std::string text(const schema::Value& value);  // "" for NULL
bool flag(const schema::Value& value);
std::int64_t number(const schema::Value& value);
bool is_null(const schema::Value& value);

// `((a > 0))` as pg_get_expr() gives it, without the parentheses around the whole.
std::string without_parentheses(std::string expression);

struct Relation {
  std::int64_t id = 0;
  schema::TableName name;
  std::string comment;
};

// The tables with all their parts, in the order of the relations, in a fixed number of queries.
std::vector<schema::Table> read_tables(Connection& connection, const std::vector<Relation>& relations);

// Only their indexes: what a materialized view has.
std::vector<std::vector<schema::Index>> read_indexes(Connection& connection, const std::vector<Relation>& relations);

}  // namespace luamigrate::databases::postgresql
