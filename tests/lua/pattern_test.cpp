// Our matcher of patterns against Lua's own.
#include <catch2/catch.hpp>
#include <random>

#include "lua/call.h"
#include "lua/sandbox.h"
#include "lua/state.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

// All that the four functions make of a text, a pattern and a replacement, as one text.
constexpr const char* describe = R"lua(
local text, pattern, replacement, init = ...
local function list(...)
  local all = {}
  for i = 1, select("#", ...) do all[i] = tostring((select(i, ...))) end
  return "(" .. table.concat(all, "|") .. ")"
end
local function try(f, ...)
  return (function(ok, ...)
    if not ok then return "error" end
    return list(...)
  end)(pcall(f, ...))
end
local parts = { try(string.find, "", pattern), try(string.find, text, pattern, init), try(string.match, text, pattern, init),
  try(string.find, text, pattern, init, true), try(string.gsub, text, pattern, replacement),
  try(string.gsub, text, pattern, function(...) return list(...) end, 3), try(string.gsub, text, pattern, { a = "A", b = 1, c = false }) }
local ok = pcall(function()
  local count = 0
  for a, b in string.gmatch(text, pattern) do
    count = count + 1
    parts[#parts + 1] = list(a, b)
    if count > 50 then break end
  end
end)
return table.concat(parts, " ") .. tostring(ok)
)lua";

struct Original {
  lua_State* L = luaL_newstate();
  Original() { luaL_openlibs(L); }
  ~Original() { lua_close(L); }
  Original(const Original&) = delete;
  Original& operator=(const Original&) = delete;
};

std::string result_of(lua_State* L, const std::string& text, const std::string& pattern, const std::string& replacement,
                      lua_Integer init) {
  lua_pushlstring(L, text.data(), text.size());
  lua_pushlstring(L, pattern.data(), pattern.size());
  lua_pushlstring(L, replacement.data(), replacement.size());
  lua_pushinteger(L, init);
  if (lua_pcall(L, 4, 1, 0) != LUA_OK) return luaL_tolstring(L, -1, nullptr);
  std::size_t size = 0;
  const char* result = lua_tolstring(L, -1, &size);
  return {result, size};
}

TEST_CASE("patterns mean what they mean in Lua") {
  Original original;
  const State state;
  lua_State* ours = state.get();
  open_sandbox(ours, {});
  std::mt19937 random{GENERATE(1U, 2U, 3U, 4U)};
  const auto pick = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); };
  static constexpr const char* pieces[] = {
      "a",      "b",       "c",    ".",     "%a",    "%A",    "%d",     "%s",    "%w",   "%p", "%x",
      "[ab]",   "[^a]",    "[]a]", "[^]a]", "[%a-]", "[a-c]", "[%]]",   "(",     ")",    "()", "*",
      "+",      "-",       "?",    "*",     "-",     "%1",    "%2",     "%b()",  "%bab", "$",  "^",
      "%f[%a]", "%f[^%a]", "%.",   "%%",    "(a*)",  "(.-)",  "[a%-c]", "[%d_]", "%g",   "%u", " "};
  static constexpr const char* letters[] = {"a", "b", "c", "A", "1",  " ",  "(", ")",
                                            ".", "-", "]", "%", "\n", "ab", "a", "b"};
  static constexpr const char* replacements[] = {"", "x", "<%0>", "<%1>", "%2%1", "%%", "%", "%x", "-%0-%0"};
  int compared = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text, pattern;
    for (std::size_t n = pick(12); n > 0; --n) text += letters[pick(std::size(letters))];
    for (std::size_t n = 1 + pick(6); n > 0; --n) pattern += pieces[pick(std::size(pieces))];
    const std::string replacement = replacements[pick(std::size(replacements))];
    const auto init = static_cast<lua_Integer>(pick(8)) - 3;
    REQUIRE(luaL_loadstring(original.L, describe) == LUA_OK);
    const std::string expected = result_of(original.L, text, pattern, replacement, init);
    push_environment(ours);
    load_text(ours, describe, "a.lua", -1);
    const std::string found = result_of(ours, text, pattern, replacement, init);
    lua_settop(original.L, 0);
    lua_settop(ours, 0);
    // What is wrong with a pattern is said even where Lua's matcher never comes by it.
    if (found.starts_with("error")) continue;
    CAPTURE(text, pattern, replacement, init);
    CHECK(found == expected);
    ++compared;
  }
  CHECK(compared > 1500);
}

TEST_CASE("what is wrong with a pattern is said in Lua's words") {
  State state;
  open_sandbox(state.get(), {});
  const auto [pattern, message] = GENERATE(table<const char*, const char*>({
      {"a%", "malformed pattern (ends with '%')"},
      {"[a", "malformed pattern (missing ']')"},
      {"[a%", "malformed pattern (missing ']')"},
      {"[]", "malformed pattern (missing ']')"},
      {"[^]", "malformed pattern (missing ']')"},
      {"(a", "unfinished capture"},
      {"a)", "invalid pattern capture"},
      {"%1", "invalid capture index %1 in pattern"},
      {"(%1)", "invalid capture index %1 in pattern"},
      {"()%2", "invalid capture index %2 in pattern"},
      {"%0", "invalid capture index %0 in pattern"},
      {"%b", "malformed pattern (missing arguments to '%b')"},
      {"%b(", "malformed pattern (missing arguments to '%b')"},
      {"%fa", "missing '[' after '%f' in pattern"},
  }));
  CAPTURE(pattern);
  try {
    protect(state.get(), [&, &pattern = pattern] {
      lua_State* L = state.get();
      push_environment(L);
      load_text(L, std::string("return ('x'):find('") + pattern + "')", "a.lua", -1);
      call(L, 0, 0);
    });
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message() == message);
  }
}

}  // namespace
}  // namespace luamigrate::lua
