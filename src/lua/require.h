// `require` for scripts: modules under one folder of the project, and those that come with the program.
#pragma once

#include <filesystem>
#include <lua.hpp>

#include "lua/call.h"

namespace luamigrate::lua {

// Gives scripts `require(name)`. "a.b" is a/b.lua or a/b/init.lua under `folder`, symbolic links resolved and not
// allowed to lead out of it; else an embedded file of that name. A module runs once, in an environment of its own; its
// errors name it by `shown_folder`/a/b.lua.
void open_require(lua_State* L, const std::filesystem::path& folder, const std::filesystem::path& shown_folder);

// Makes the value on top of the stack, which is popped, what `require(name)` returns.
void set_module(lua_State* L, const char* name);

// `path`, relative to `folder` or absolute, with symbolic links resolved. Throws Error{script} when it lies outside of
// `folder` or does not exist.
std::filesystem::path path_inside(const std::filesystem::path& folder, const std::filesystem::path& path);

}  // namespace luamigrate::lua
