#pragma once

#include <string>
#include <vector>

#include "databases/connection.h"
#include "ops/metadata.h"

namespace luamigrate::databases::mysql {

// A view, or a default that takes the next value of a sequence, says of each name which schema it is of; of this one
// that is left out.
std::string without_schema(std::string_view text, const std::string& schema);

// Views, functions, triggers and MariaDB's sequences of these schemas, "" for the default one.
ops::Objects read_objects(Connection& connection, const std::vector<std::string>& schemas,
                          const std::string& default_schema);

}  // namespace luamigrate::databases::mysql
