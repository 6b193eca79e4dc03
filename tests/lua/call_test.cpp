// The border: exceptions and Lua errors in both directions.
#include "lua/call.h"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "lua/sandbox.h"
#include "lua/state.h"

namespace luamigrate::lua {
namespace {

int destroyed = 0;
struct Counted {
  ~Counted() { ++destroyed; }
};

int throw_error(lua_State*) {
  const Counted counted;
  Error error(ErrorKind::database, "the original", "its hint");
  error.facts().sqlstate = "23505";
  throw error;
}
int throw_standard(lua_State*) {
  const Counted counted;
  throw std::out_of_range("a standard exception");
}
int raise_in_lua(lua_State* L) {
  const Counted counted;
  return luaL_error(L, "raised by Lua");
}
// A C++ frame between two of Lua.
int call_back(lua_State* L) {
  const Counted counted;
  lua_settop(L, 1);
  call(L, 0, 0);
  return 0;
}

struct Border {
  State state;
  Border() {
    lua_State* L = state.get();
    open_sandbox(L);
    protect(L, [&] {
      set_global_function<&throw_error>(L, "throw_error");
      set_global_function<&throw_standard>(L, "throw_standard");
      set_global_function<&raise_in_lua>(L, "raise_in_lua");
      set_global_function<&call_back>(L, "call_back");
    });
    destroyed = 0;
  }
  void run(std::string_view text) {
    lua_State* L = state.get();
    protect(L, [&] {
      push_environment(L);
      load_text(L, text, "folder/a.lua", -1);
      call(L, 0, 0);
    });
  }
  Error error_of(std::string_view text) {
    const int top = lua_gettop(state.get());
    try {
      run(text);
    } catch (const Error& error) {
      CHECK(lua_gettop(state.get()) == top);
      return error;
    }
    return Error(ErrorKind::internal, "no error");
  }
};

TEST_CASE("an exception passes through Lua as it was thrown, with the place added, and destructors run") {
  Border border;
  const Error error = border.error_of("\nlocal function inner()\n  throw_error()\nend\ninner()\n");
  CHECK(error.kind() == ErrorKind::database);
  CHECK(error.message() == "the original");
  CHECK(error.hint() == "its hint");
  CHECK(error.facts().sqlstate == "23505");
  CHECK(error.facts().file == "folder/a.lua");
  CHECK(error.facts().line == 3);
  CHECK(error.facts().traceback.find("folder/a.lua:5: in main chunk") != std::string::npos);
  CHECK(destroyed == 1);
}

TEST_CASE("an exception of the standard library keeps its type") {
  Border border;
  CHECK_THROWS_AS(border.run("throw_standard()"), std::out_of_range);
  CHECK(destroyed == 1);
}

TEST_CASE("an error of Lua runs the destructors of the frames it passes") {
  Border border;
  const Error error = border.error_of("call_back(function() call_back(raise_in_lua) end)");
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message() == "raised by Lua");
  CHECK(destroyed == 3);
}

TEST_CASE("an exception passes through several layers of Lua and C++ unchanged") {
  Border border;
  const Error error = border.error_of("call_back(function()\ncall_back(function()\nthrow_error() end) end)");
  CHECK(error.message() == "the original");
  CHECK(error.facts().line == 3);
  CHECK(destroyed == 3);
}

TEST_CASE("a script may catch an exception, read it, and raise it again as it was") {
  Border border;
  border.run(R"(
    local ok, err = pcall(throw_error)
    assert(not ok and err.message == "the original" and err.sqlstate == "23505" and err.kind == "database")
    assert(err.hint == "its hint" and err.nothing == nil)
    assert(tostring(err) == "the original" or tostring(err):find("the original"))
    local ok, err = pcall(throw_standard)
    assert(err.kind == "internal" and err.message == "a standard exception"))");
  CHECK(border.error_of("local ok, err = pcall(throw_error) error(err)").facts().sqlstate == "23505");
  CHECK(border.error_of("coroutine.wrap(throw_error)()").facts().sqlstate == "23505");
  CHECK(border.error_of("xpcall(throw_error, function(err) error('handler') end) throw_error()").message() ==
        "the original");
}

TEST_CASE("the message of a Lua error says its place once, in the facts") {
  Border border;
  const auto [text, line, message] = GENERATE(table<const char*, int, const char*>({
      {"\nerror('boom')", 2, "boom"},
      {"error('boom', 0)", 1, "boom"},
      {"local function f()\n error('caller', 2) end\n\nf()", 4, "caller"},
      {"error({ message = 'in a table' })", 1, "in a table"},
      {"error({})", 1, "the script raised a table as its error"},
      {"error(setmetatable({}, { __tostring = function() return 'shown' end }))", 1, "shown"},
      {"error()", 1, "nil"},
      {"local x = 1 + {}", 1, "attempt to perform arithmetic on a table value"},
      {"error('a: b: 3: c', 0)", 1, "a: b: 3: c"},
      {"local function f() return f() + 1 end f()", 1, "stack overflow"},
  }));
  CAPTURE(text);
  const Error error = border.error_of(text);
  CHECK(error.message().substr(0, std::string_view(message).size()) == message);
  CHECK(error.facts().file == "folder/a.lua");
  CHECK(error.facts().line == line);
}

TEST_CASE("a file with a long path is named whole") {
  State state;
  lua_State* L = state.get();
  open_sandbox(L);
  const std::string file = std::string(100, 'x') + "/a.lua";
  for (const char* text : {"\nerror('boom')", "\nx = = 1"}) {
    try {
      protect(L, [&] {
        push_environment(L);
        load_text(L, text, file, -1);
        call(L, 0, 0);
      });
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.facts().file == file);
      CHECK(error.facts().line == 2);
      CHECK(error.message().find("xxx") == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace luamigrate::lua
