#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::postgresql {

std::span<const OptionDeclaration> options();

}  // namespace luamigrate::databases::postgresql
