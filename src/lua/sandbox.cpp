#include "lua/sandbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/suggest.h"
#include "lua/call.h"
#include "lua/state.h"
#include "lua/string_functions.h"
#include "lua/table_functions.h"

namespace luamigrate::lua {
namespace {

constexpr char globals_key = 0;
constexpr char environment_metatable_key = 0;

// Only what no script can do harm with, or escape by.
constexpr const char* base_names[] = {"assert",   "error",    "ipairs", "next",    "pairs",  "pcall",
                                      "print",    "rawequal", "rawget", "rawlen",  "select", "type",
                                      "tonumber", "tostring", "xpcall", "_VERSION"};
constexpr const char* string_names[] = {"byte",  "char", "find",     "format", "gmatch",  "gsub", "len",    "lower",
                                        "match", "pack", "packsize", "rep",    "reverse", "sub",  "unpack", "upper"};
constexpr const char* table_names[] = {"concat", "insert", "move", "pack", "remove", "sort", "unpack"};
constexpr const char* math_names[] = {"abs", "acos",       "asin", "atan",      "ceil", "cos",    "deg",
                                      "exp", "floor",      "fmod", "huge",      "log",  "max",    "maxinteger",
                                      "min", "mininteger", "modf", "pi",        "rad",  "random", "randomseed",
                                      "sin", "sqrt",       "tan",  "tointeger", "type", "ult"};
constexpr const char* utf8_names[] = {"char", "charpattern", "codepoint", "codes", "len", "offset"};
constexpr const char* coroutine_names[] = {"close",   "create", "isyieldable", "resume",
                                           "running", "status", "wrap",        "yield"};
constexpr const char* os_names[] = {"clock", "date", "difftime", "getenv", "time"};

struct Library {
  const char* name;
  lua_CFunction open;
  std::span<const char* const> allowed;
  void (*adapt)(lua_State* L) = nullptr;  // what is allowed, on top of the stack
};

std::vector<std::string> string_keys(lua_State* L, int table) {
  std::vector<std::string> keys;
  lua_pushnil(L);
  while (lua_next(L, table) != 0) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) keys.emplace_back(lua_tostring(L, -1));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string suggestion(std::string_view given, const std::vector<std::string>& keys) {
  const std::vector<std::string_view> candidates(keys.begin(), keys.end());
  return base::did_you_mean(given, candidates);
}

// Upvalue 1: the table behind; upvalue 2: its name.
int read_only_index(lua_State* L) {
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  if (lua_type(L, 2) != LUA_TSTRING) return 1;
  const std::string key = lua_tostring(L, 2);
  throw Error(ErrorKind::script, fmt::format("\"{}\" has no \"{}\"", lua_tostring(L, lua_upvalueindex(2)), key),
              suggestion(key, string_keys(L, lua_upvalueindex(1))));
}

int read_only_assign(lua_State* L) {
  throw Error(ErrorKind::script, fmt::format("\"{}\" cannot be changed", lua_tostring(L, lua_upvalueindex(2))),
              "keep what is yours in a local variable or a global of its own");
}

// Goes over the table behind without ever giving it away.
int read_only_next(lua_State* L) {
  lua_settop(L, 2);
  return lua_next(L, lua_upvalueindex(1)) != 0 ? 2 : 0;
}

int read_only_pairs(lua_State* L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, &guarded<&read_only_next>, 1);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

int read_only_length(lua_State* L) {
  lua_pushinteger(L, static_cast<lua_Integer>(lua_rawlen(L, lua_upvalueindex(1))));
  return 1;
}

// Behind the globals: whoever arrives here reads a name that nothing has.
int undefined_global(lua_State* L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const std::string name = lua_tostring(L, 2);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key);
  std::vector<std::string> names = string_keys(L, 3);
  throw Error(ErrorKind::script, fmt::format("undefined global \"{}\"", name), suggestion(name, names));
}

// setmetatable without what runs code outside every limit: finalizers.
int safe_setmetatable(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
    throw Error(ErrorKind::script, "setmetatable: this metatable is protected");
  if (lua_istable(L, 2)) {
    lua_pushstring(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL)
      throw Error(ErrorKind::script, "setmetatable: \"__gc\" is not allowed", "close what must be closed by a call");
    lua_pop(L, 1);
  }
  lua_setmetatable(L, 1);
  return 1;
}

int safe_getmetatable(lua_State* L) {
  luaL_checkany(L, 1);
  if (!lua_getmetatable(L, 1)) return 0;
  luaL_getmetafield(L, 1, "__metatable");  // a protected one shows this instead
  return 1;
}

// rawset leaves what is protected alone.
int safe_rawset(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checkany(L, 2);
  luaL_checkany(L, 3);
  lua_settop(L, 3);
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
    lua_getmetatable(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_metatable_key);
    // An environment is the script's own, for all that its metatable is not.
    if (!lua_rawequal(L, -1, -2)) throw Error(ErrorKind::script, "rawset: this table cannot be changed");
  }
  lua_settop(L, 3);
  lua_rawset(L, 1);
  return 1;
}

