#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lua/reader.h"
#include "schema/dialect_options.h"

namespace luamigrate::bindings {

// Reads the option `name`, if some database declares it for `site`, with its own name in front or bare, and adds it to
// `options`. False: no database knows it there. Throws Error{script} for a wrong value, and for a bare name that may
// only be written with the database's name.
bool read_dialect_option(std::string_view site, std::string_view name, const lua::Value& value,
                         schema::DialectOptions& options);

// All that may be written for the site, for "did you mean".
std::vector<std::string> dialect_option_names(lua_State* L, std::string_view site);

}  // namespace luamigrate::bindings
