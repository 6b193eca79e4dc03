#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/inspector.h"

namespace luamigrate::databases::mysql {

// Reads information_schema. The connection must outlive it.
std::unique_ptr<Inspector> inspect(Connection& connection);

}  // namespace luamigrate::databases::mysql
