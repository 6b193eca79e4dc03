#pragma once

#include <string_view>

#include "sql/tokenizer.h"

namespace luamigrate::databases {

// The programs sqlite3, mysql and mariadb drop a carriage return at the end of a line of a script, in whatever it
// stands. Whether `token` is a text that must be written in another way for that. Throws Error{unsupported} for a
// quoted name, which has no other.
bool loses_carriage_return(const sql::Token& token, std::string_view program);

}  // namespace luamigrate::databases
