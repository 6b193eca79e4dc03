#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/inspector.h"

namespace luamigrate::databases::sqlite {

// Reads the catalogue by pragmas, and from the texts of CREATE statements what no pragma tells: names of constraints,
// checks, collations, generated columns. `connection` must outlive it.
std::unique_ptr<Inspector> inspect(Connection& connection);

}  // namespace luamigrate::databases::sqlite
