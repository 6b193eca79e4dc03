#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "databases/connection.h"
#include "databases/rows.h"
#include "schema/table.h"

namespace luamigrate::databases::postgresql {

// `((a > 0))` as pg_get_expr() gives it, without the parentheses around the whole.
std::string without_parentheses(std::string expression);

// `fillfactor=90,autovacuum_enabled=false`
schema::OptionMap storage_parameters(const std::string& settings);

struct Relation {
  std::int64_t id = 0;
  schema::TableName name;
  std::string comment;
  schema::DialectOptions options;
};

// The tables with all their parts, in the order of the relations, in a fixed number of queries.
std::vector<schema::Table> read_tables(Connection& connection, const std::vector<Relation>& relations);

// Only their indexes: what a materialized view has.
std::vector<std::vector<schema::Index>> read_indexes(Connection& connection, const std::vector<Relation>& relations);

}  // namespace luamigrate::databases::postgresql
