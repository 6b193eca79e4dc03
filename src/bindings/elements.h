#pragma once

#include <lua.hpp>

namespace luamigrate::bindings {

// column, primary_key, unique, check, foreign_key, exclude, index.
void open_elements(lua_State* L);

}  // namespace luamigrate::bindings
