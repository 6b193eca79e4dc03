#pragma once

#include <string>

#include "databases/sqlite/create_table_text.h"

namespace luamigrate::databases::sqlite {

// One column, or one constraint of a table, as an operation states it. Throws Error{script} for a text that opens what
// it does not close, or that is more than the one.
ColumnText parse_column(const std::string& clause);
ClauseText parse_constraint(const std::string& clause);

}  // namespace luamigrate::databases::sqlite
