// What scripts cannot reach, and what stops them.
#include "lua/sandbox.h"

#include <pthread.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <stop_token>
#include <thread>

#include "lua/alarm.h"
#include "lua/call.h"
#include "lua/require.h"
#include "lua/state.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

struct Sandbox {
  State state;
  explicit Sandbox(std::size_t memory = default_memory_limit, std::vector<std::string> unsafe = {}) : state(memory) {
    open_sandbox(state.get(), unsafe);
    open_require(state.get(), {}, {});
  }

  void run(std::string_view text) {
    lua_State* L = state.get();
    protect(L, [&] {
      push_environment(L);
      load_text(L, text, "a.lua", -1);
      call(L, 0, 0);
    });
  }

  // "line: message"
  std::string error_of(std::string_view text) {
    try {
      run(text);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::script);
      return std::to_string(error.facts().line) + ": " + error.message();
    }
    return "no error";
  }
};

TEST_CASE("nothing leads out of the sandbox") {
  Sandbox sandbox;
  const auto [text, message] = GENERATE(table<const char*, const char*>({
      {"io.open('/etc/passwd')", "1: undefined global \"io\""},
      {"\nos.execute('true')", "2: \"os\" has no \"execute\""},
      {"os.exit()", "1: \"os\" has no \"exit\""},
      {"os.remove('x')", "1: \"os\" has no \"remove\""},
      {"debug.getregistry()", "1: undefined global \"debug\""},
      {"package.loadlib('x')", "1: undefined global \"package\""},
      {"dofile('x')", "1: undefined global \"dofile\""},
      {"loadfile('x')", "1: undefined global \"loadfile\""},
      {"string.dump(print)", "1: \"string\" has no \"dump\""},
      {"('').dump(print)", "1: \"string\" has no \"dump\""},
      {"string.upper = nil", "1: \"string\" cannot be changed"},
      {"rawset(string, 'upper', nil)", "1: rawset: this table cannot be changed"},
      {"local _, t = pairs(string) t.upper = nil", "1: \"string\" cannot be changed"},
      {"getmetatable('').__index = nil", "1: attempt to index a boolean value"},
      {"getmetatable(_ENV).__index = nil", "1: attempt to index a boolean value"},
      {"setmetatable(_ENV, {})", "1: setmetatable: this metatable is protected"},
      {"setmetatable(string, {})", "1: setmetatable: this metatable is protected"},
      {"setmetatable({}, { __gc = function() end })", "1: setmetatable: \"__gc\" is not allowed"},
      {"assert(load('\\27Lua'))", "1: attempt to load a binary chunk (mode is 't')"},
      {"assert(load('return io'))()", "1: undefined global \"io\""},
      {"assert(load('return io', 'x', 'b', {}))()", "no error"},
      {"coroutine.wrap(function() return io end)()", "1: undefined global \"io\""},
      {"require('io')", "1: require: there is no module \"io\""},
      {"require('../x')", "1: require: \"../x\" is not the name of a module"},
      {"collectgarbage('stop')", "1: collectgarbage: only \"collect\" and \"count\" are allowed"},
  }));
  CAPTURE(text);
  CHECK(sandbox.error_of(text) == message);
}

TEST_CASE("a text that is nested too deeply is refused") {
  Sandbox sandbox;
  const std::string braces(300, '{');
  CHECK(sandbox.error_of("\nlocal x = " + braces) == "0: it is nested too deeply (C stack overflow)");
  CHECK_THAT(sandbox.error_of("assert(load('return " + braces + "'))"), Catch::Contains("C stack overflow"));
  CHECK(sandbox.error_of("return 1") == "no error");
}

