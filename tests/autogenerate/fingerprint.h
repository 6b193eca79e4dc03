#pragma once

#include <string>

#include "support/live_database.h"

namespace luamigrate::test {

// All that the database holds, in a form that does not mind in which order it was made; the tables of luamigrate left
// out.
std::string fingerprint(const LiveDatabase& database);

}  // namespace luamigrate::test
