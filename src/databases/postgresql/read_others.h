#pragma once

#include <string>
#include <vector>

#include "databases/catalogue.h"
#include "databases/connection.h"

namespace luamigrate::databases::postgresql {

// What no operation makes in `schemas` (real names), as the SQL that makes it: domains, composite types, aggregates,
// partitions, and the rest.
std::vector<OtherObject> read_others(Connection& connection, const std::vector<std::string>& schemas);

}  // namespace luamigrate::databases::postgresql
