#pragma once

#include "databases/database.h"

namespace luamigrate::databases::postgresql {

const Database& database();

}  // namespace luamigrate::databases::postgresql
