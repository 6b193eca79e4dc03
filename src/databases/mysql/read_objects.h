#pragma once

#include <string>
#include <vector>

#include "databases/connection.h"
#include "ops/metadata.h"

namespace luamigrate::databases::mysql {

// Views, functions, triggers and MariaDB's sequences of these schemas, "" for the default one.
ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema);

}  // namespace luamigrate::databases::mysql
