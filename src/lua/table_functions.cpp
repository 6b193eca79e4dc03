#include "lua/table_functions.h"

#include <fmt/format.h>

#include "lua/call.h"
#include "lua/state.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

// No table has more: each element takes as much as this at least.
constexpr std::size_t element_size = 16;

void require_possible(lua_State* L, lua_Integer first, lua_Integer last) {
  const std::size_t most = State::of(L).memory_limit() / element_size;
  if (last >= first && static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first) >= most)
    throw Error(ErrorKind::script, fmt::format("{} elements are more than a table can have",
                                               static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first) + 1));
}

// Upvalue: Lua's own function.
int call_bounded(lua_State* L) {
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

int whole(lua_State* L) {
  if (lua_istable(L, 1)) require_possible(L, 1, luaL_len(L, 1));
  return call_bounded(L);
}

int concat(lua_State* L) {
  if (lua_istable(L, 1))
    require_possible(L, luaL_optinteger(L, 3, 1), lua_isnoneornil(L, 4) ? luaL_len(L, 1) : luaL_checkinteger(L, 4));
  return call_bounded(L);
}

int move(lua_State* L) {
  require_possible(L, luaL_checkinteger(L, 2), luaL_checkinteger(L, 3));
  return call_bounded(L);
}

template <Function function>
void bound(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, &guarded<function>, 1);
  lua_setfield(L, -2, name);
}

}  // namespace

void set_bounded_table_functions(lua_State* L) {
  for (const char* name : {"insert", "remove", "sort"}) bound<&whole>(L, name);
  bound<&concat>(L, "concat");
  bound<&move>(L, "move");
}

}  // namespace luamigrate::lua
