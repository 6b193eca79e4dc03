// Names that one thing gives up and another takes in the same revision.
#pragma once

#include <vector>

#include "autogen/compare.h"

namespace luamigrate::autogen {

// What gives up a name that something else takes goes before all that comes.
void free_names(const Sides& sides, std::vector<Difference>& differences);

}  // namespace luamigrate::autogen