// A handler of xpcall runs before the stack is unwound, for an error of the hook where no hook runs. When time is up it
// is not asked. Upvalue: the script's handler.
int timely_handler(lua_State* L) {
  State::of(L).require_time();
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

// Upvalue: Lua's own xpcall.
int safe_xpcall(lua_State* L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, &guarded<&timely_handler>, 1);
  lua_replace(L, 2);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

int memory_count(lua_State* L) {
  const std::string_view option = luaL_optstring(L, 1, "collect");
  if (option == "count") {
    lua_pushnumber(L, lua_gc(L, LUA_GCCOUNT) + lua_gc(L, LUA_GCCOUNTB) / 1024.0);
    return 1;
  }
  if (option != "collect") throw Error(ErrorKind::script, "collectgarbage: only \"collect\" and \"count\" are allowed");
  lua_gc(L, LUA_GCCOLLECT);
  lua_pushinteger(L, 0);
  return 1;
}

// load(text, name, mode, environment): text only; without an environment in a fresh one.
int safe_load(lua_State* L) {
  std::size_t size = 0;
  if (lua_type(L, 1) != LUA_TSTRING) throw Error(ErrorKind::script, "load: argument 1 must be a string");
  const char* text = lua_tolstring(L, 1, &size);
  const char* name = luaL_optstring(L, 2, "=load");
  if (luaL_loadbufferx(L, text, size, name, "t") != LUA_OK) {
    luaL_pushfail(L);
    lua_insert(L, -2);
    return 2;
  }
  if (lua_istable(L, 4))
    lua_pushvalue(L, 4);
  else
    push_environment(L);
  lua_setupvalue(L, -2, 1);
  return 1;
}

void copy_allowed(lua_State* L, int from, int to, std::span<const char* const> names) {
  for (const char* name : names) {
    lua_getfield(L, from, name);
    lua_setfield(L, to, name);
  }
}

void open_library(lua_State* L, int globals, const Library& library) {
  luaL_requiref(L, library.name, library.open, 0);
  const int whole = lua_gettop(L);
  lua_createtable(L, 0, static_cast<int>(library.allowed.size()));
  copy_allowed(L, whole, whole + 1, library.allowed);
  if (library.adapt) library.adapt(L);
  make_read_only(L, library.name);
  lua_setfield(L, globals, library.name);
  lua_settop(L, whole - 1);
}

void open_unsafe(lua_State* L, int globals, const std::string& name) {
  if (name != "io" && name != "os")
    throw Error(ErrorKind::config, fmt::format("[lua] unsafe names \"{}\", which there is not", name),
                "\"io\" and \"os\" can be opened");
  luaL_requiref(L, name.c_str(), name == "io" ? luaopen_io : luaopen_os, 0);
  make_read_only(L, name);
  lua_setfield(L, globals, name.c_str());
}

// Strings share one metatable: scripts may use it by ("x"):upper(), and not reach it.
void guard_string_metatable(lua_State* L, int globals) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_getfield(L, globals, "string");
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

template <Function function>
void set_function(lua_State* L, int table, const char* name) {
  push_function<function>(L);
  lua_setfield(L, table, name);
}

// coroutine.create and coroutine.wrap: upvalue 1 makes the coroutine, or a function around it.
int create_watched(lua_State* L) {
  lua_tocfunction(L, lua_upvalueindex(1))(L);
  if (lua_isfunction(L, -1))
    lua_getupvalue(L, -1, 1);
  else
    lua_pushvalue(L, -1);
  TimeLimit::watch(lua_tothread(L, -1));
  lua_pop(L, 1);
  return 1;
}

void set_watched_coroutines(lua_State* L) {
  for (const char* name : {"create", "wrap"}) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, &guarded<&create_watched>, 1);
    lua_setfield(L, -2, name);
  }
}

}  // namespace

