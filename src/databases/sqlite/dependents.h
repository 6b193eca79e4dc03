// Views and triggers that name a column of a table. SQLite follows only some of them, and takes "x" for a text where
// there is no column x: what it would not see is refused.
#pragma once

#include <string_view>

#include "schema/table.h"

namespace luamigrate::databases::sqlite {

// "the column cannot be dropped: <what> names it"
[[noreturn]] void refuse_drop(const schema::Table& table, std::string_view column, std::string_view what);

// Refuses to drop a column that a trigger names which has to do with the table, or a view in double quotes.
void refuse_where_objects_name(const schema::Table& table, std::string_view column);

// Refuses to rename a column that a view over a view of the table names in double quotes, or a trigger that reads a
// view which gives the column on: SQLite follows the name in views over the table alone, and takes "x" for a text where
// there is no column x.
void refuse_rename_behind_views(const schema::Table& table, std::string_view column);

}  // namespace luamigrate::databases::sqlite
