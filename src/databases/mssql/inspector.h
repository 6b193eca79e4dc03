#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/inspector.h"

namespace luamigrate::databases::mssql {

// Reads the catalogue views (sys.tables and the like). The connection must outlive it.
std::unique_ptr<Inspector> inspect(Connection& connection);

}  // namespace luamigrate::databases::mssql
