// The border between C++ and Lua, both ways.
//
// Lua built as C++ unwinds the stack, so destructors run. But a C++ exception that reaches lua_pcall comes out with its
// message lost, and a `catch (...)` between two frames of Lua swallows Lua's own errors. Therefore every function that
// is given to Lua goes through guarded(), which turns a C++ exception into an error object that carries it; call() and
// protect(), the only protected calls of the host, throw the original again. Nothing in lua/ or bindings/ writes
// `catch (...)`.
//
// A script that catches such an error with pcall gets the object: tostring() gives its text, and the fields message,
// kind, hint, sqlstate, sql, operation, revision, file and line can be read. error() raises it again unchanged.
#pragma once

#include <exception>
#include <lua.hpp>
#include <string>
#include <utility>

#include "luamigrate/error.h"

namespace luamigrate::lua {

using Function = int (*)(lua_State*);

// A place in a script; the file as messages show it. Empty: no Lua code is running.
struct Where {
  std::string file;
  int line = 0;
};

// Of the innermost Lua function that is running, modules of our own left out.
Where where(lua_State* L);

namespace detail {

[[noreturn]] void raise_exception(lua_State* L, std::exception_ptr exception);
void add_place(lua_State* L, Error& error);

}  // namespace detail

// Raises `error` in Lua with the place where the script is, unless it has one. Only where no C++ frame lies between
// here and Lua; elsewhere throw.
[[noreturn]] void raise(lua_State* L, Error error);

// The text of whatever was raised and stands there: a string, an error object or anything else.
std::string error_text(lua_State* L, int index);

// `function` as it is given to Lua.
template <Function function>
int guarded(lua_State* L) {
  std::exception_ptr exception;
  try {
    return function(L);
  } catch (Error& error) {
    detail::add_place(L, error);
    exception = std::current_exception();
  } catch (const std::exception&) {
    exception = std::current_exception();
  }
  detail::raise_exception(L, std::move(exception));
}

template <Function function>
void push_function(lua_State* L) {
  lua_pushcfunction(L, &guarded<function>);
}

// Calls the function that lies below `arguments` values on the stack and puts `results` values in their place. A C++
// exception that ended it is thrown again; an error of Lua itself becomes Error{script} with file, line and traceback.
// On an exception nothing is left on the stack.
void call(lua_State* L, int arguments, int results);

namespace detail {

template <class Body>
int run_body(lua_State* L) {
  (*static_cast<Body*>(lua_touserdata(L, 1)))();
  return 0;
}

}  // namespace detail

// Runs `body`, which may use functions of Lua that raise, in a stack frame of its own. What it leaves there is dropped.
template <class Body>
void protect(lua_State* L, Body&& body) {
  push_function<&detail::run_body<std::remove_reference_t<Body>>>(L);
  lua_pushlightuserdata(L, const_cast<void*>(static_cast<const void*>(&body)));
  call(L, 1, 0);
}

}  // namespace luamigrate::lua
