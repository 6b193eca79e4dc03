#pragma once

#include <string>
#include <vector>

#include "databases/ansi/table_parts.h"
#include "databases/dialect.h"

namespace luamigrate::databases::ansi {

// The names of columns of a new table that its keys, constraints and indexes use must be its own. Throws Error{script}.
void check_known_columns(const schema::TableName& table, const TableParts& parts);

// The same of one index, on a table with these columns.
void check_known_columns(const schema::TableName& table, const std::vector<std::string>& columns,
                         const schema::Index& index);

// Throws Error{script} where two of the names, which values are given for, differ by a case that the database ignores:
// SQLite would keep one of the values and drop the other unsaid.
void check_named_once(const Dialect& dialect, const std::vector<std::string>& columns);

}  // namespace luamigrate::databases::ansi
