#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::mysql {

std::span<const OptionDeclaration> options();

}  // namespace luamigrate::databases::mysql
