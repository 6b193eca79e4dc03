#include "bindings/op.h"

#include <fmt/format.h>

#include <array>

#include "base/suggest.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

// What `op` tells about the run: fields, not functions.
constexpr std::array<std::string_view, 5> context_fields = {"dialect", "offline", "revision", "tag", "x"};

bool push_context_field(lua_State* L, std::string_view name) {
  if (std::find(context_fields.begin(), context_fields.end(), name) == context_fields.end()) return false;
  const Run& run = Run::of(L, fmt::format("op.{}", name));
  if (name == "dialect") push_text(L, run.sink().dialect());
  if (name == "offline") lua_pushboolean(L, run.sink().offline());
  if (name == "revision") push_text(L, run.context().revision);
  if (name == "tag") push_text(L, run.context().tag);
  if (name == "x") {
    lua_newtable(L);
    for (const auto& [key, value] : run.context().x_arguments) {
      push_text(L, key);
      push_text(L, value);
      lua_rawset(L, -3);
    }
  }
  return true;
}

// Upvalue 1: the functions.
int op_field(lua_State* L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING) throw Error(ErrorKind::script, "op has names only");
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  const std::string name = lua_tostring(L, 2);
  if (push_context_field(L, name)) return 1;
  std::vector<std::string> known(context_fields.begin(), context_fields.end());
  lua_pushnil(L);
  while (lua_next(L, lua_upvalueindex(1)) != 0) {
    lua_pop(L, 1);
    known.emplace_back(lua_tostring(L, -1));
  }
  std::sort(known.begin(), known.end());
  throw Error(ErrorKind::script, fmt::format("op has no \"{}\"", name),
              base::did_you_mean(name, std::vector<std::string_view>(known.begin(), known.end())));
}

int op_assign(lua_State*) {
  throw Error(ErrorKind::script, "op cannot be changed",
              "keep what is yours in a local variable or a global of its own");
}

}  // namespace

void open_op(lua_State* L) {
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 3);
  lua_createtable(L, 0, 72);
  add_table_operations(L);
  add_column_operations(L);
  add_constraint_operations(L);
  add_index_operations(L);
  add_object_operations(L);
  add_sql_functions(L);
  add_data_functions(L);
  add_block_functions(L);
  add_context_functions(L);
  lua_pushcclosure(L, &lua::guarded<&op_field>, 1);
  lua_setfield(L, -2, "__index");
  lua::push_function<&op_assign>(L);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua::set_global(L, "op");
}

}  // namespace luamigrate::bindings