void open_sandbox(lua_State* L, std::span<const std::string> unsafe) {
  protect(L, [&] {
    const int base = lua_gettop(L) + 1;
    luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
    lua_createtable(L, 0, 64);
    const int globals = base + 1;
    copy_allowed(L, base, globals, base_names);
    set_function<&safe_setmetatable>(L, globals, "setmetatable");
    set_function<&safe_getmetatable>(L, globals, "getmetatable");
    set_function<&safe_rawset>(L, globals, "rawset");
    set_function<&memory_count>(L, globals, "collectgarbage");
    lua_getfield(L, base, "xpcall");
    lua_pushcclosure(L, &guarded<&safe_xpcall>, 1);
    lua_setfield(L, globals, "xpcall");
    set_function<&safe_load>(L, globals, "load");
    for (const Library& library :
         {Library{LUA_STRLIBNAME, luaopen_string, string_names, &set_watched_string_functions},
          Library{LUA_TABLIBNAME, luaopen_table, table_names, &set_bounded_table_functions},
          Library{LUA_MATHLIBNAME, luaopen_math, math_names}, Library{LUA_UTF8LIBNAME, luaopen_utf8, utf8_names},
          Library{LUA_COLIBNAME, luaopen_coroutine, coroutine_names, &set_watched_coroutines},
          Library{LUA_OSLIBNAME, luaopen_os, os_names}})
      open_library(L, globals, library);
    for (const std::string& name : unsafe) open_unsafe(L, globals, name);
    guard_string_metatable(L, globals);

    lua_createtable(L, 0, 1);
    push_function<&undefined_global>(L);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, globals);

    lua_createtable(L, 0, 2);
    lua_pushvalue(L, globals);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_metatable_key);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &globals_key);
  });
}

void set_global(lua_State* L, const char* name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

void make_read_only(lua_State* L, std::string_view name) {
  const int behind = lua_gettop(L);
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 5);
  const luaL_Reg methods[] = {{"__index", &guarded<&read_only_index>},
                              {"__newindex", &guarded<&read_only_assign>},
                              {"__pairs", &guarded<&read_only_pairs>},
                              {"__len", &guarded<&read_only_length>},
                              {nullptr, nullptr}};
  lua_pushvalue(L, behind);
  lua_pushlstring(L, name.data(), name.size());
  luaL_setfuncs(L, methods, 2);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_replace(L, behind);
}

void push_environment(lua_State* L) {
  lua_createtable(L, 0, 8);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_metatable_key);
  lua_setmetatable(L, -2);
}

void load_text(lua_State* L, std::string_view text, const std::string& file, int environment) {
  environment = lua_absindex(L, environment);
  const std::string chunk_name = "@" + file;
  // A first line that begins with "#" is for the system's shell, as lua itself has it.
  std::string without_first_line;
  if (text.starts_with('#')) {
    without_first_line = text.substr(std::min(text.find('\n'), text.size()));
    text = without_first_line;
  }
  if (luaL_loadbufferx(L, text.data(), text.size(), chunk_name.c_str(), "t") == LUA_OK) {
    lua_pushvalue(L, environment);
    lua_setupvalue(L, -2, 1);
    return;
  }
  // What is nested too deeply is no error of the syntax: then the handler of messages has made an object of it.
  const bool is_syntax = lua_type(L, -1) == LUA_TSTRING;
  std::string message = is_syntax ? error_text(L, -1) : fmt::format("it is nested too deeply ({})", error_text(L, -1));
  lua_pop(L, 1);
  int line = 0;
  if (text.starts_with(LUA_SIGNATURE[0])) {
    message = "this is bytecode, not Lua source";
  } else {
    // "file:line: what", the file perhaps shortened: the first ":<digits>: " ends the position.
    for (std::size_t colon = message.find(':'); colon != std::string::npos; colon = message.find(':', colon + 1)) {
      int number = 0;
      const auto [end, code] = std::from_chars(message.data() + colon + 1, message.data() + message.size(), number);
      if (code != std::errc() || !std::string_view(end).starts_with(": ")) continue;
      line = number;
      message = std::string(end + 2);
      break;
    }
  }
  Error error(ErrorKind::script, std::move(message));
  error.facts().file = file;
  error.facts().line = line;
  throw error;
}

}  // namespace luamigrate::lua
