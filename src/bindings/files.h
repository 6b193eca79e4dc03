#pragma once

#include <filesystem>
#include <lua.hpp>
#include <string>

namespace luamigrate::bindings {

// Where a file inside the project's folder is, symbolic links resolved. Throws Error{script} where it lies outside.
std::filesystem::path project_path(lua_State* L, const std::string& path);
std::string read_project_file(lua_State* L, const std::string& path);

// The global read_file, the module sha256.
void open_files(lua_State* L);

}  // namespace luamigrate::bindings
