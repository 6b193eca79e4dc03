// The sections of `op`. Each adds its functions to the table on top of the stack.
#pragma once

#include <string>

#include "bindings/read_fields.h"
#include "bindings/run.h"
#include "lua/call.h"

namespace luamigrate::bindings {

void open_op(lua_State* L);  // the global `op`, all sections

void add_table_operations(lua_State* L);
void add_column_operations(lua_State* L);
void add_constraint_operations(lua_State* L);
void add_index_operations(lua_State* L);
void add_object_operations(lua_State* L);
void add_sql_functions(lua_State* L);
void add_data_functions(lua_State* L);
void add_block_functions(lua_State* L);
void add_context_functions(lua_State* L);

template <lua::Function function>
void add_function(lua_State* L, const char* name) {
  lua::push_function<function>(L);
  lua_setfield(L, -2, name);
}

// `op.<name of the operation>(...)`: reads the arguments by the operation's description and applies it.
template <base::Described Operation>
int apply_operation(lua_State* L) {
  static const std::string name = "op." + std::string(Operation::lua_name);
  Run& run = Run::of(L, name);
  run.apply(L, read_arguments<Operation>(L, lua::Place(name)));
  return 0;
}

template <base::Described Operation>
void add_operation(lua_State* L) {
  add_function<&apply_operation<Operation>>(L, std::string(Operation::lua_name).c_str());
}

}  // namespace luamigrate::bindings
