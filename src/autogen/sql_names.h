// Names in texts that nobody parses: by their tokens.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "sql/syntax.h"

namespace luamigrate::autogen {

// Whether `sql` names `name`, with quotes or without.
bool mentions(std::string_view sql, std::string_view name, const sql::Syntax& syntax);

// `sql` with other names: new ones by old ones.
std::string with_names(std::string_view sql, const std::map<std::string, std::string>& names,
                       const sql::Syntax& syntax);

}  // namespace luamigrate::autogen
