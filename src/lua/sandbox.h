// What a script can see. The globals are an allow-list: what is not assigned by name in sandbox.cpp does not exist.
#pragma once

#include <lua.hpp>
#include <span>
#include <string>
#include <string_view>

#include "lua/call.h"

namespace luamigrate::lua {

// Makes the globals of scripts: the safe functions of Lua, `string`, `table`, `math`, `utf8`, `coroutine`, and of `os`
// the clock and the environment. Library tables cannot be changed, metatables of strings not seen, `__gc` not set,
// bytecode not loaded. `unsafe` names what is let in beside: "io" and "os". Throws Error{config} for any other name
// there. Call once for a state.
void open_sandbox(lua_State* L, std::span<const std::string> unsafe = {});

// Adds a global for all scripts: the value on top of the stack, which is popped.
void set_global(lua_State* L, const char* name);

template <Function function>
void set_global_function(lua_State* L, const char* name) {
  push_function<function>(L);
  set_global(L, name);
}

// Replaces the table on top of the stack by one that reads as it does and cannot be changed. `name` is what messages
// call it; reading a key it does not have is an error with "did you mean".
void make_read_only(lua_State* L, std::string_view name);

// Pushes a new environment: a table of its own, behind it the globals. Reading a name that neither has is an error.
void push_environment(lua_State* L);

// Pushes the function that `text` makes with the environment at `environment`; `file` is the name that messages give.
// Throws Error{script} with file and line for a syntax error and for bytecode.
void load_text(lua_State* L, std::string_view text, const std::string& file, int environment);

}  // namespace luamigrate::lua
