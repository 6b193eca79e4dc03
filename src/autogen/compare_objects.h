#pragma once

#include "autogen/compare_table.h"

namespace luamigrate::autogen {

// Schemas, extensions, enums, sequences, functions, views and triggers.
// `tables`: what has been found about tables, which views may stand in the way of.
void compare_objects(const Sides& sides, const Made& made, const std::vector<Difference>& tables, const Report& report);

}  // namespace luamigrate::autogen
