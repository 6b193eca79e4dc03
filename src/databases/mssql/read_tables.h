#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "databases/rows.h"
#include "schema/table.h"

namespace luamigrate::databases::mssql {

// Of a column of BIT, and of one that is 1 or 0.
bool is_set(const schema::Value& value);

// `s.name IN (?, ?)` for these schemas, of which "" is the default one.
std::string in_schemas(const std::vector<std::string>& schemas, Values& params);

// `((0))` without the parentheses that the server puts around it.
std::string_view without_parentheses(std::string_view expression);

// The tables of these schemas with all their parts, by schema and name; only that of this name if one is given. In a
// fixed number of queries.
std::vector<schema::Table> read_tables(Connection& connection, const std::vector<std::string>& schemas,
                                       const std::string& name = {});

}  // namespace luamigrate::databases::mssql
