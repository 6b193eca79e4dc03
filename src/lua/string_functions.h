// The functions of the string library that could run without end, under the limit of time.
#pragma once

#include <lua.hpp>

namespace luamigrate::lua {

// Puts find, match, gmatch, gsub and rep into the table on top of the stack.
void set_watched_string_functions(lua_State* L);

}  // namespace luamigrate::lua
