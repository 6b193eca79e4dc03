#pragma once

#include "databases/scratch.h"

namespace luamigrate::databases::postgresql {

// In schemas of its own, in a transaction that is rolled back.
Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations);

}  // namespace luamigrate::databases::postgresql
