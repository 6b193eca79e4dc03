// What the rows of the query cost Lua alone: the loop of the revision, over an iterator that makes its rows of memory.
// No database, no threads, the allocator that Lua comes with: a line below which no `for row in op.query()` gets.
//   bench_data_rows ROWS
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <lua.hpp>
#include <string_view>

namespace {

// A text put together with less work than any row costs.
struct Text {
  char bytes[64];
  char* end = bytes;

  Text& operator<<(std::string_view more) {
    std::memcpy(end, more.data(), more.size());
    end += more.size();
    return *this;
  }
  Text& operator<<(lua_Integer number) {
    end = std::to_chars(end, bytes + sizeof bytes, number).ptr;
    return *this;
  }
  void push(lua_State* L) const { lua_pushlstring(L, bytes, static_cast<std::size_t>(end - bytes)); }
};

// Upvalues: the names of the columns, the number of rows, and that of the row before.
int next_row(lua_State* L) {
  const lua_Integer number = lua_tointeger(L, lua_upvalueindex(6)) + 1;
  if (number > lua_tointeger(L, lua_upvalueindex(5))) return 0;
  lua_pushinteger(L, number);
  lua_replace(L, lua_upvalueindex(6));
  Text name, email;
  name << "First" << number % 1000 << " Last" << number;
  email << "first.last" << number << "@example.com";
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushinteger(L, number);
  lua_rawset(L, -3);
  lua_pushvalue(L, lua_upvalueindex(2));
  name.push(L);
  lua_rawset(L, -3);
  lua_pushvalue(L, lua_upvalueindex(3));
  email.push(L);
  lua_rawset(L, -3);
  lua_pushvalue(L, lua_upvalueindex(4));
  lua_pushnumber(L, static_cast<lua_Number>(number) / 4);
  lua_rawset(L, -3);
  return 1;
}

constexpr const char* loop = R"lua(
  local amount, bytes = 0, 0
  for row in rows do
    amount = amount + row.amount + row.id
    bytes = bytes + #row.full_name + #row.email
  end
  print(string.format("%.2f %d", amount, bytes)))lua";

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  lua_State* const L = luaL_newstate();
  luaL_openlibs(L);
  lua_gc(L, LUA_GCGEN, 0, 0);
  for (const char* const column : {"id", "full_name", "email", "amount"}) lua_pushstring(L, column);
  lua_pushinteger(L, std::atoll(arguments[1]));
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, &next_row, 6);
  lua_setglobal(L, "rows");
  const bool failed = luaL_dostring(L, loop);
  if (failed) std::fprintf(stderr, "%s\n", lua_tostring(L, -1));
  lua_close(L);
  return failed ? 1 : 0;
}
