#pragma once

#include <string>
#include <vector>

#include "databases/catalogue.h"
#include "databases/connection.h"

namespace luamigrate::databases::postgresql {

// Domains, composite types, aggregates and partitions in `schemas` (real names), as the SQL that makes them.
std::vector<OtherObject> read_others(Connection& connection, const std::vector<std::string>& schemas);

}  // namespace luamigrate::databases::postgresql
