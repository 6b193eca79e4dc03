#pragma once

#include <string>
#include <vector>

#include "databases/connection.h"
#include "ops/metadata.h"

namespace luamigrate::databases::mssql {

// Views, routines, triggers and sequences of these schemas, of which "" is the default one.
ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema);

}  // namespace luamigrate::databases::mssql
