#pragma once

#include <string>
#include <vector>

#include "databases/ansi/table_parts.h"

namespace luamigrate::databases::ansi {

// The names of columns of a new table that its keys, constraints and indexes use must be its own. Throws Error{script}.
void check_known_columns(const schema::TableName& table, const TableParts& parts);

// The same of one index, on a table with these columns.
void check_known_columns(const schema::TableName& table, const std::vector<std::string>& columns,
                         const schema::Index& index);

}  // namespace luamigrate::databases::ansi
