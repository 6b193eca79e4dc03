#pragma once

#include <span>

#include "databases/database.h"

namespace luamigrate::databases::mssql {

std::span<const schema::TypeDeclaration> types();

}  // namespace luamigrate::databases::mssql
