#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::mysql {

std::span<const schema::TypeDeclaration> types();

}  // namespace luamigrate::databases::mysql
