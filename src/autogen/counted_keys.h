// A new column that is its table's key and counts by itself comes as one with the key, so that the rows which are there
// get their numbers; and so it comes back.
#pragma once

#include <vector>

#include "autogen/compare.h"

namespace luamigrate::autogen {

void unite_keys_with_columns(const Sides& sides, std::vector<Difference>& differences);

}  // namespace luamigrate::autogen
