#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::sqlite {

std::span<const OptionDeclaration> options();

}  // namespace luamigrate::databases::sqlite
