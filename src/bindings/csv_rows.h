#pragma once

#include <lua.hpp>

namespace luamigrate::bindings {

// The module "csv.rows", which the module "csv" hands on: rows of a file of the project, in constant memory.
void open_csv_rows(lua_State* L);

}  // namespace luamigrate::bindings
