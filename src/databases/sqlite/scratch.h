#pragma once

#include "databases/scratch.h"

namespace luamigrate::databases::sqlite {

// In memory, on a connection of its own.
Catalogue show_models(Connection& connection, const std::vector<ops::Operation>& creations);

}  // namespace luamigrate::databases::sqlite
