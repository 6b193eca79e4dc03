// The columns by which the rows of a table are gone through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "databases/dialect.h"
#include "schema/table.h"

namespace luamigrate::databases {

// By name as the database compares the names of columns. nullptr: none.
const schema::Column* find_column(const Dialect& dialect, const schema::Table& table, std::string_view name);

// Whether a constraint or an index of the table says that no two rows have these values, NULL aside. One that may
// compare a column in another collation than the column's does not.
bool are_unique(const Dialect& dialect, const schema::Table& table, const std::vector<std::string>& key);

// The part of the key that is another when `column` changes: the column itself, another name of it, as SQLite's `rowid`
// is of a key of one INTEGER, or what is generated from it. nullptr: none.
const std::string* changed_part(const Dialect& dialect, const schema::Table& table, const std::vector<std::string>& key,
                                std::string_view column);

}  // namespace luamigrate::databases
