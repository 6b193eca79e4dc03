#pragma once

#include "databases/database.h"

namespace luamigrate::databases::mssql {

const Database& database();

}  // namespace luamigrate::databases::mssql