TEST_CASE("what is safe works as Lua has it") {
  Sandbox sandbox;
  sandbox.run(R"(
    x = 1
    assert(_ENV.x == 1 and rawget(_ENV, "x") == 1 and rawset(_ENV, "y", 2).y == 2 and y == 2)
    assert(("abc"):upper() == "ABC" and #string == 0)
    local count = 0
    for name in pairs(string) do count = count + 1 end
    assert(count > 10)
    assert(os.time() > 0 and os.getenv("NO_SUCH_VARIABLE_HERE") == nil)
    assert(load("return a", "chunk", "t", { a = 5 })() == 5)
    assert(getmetatable(setmetatable({}, { __index = { z = 1 } })).__index.z == 1)
    assert(select("#", pcall(error, { code = 1 })) == 2)
    assert(utf8.len("ä") == 1 and math.type(1) == "integer" and table.concat({ 1, 2 }) == "12"))");
}

TEST_CASE("io and os are there only where they were opened") {
  Sandbox sandbox(default_memory_limit, {"io", "os"});
  sandbox.run("assert(io.open and os.execute)");
  CHECK_THROWS_WITH(Sandbox(default_memory_limit, {"debug"}), "[lua] unsafe names \"debug\", which there is not");
}

TEST_CASE("a script that asks for too much memory ends, and the next one runs") {
  Sandbox sandbox(std::size_t{8} * 1024 * 1024);
  CHECK(sandbox.error_of("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end") ==
        "0: the script needs more memory than it may have");
  CHECK(sandbox.error_of("local s = ('x'):rep(1 << 30)") == "0: the script needs more memory than it may have");
  CHECK(sandbox.error_of("assert(pcall(string.rep, 'x', 1 << 30) == false)") == "no error");
  CHECK(sandbox.state.memory_used() < sandbox.state.memory_limit());
}

TEST_CASE("no pcall and no coroutine swallows the end of a script's time") {
  Sandbox sandbox;
  const char* text = GENERATE("while true do end", "while true do pcall(function() while true do end end) end",
                              "coroutine.wrap(function() while true do end end)()",
                              "while true do local c = coroutine.create(function() while true do end end) "
                              "coroutine.resume(c) end");
  CAPTURE(text);
  {
    const TimeLimit limit(sandbox.state, std::chrono::milliseconds(20));
    CHECK(sandbox.error_of(text) == "1: the script ran for longer than 20 ms");
  }
  CHECK(sandbox.error_of("for i = 1, 1000000 do end") == "no error");
}

TEST_CASE("a script is ended by looking at the clock where no alarm can be had") {
  struct sigaction before {
  }, own{};
  own.sa_handler = SIG_IGN;
  {
    const Alarm alarm([](void*) noexcept {}, nullptr, std::chrono::milliseconds(0), {});
  }
  REQUIRE(sigaction(SIGURG, &own, &before) == 0);
  {
    Sandbox sandbox;
    const TimeLimit limit(sandbox.state, std::chrono::milliseconds(20));
    CHECK(sandbox.error_of("while true do pcall(function() while true do end end) end") ==
          "1: the script ran for longer than 20 ms");
  }
  REQUIRE(sigaction(SIGURG, &before, nullptr) == 0);
}

TEST_CASE("a coroutine of an earlier call is ended by the limit of the call that resumes it") {
  Sandbox sandbox;
  lua_State* L = sandbox.state.get();
  const char key = 0;
  {
    const TimeLimit limit(sandbox.state, std::chrono::seconds(10));
    protect(L, [&] {
      push_environment(L);
      load_text(L, "local go = coroutine.wrap(function() coroutine.yield() while true do end end) go() return go",
                "a.lua", -1);
      call(L, 0, 1);
      lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    });
  }
  CHECK(sandbox.error_of("for i = 1, 1000000 do end") == "no error");
  const TimeLimit limit(sandbox.state, std::chrono::milliseconds(20));
  CHECK_THROWS_WITH(protect(L,
                            [&] {
                              lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
                              call(L, 0, 0);
                            }),
                    "the script ran for longer than 20 ms");
}

TEST_CASE("a request to stop ends a script, and a limit inside another one leaves that in force") {
  Sandbox sandbox;
  std::stop_source source;
  const TimeLimit outer(sandbox.state, std::chrono::milliseconds(0), source.get_token());
  {
    const TimeLimit inner(sandbox.state, std::chrono::milliseconds(20));
    CHECK(sandbox.error_of("while true do end") == "1: the script ran for longer than 20 ms");
  }
  CHECK(sandbox.error_of("for i = 1, 1000000 do end") == "no error");
  std::jthread asking([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    source.request_stop();
  });
  CHECK_THROWS_WITH(sandbox.run("while true do end"), "interrupted in the script");
}

TEST_CASE("an alarm that rings for nothing, at any instruction, harms no script") {
  Sandbox sandbox;
  const TimeLimit limit(sandbox.state, std::chrono::seconds(60));
  std::jthread ringing([thread = pthread_self()](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pthread_kill(thread, SIGURG);
      std::this_thread::yield();
    }
  });
  CHECK(sandbox.error_of(R"lua(
    local function sum(n) if n == 0 then return 0 end return n + select(2, pcall(sum, n - 1)) end
    local function count(n) for i = 1, n do coroutine.yield(i) end end
    for round = 1, 2000 do
      local text = {}
      for i = 1, 50 do text[i] = tostring(i) .. "," end
      assert(table.concat(text):len() == 141)
      assert(sum(30) == 465)
      local last
      for i in coroutine.wrap(function() count(50) end) do last = i end
      assert(last == 50)
      assert(not pcall(error, {}))
      local t = setmetatable({}, { __index = function(_, k) return k * 2 end })
      assert(t[round] == round * 2)
      assert(("a1b2"):gsub("%d", function(d) return d + 1 end) == "a2b3")
    end
  )lua") == "no error");
}

}  // namespace
}  // namespace luamigrate::lua
