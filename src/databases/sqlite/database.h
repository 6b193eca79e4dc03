#pragma once

#include "databases/database.h"

namespace luamigrate::databases::sqlite {

const Database& database();

}  // namespace luamigrate::databases::sqlite
