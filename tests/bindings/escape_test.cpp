// Scripts that try to get out of the sandbox, or to take the process along: each is held with a clear error, and the
// next script runs.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "base/file.h"
#include "script.h"
#include "support/temporary_folder.h"

namespace luamigrate::tests {
namespace {

struct Attempt {
  const char* name;
  const char* body;
  const char* error;  // a part of it; empty: it gets nowhere, without an error
};

constexpr const char* too_long = "the script ran for longer than 300 ms";
constexpr const char* too_much = "the script needs more memory than it may have";

const Attempt attempts[] = {
    // Bytecode
    {"load of bytecode", "assert(load('\\27Lua\\x54\\0\\x19\\x93'))", "attempt to load a binary chunk"},
    {"load of bytecode that asks for it", "assert(load('\\27Lua', 'x', 'b'))", "attempt to load a binary chunk"},
    {"load of bytecode in pieces", "local n = 0 load(function() n = n + 1 return ('\\27Lua'):sub(n, n) end)",
     "load: argument 1 must be a string"},
    {"string.dump", "string.dump(upgrade)", "\"string\" has no \"dump\""},
    {"dump as a method", "(''):dump(print)", "\"string\" has no \"dump\""},
    {"a file of bytecode by require", "require('bytecode')", "this is bytecode, not Lua source"},

    // Libraries that are not there
    {"io", "io.popen('id')", "undefined global \"io\""},
    {"os.execute", "os.execute('id')", "\"os\" has no \"execute\""},
    {"os.exit", "os.exit(0)", "\"os\" has no \"exit\""},
    {"os.rename", "os.rename('a', 'b')", "\"os\" has no \"rename\""},
    {"os.tmpname", "os.tmpname()", "\"os\" has no \"tmpname\""},
    {"os.setlocale", "os.setlocale('C')", "\"os\" has no \"setlocale\""},
    {"debug.getregistry", "debug.getregistry()", "undefined global \"debug\""},
    {"debug.sethook", "debug.sethook()", "undefined global \"debug\""},
    {"debug.getupvalue", "debug.getupvalue(op.execute, 1)", "undefined global \"debug\""},
    {"package.loadlib", "package.loadlib('libc.so.6', 'system')", "undefined global \"package\""},
    {"package.loaded", "return package.loaded.io", "undefined global \"package\""},
    {"dofile", "dofile('/etc/passwd')", "undefined global \"dofile\""},
    {"loadfile", "loadfile('/etc/passwd')", "undefined global \"loadfile\""},
    {"loadstring", "loadstring('return 1')", "undefined global \"loadstring\""},
    {"the global table", "_G.print = nil", "undefined global \"_G\""},
    {"a library by require", "require('os')", "there is no module \"os\""},

    // Metatables
    {"the metatable of strings", "getmetatable('').__index = function() end", "attempt to index a boolean value"},
    {"the string library", "string.format = print", "\"string\" cannot be changed"},
    {"the string library, raw", "rawset(string, 'format', print)", "this table cannot be changed"},
    {"the string library by next", "assert(next(string) == nil) table.insert(string, 1)",
     "\"string\" cannot be changed"},
    {"the table behind, by pairs", "local f, t, k = pairs(string) rawset(t, 'format', print)",
     "this table cannot be changed"},
    {"op", "op.execute = print", "cannot be changed"},
    {"op, raw", "rawset(op, 'execute', print)", "this table cannot be changed"},
    {"the metatable of op", "setmetatable(op, {})", "this metatable is protected"},
    {"the metatable of the environment", "setmetatable(_ENV, nil)", "this metatable is protected"},
    {"a metatable of an operand", "getmetatable(sql('x')).__index = nil", ""},
    {"a type's metatable", "setmetatable(Integer, {})", "setmetatable"},
    {"__gc", "setmetatable({}, { __gc = function() while true do end end })", "\"__gc\" is not allowed"},
    {"__gc that comes later", "local m = {} setmetatable({}, m) m.__gc = function() error('ran') end collectgarbage()",
     ""},
    {"__gc behind an inherited key",
     "setmetatable({}, setmetatable({}, { __index = { __gc = error } })) collectgarbage()", ""},
    {"__metatable of one's own", "getmetatable(setmetatable({}, { __metatable = 1 })).x = 1",
     "attempt to index a number"},

    // Environments
    {"load with an empty environment", "assert(load('return io', 'x', 't', {}))().open('/etc/passwd')",
     "attempt to index a nil value"},
    {"load in the usual environment", "load('io.open(1)')()", "undefined global \"io\""},
    {"load with an environment of another type", "load('x = 1', 'x', 't', op)()", "cannot be changed"},
    {"load with the name of a file", "load('error(\"told\")', '@/etc/passwd')()", "told"},
    {"_ENV", "local _ENV = { op = op } print('x')", "attempt to call a nil value"},
    {"what another script left", "leaked = op; load('return leaked.nothing')()", "undefined global \"leaked\""},

    // Coroutines and time
    {"an endless loop", "while true do end", too_long},
    {"an endless goto", "::again:: goto again", too_long},
    {"an endless loop in pcall", "while true do pcall(function() while true do end end) end", too_long},
    {"an endless loop in xpcall", "xpcall(function() while true do end end, function() while true do end end)",
     too_long},
    {"an endless loop in a coroutine", "coroutine.wrap(function() while true do end end)()", too_long},
    {"endless coroutines", "while true do coroutine.wrap(function() while true do end end)() end", too_long},
    {"coroutines that are resumed",
     "local c = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(c) "
     "end",
     too_long},
    {"an endless __close", "local x <close> = setmetatable({}, { __close = function() while true do end end })",
     too_long},
    {"an endless __close behind an endless loop",
     "local x <close> = setmetatable({}, { __close = function() while true do end end }) while true do end", too_long},
    {"an endless __index", "local t = setmetatable({}, { __index = function() while true do end end }) return t.x",
     too_long},
    {"an endless __eq",
     "local m = { __eq = function() while true do end end } return setmetatable({}, m) == setmetatable({}, m)",
     too_long},
    {"an endless __lt in table.sort", "table.sort(setmetatable({ {}, {} }, {}), function() while true do end end)",
     too_long},
    {"an endless iterator of rows", "op.bulk_insert('t', function() return { id = 1 } end)", too_long},
    {"an endless __pairs", "for k in pairs(setmetatable({}, { __pairs = function() while true do end end })) do end",
     too_long},
    {"an endless load", "while true do load('x = 1') end", too_long},
    {"moving a table without end", "table.move({}, 1, 1 << 60, 2)", "more than a table can have"},
    {"inserting before the end of nowhere",
     "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)", "more than a table can have"},
    {"removing from nowhere", "table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)",
     "more than a table can have"},
    {"concatenating a list without end",
     "table.concat(setmetatable({}, { __index = function() return '' end }), '', 1, 1 << 60)",
     "more than a table can have"},
    {"sorting a list without end", "table.sort(setmetatable({}, { __len = function() return 1 << 60 end }))",
     "more than a table can have"},
    {"a yield out of the script", "coroutine.yield()", "outside a coroutine"},

    // Patterns
    {"a pattern bomb", "return (('a'):rep(40)):find(('a*'):rep(40) .. 'b')", too_long},
    {"a pattern bomb in gsub", "return (('a'):rep(5000)):gsub('.-.-.-.-b', '')", too_long},
    {"a pattern bomb in gmatch", "for x in (('a'):rep(5000)):gmatch('.-.-.-.-b') do end", too_long},
    {"a pattern bomb in match", "return (('a'):rep(5000)):match('.-.-.-.-b')", too_long},
    {"a pattern as deep as its text", "return (('('):rep(100000)):find(('%b()'):rep(100000) .. 'x')", ""},
    {"a pattern that repeats itself", "return (('x'):rep(300000)):find(('x?'):rep(300000))", "pattern too complex"},
    {"a format without end", "return ('%99999d'):format(1)", "invalid conversion"},
    {"repeating nothing", "return (''):rep(1 << 60)", ""},

    // Memory and stack
    {"a string of a gigabyte", "return ('x'):rep(1 << 30)", too_much},
    {"a string of more than there is", "return ('xx'):rep(1 << 62)", "resulting string too large"},
    {"a table without end", "local t = {} while true do t[#t + 1] = t end", too_much},
    {"tables without end, in pcall",
     "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end", ""},
    {"strings that double", "local s = 'x' while true do s = s .. s end", too_much},
    {"coroutines without end", "local t = {} while true do t[#t + 1] = coroutine.create(print) end", too_much},
    {"a buffer of gsub", "return (('x'):rep(10000)):gsub('.', ('y'):rep(100000))", too_much},
    {"a concat of much",
     "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(1000) end return table.concat(t, ('y'):rep(100000))", too_much},
    {"rows of much", "op.bulk_insert('t', { { v = ('x'):rep(1 << 28) } })", too_much},
    {"recursion", "local function f() return 1 + f() end f()", "the script "},
    {"recursion in pcall", "local function f() return pcall(f) or 1 end f() error('ended')", ""},
    {"recursion of __index", "local t = {} setmetatable(t, { __index = function(_, k) return t[k] end }) return t.x",
     "stack overflow"},
    {"a circle of __index", "local t = {} setmetatable(t, { __index = t }) return t.x", "'__index' chain too long"},
    {"recursion through gsub", "local function f(s) return (s:gsub('.', f)) end f('x')", "stack overflow"},
    {"recursion through load", "local function f() return load('return ...')(f()) + 1 end f()", "the script "},
    {"recursion through coroutines", "local function f() return coroutine.wrap(f)() end f()", "C stack overflow"},
    {"recursion through tostring",
     "local t = setmetatable({}, {}) getmetatable(t).__tostring = function(s) return tostring(s) end tostring(t)",
     "stack overflow"},
    {"recursion through sort", "local function f() table.sort({ 3, 2, 1 }, f) end f()", "stack overflow"},
    {"recursion through op", "local function f() op.autocommit_block(f) end f()", "overflow"},
    {"nesting in the source", "assert(load('return ' .. ('('):rep(100000) .. ')'))", "overflow"},
    {"nesting of tables in the source", "assert(load('return ' .. ('{'):rep(100000)))", "overflow"},
    {"a JSON that nests", "return require('json').decode(('['):rep(1000000))", ""},
    {"a table in itself as JSON", "local t = {} t[1] = t return require('json').encode(t)", ""},
    {"as many results as there are", "return table.unpack({}, 1, 1 << 30)", "too many results to unpack"},
    {"as many arguments as there are", "return select('#', table.unpack({}, 1, 900000))", ""},

    // Error objects
    {"an error whose text is an error", "error(setmetatable({}, { __tostring = function() error('again') end }))", ""},
    {"an error whose text has no end", "error(setmetatable({}, { __tostring = function() while true do end end }))",
     too_long},
    {"an error whose text is none", "error(setmetatable({}, { __tostring = function() return {} end }))", ""},
    {"an error whose text is too long",
     "error(setmetatable({}, { __tostring = function() return ('x'):rep(1 << 30) end }))", ""},
    {"an error whose text is the next error",
     "local m = {} m.__tostring = function(e) error(e) end error(setmetatable({}, m))", ""},
    {"an error whose field is an error", "error(setmetatable({}, { __index = function() error('again') end }))", ""},
    {"an error with an endless field", "error(setmetatable({}, { __index = function() while true do end end }))",
     too_long},
    {"an error with an odd name", "error(setmetatable({}, { __name = {} }))", ""},
    {"an error of nil", "error(nil)", "nil"},
    {"an error that is a coroutine", "error(coroutine.create(print))", "thread"},
    {"an error of zero bytes", "error('a\\0b')", "a"},
    {"an error with control codes", "error('\\27[2J\\27]0;owned\\7')", "owned"},
    {"a handler that fails", "xpcall(error, function() error('again') end) error('ended')", "ended"},
    {"a hostile name of a table", "op.drop_table(setmetatable({}, { __tostring = function() return 'x' end }))",
     "drop_table"},

    // Files
    {"a file above", "read_file('../secret')", "lies outside of the project"},
    {"a file above, from below", "read_file('folder/../../secret')", "lies outside of the project"},
    {"a file of the system", "read_file('/etc/passwd')", "lies outside of the project"},
    {"a symbolic link", "read_file('link')", "lies outside of the project"},
    {"a folder that is a symbolic link", "read_file('linked/secret')", "lies outside of the project"},
    {"a device", "read_file('/dev/zero')", "lies outside of the project"},
    {"a process", "read_file('/proc/self/environ')", "lies outside of the project"},
    {"a name with a zero byte", "read_file('inside\\0.txt')", ""},
    {"a pipe", "read_file('pipe')", "it is a pipe or a device"},
    {"SQL of a pipe", "op.execute_file('pipe')", "it is a pipe or a device"},
    {"a folder", "read_file('folder')", "folder"},
    {"SQL of a file above", "op.execute_file('../secret')", "lies outside of the project"},
    {"SQL of a symbolic link", "op.execute_file('link')", "lies outside of the project"},
    {"require of a path above", "require('../secret')", "is not the name of a module"},
    {"require of dots", "require('....secret')", "is not the name of a module"},
    {"require of a path", "require('/etc/passwd')", "is not the name of a module"},
    {"require of a symbolic link", "require('linked_module')", "lies outside of the project"},
    {"require of a zero byte", "require('x\\0y')", "is not the name of a module"},
};

}  // namespace

TEST_CASE("every attempt to escape is held, and the next script runs") {
  const luamigrate::test::TemporaryFolder folder;
  const auto project = folder.path() / "project";
  base::write_file(folder.path() / "secret", "secret\n");
  base::write_file(folder.path() / "outside.lua", "return 1");
  base::write_file(project / "lua" / "bytecode.lua", "\x1bLua");
  base::write_file(project / "folder" / "inside.txt", "");
  REQUIRE(::mkfifo((project / "pipe").c_str(), 0600) == 0);
  std::filesystem::create_symlink("../secret", project / "link");
  std::filesystem::create_directory_symlink("..", project / "linked");
  std::filesystem::create_symlink("../../outside.lua", project / "lua" / "linked_module.lua");

  const Attempt& attempt = attempts[GENERATE(range<std::size_t>(0, std::size(attempts)))];
  CAPTURE(attempt.name, attempt.body);
  // A busy machine may take long to fill the memory.
  const bool is_about_memory = std::string_view(attempt.error) == too_much;
  Script script({.project_folder = project,
                 .lua_folder = project / "lua",
                 .memory_limit = std::size_t{64} * 1024 * 1024,
                 .time_limit = std::chrono::milliseconds(is_about_memory ? 20'000 : 300),
                 .databases = test_databases()});
  const auto start = std::chrono::steady_clock::now();
  const std::string message = script.message_of(attempt.body);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  CHECK_THAT(message, Catch::Contains(attempt.error));
  CHECK(message.find("secret\n") == std::string::npos);
  CHECK_NOTHROW(script.upgrade("op.log(('x'):upper())"));
  CHECK(script.sink.logged.back() == "X");
}

TEST_CASE("reading a file that does not come to an end is ended, whatever the limits") {
  const char* text = GENERATE("while true do end", "revision = ('a'):rep(5000):match('.-.-.-.-b')",
                              "local function f() return pcall(f) end while true do f() end");
  CAPTURE(text);
  bindings::Interpreter interpreter({.load_limit = std::chrono::milliseconds(100), .databases = test_databases()});
  try {
    bindings::HeaderReader(interpreter).read("versions/a.lua", text);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::revision_file);
    CHECK_THAT(error.message(), Catch::Contains("the script ran for longer than 100 ms"));
    CHECK(error.facts().file == "versions/a.lua");
  }
}

TEST_CASE("a script that is asked to stop ends, whatever it does") {
  Script script({.project_folder = ".", .databases = test_databases()});
  const char* body = GENERATE("while true do end", "while true do pcall(function() while true do end end) end",
                              "return (('a'):rep(5000)):match('.-.-.-.-b')");
  CAPTURE(body);
  std::stop_source source;
  script.context.stop = source.get_token();
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    source.request_stop();
  });
  const Error error = script.error_of(body);
  stopper.join();
  CHECK(error.kind() == ErrorKind::interrupted);
  CHECK(error.message() == "interrupted in the script");
}

}  // namespace luamigrate::tests
