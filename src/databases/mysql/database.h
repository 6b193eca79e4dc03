#pragma once

#include "databases/database.h"

namespace luamigrate::databases::mysql {

const Database& database();

}  // namespace luamigrate::databases::mysql
