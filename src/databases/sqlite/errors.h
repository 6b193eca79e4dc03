#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {

// The error for a result code of SQLite with its words; `sql` is the statement, if there was one.
Error error_of(int code, std::string_view words, std::string_view sql, const std::string& file);

// The last error of a connection.
Error last_error(sqlite3* handle, std::string_view sql, const std::string& file);

}  // namespace luamigrate::databases::sqlite
