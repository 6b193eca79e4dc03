#include "bindings/files.h"
#include "bindings/op.h"

namespace luamigrate::bindings {
namespace {

int push_count(lua_State* L, std::int64_t count) {
  lua_pushinteger(L, count);
  return 1;
}

// op.execute(sql, params)
int execute(lua_State* L) {
  Run& run = Run::of(L, "op.execute");
  return push_count(L, run.apply(L, read_arguments<ops::Execute>(L, lua::Place("op.execute"))));
}

// op.execute_file(path, params)
int execute_file(lua_State* L) {
  const lua::Place place("op.execute_file");
  Run& run = Run::of(L, "op.execute_file");
  lua::check_argument_count(L, place, 2);
  ops::Execute execute;
  execute.parameters = read_parameters({L, 2, place.argument(2, "params")});
  execute.sql = read_project_file(L, lua::read_string({L, 1, place.argument(1, "path")}, "a path as a string"));
  return push_count(L, run.apply(L, std::move(execute)));
}

}  // namespace

void add_sql_functions(lua_State* L) {
  add_function<&execute>(L, "execute");
  add_function<&execute_file>(L, "execute_file");
}

}  // namespace luamigrate::bindings
