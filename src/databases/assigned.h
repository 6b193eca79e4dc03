#pragma once

#include <string>
#include <vector>

#include "ops/data.h"
#include "sql/syntax.h"

namespace luamigrate::databases {

// The columns that a SET assigns, as they are called: of SQL text, the names before its outermost equals signs.
std::vector<std::string> assigned_columns(const ops::Assignments& set, const sql::Syntax& syntax);

}  // namespace luamigrate::databases
