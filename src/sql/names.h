// Names in texts that nobody parses: by their tokens.
#pragma once

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

}  // namespace luamigrate::sql
