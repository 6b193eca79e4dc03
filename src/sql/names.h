// Names in texts that nobody parses: by their tokens.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sql/tokenizer.h"

namespace luamigrate::sql {

// A name as it stands in SQL, without its quotes ("x", `x`, [x], 'x').
std::string unquoted(std::string_view identifier);

// Whether a token may be a name.
bool is_name(const Token& token);

// Whether a piece of SQL names this identifier, in quotes or not, in whatever case.
bool mentions(std::string_view sql, std::string_view identifier, const Syntax& syntax);

// What stands in the place of a column's name, given as it is written; nothing: it stays.
using RenameColumn = std::function<std::optional<std::string>(std::string_view written)>;

// An expression in which `rename` was asked about each name that may be a column's: none of a function, a type or a
// collation, and none that a dot follows.
std::string with_columns(std::string_view sql, const Syntax& syntax, const RenameColumn& rename);

// Whether an expression names this column, in quotes or not, in whatever case.
bool names_column(std::string_view sql, std::string_view column, const Syntax& syntax);

}  // namespace luamigrate::sql
