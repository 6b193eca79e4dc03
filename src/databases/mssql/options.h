#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::mssql {

std::span<const OptionDeclaration> options();

}  // namespace luamigrate::databases::mssql
