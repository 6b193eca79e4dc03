// The functions of the table library that could go round without end: a __len, or a range that is asked for, may say
// more elements than there is memory for.
#pragma once

#include <lua.hpp>

namespace luamigrate::lua {

// Bounds concat, insert, move, remove and sort in the table on top of the stack.
void set_bounded_table_functions(lua_State* L);

}  // namespace luamigrate::lua
