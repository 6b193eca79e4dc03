#pragma once

#include <vector>

#include "databases/scratch.h"

namespace luamigrate::databases::mysql {

// In databases of their own, luamigrate_scratch_<session>_<n>, which are dropped again. DDL commits by itself here:
// what a killed run has left of them goes with the next one.
Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations);

}  // namespace luamigrate::databases::mysql
