#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "databases/connection.h"
#include "databases/rows.h"
#include "schema/table.h"

namespace luamigrate::databases::mysql {

// `TABLE_SCHEMA IN (?, ?)` for these schemas, of which "" is the default one.
std::string in_schemas(std::string_view column, const std::vector<std::string>& schemas, Values& params);

// The tables of these schemas with all their parts, by schema and name; only that of this name if one is given. In a
// fixed number of queries.
std::vector<schema::Table> read_tables(Connection& connection, const std::vector<std::string>& schemas,
                                       const std::string& name = {});

}  // namespace luamigrate::databases::mysql
