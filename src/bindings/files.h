#pragma once

#include <lua.hpp>
#include <string>

namespace luamigrate::bindings {

// The file at `path` inside the project's folder, symbolic links resolved. Throws Error{script} where it lies outside.
std::string read_project_file(lua_State* L, const std::string& path);

// The global read_file, the module sha256.
void open_files(lua_State* L);

}  // namespace luamigrate::bindings
