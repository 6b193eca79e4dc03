#include <fmt/format.h>

#include "bindings/op.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

// What `batch` adds to; nullptr after the block.
struct BatchBlock {
  ops::BatchAlterTable* open;
};

}  // namespace
}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<bindings::BatchBlock> = "batch";

}  // namespace luamigrate::lua

namespace luamigrate::bindings {
namespace {

// The block knows its table.
struct SkipTable {
  constexpr bool operator()(std::string_view field) const {
    return field == "table" || field == "schema" || field == "source" || field == "source_schema";
  }
};

// batch.<operation>(...): upvalue 1 is the block.
template <base::Described Operation>
int add_to_batch(lua_State* L) {
  static const std::string name = "batch." + std::string(Operation::lua_name);
  BatchBlock& block = *lua::to_object<BatchBlock>(L, lua_upvalueindex(1));
  if (!block.open)
    throw Error(ErrorKind::script, fmt::format("{} may only be called inside its block", name),
                "the function given to op.batch_alter_table has returned");
  Operation operation = read_arguments<Operation>(L, lua::Place(name), SkipTable{});
  if constexpr (requires { operation.source; }) {
    operation.source = block.open->table;
    operation.source_schema = block.open->schema;
  } else {
    operation.table = block.open->table;
    operation.schema = block.open->schema;
  }
  block.open->operations.push_back({std::move(operation), Run::of(L, name).origin(L)});
  return 0;
}

// REQUIRES: the block at `block`, the table of functions on top.
template <base::Described Operation>
void add_batch_operation(lua_State* L, int block) {
  lua_pushvalue(L, block);
  lua_pushcclosure(L, &lua::guarded<&add_to_batch<Operation>>, 1);
  lua_setfield(L, -2, std::string(Operation::lua_name).c_str());
}

void push_batch(lua_State* L, int block) {
  lua_createtable(L, 0, 16);
  add_batch_operation<ops::AddColumn>(L, block);
  add_batch_operation<ops::DropColumn>(L, block);
  add_batch_operation<ops::AlterColumn>(L, block);
  add_batch_operation<ops::CreatePrimaryKey>(L, block);
  add_batch_operation<ops::CreateUniqueConstraint>(L, block);
  add_batch_operation<ops::CreateCheckConstraint>(L, block);
  add_batch_operation<ops::CreateForeignKey>(L, block);
  add_batch_operation<ops::CreateExcludeConstraint>(L, block);
  add_batch_operation<ops::DropConstraint>(L, block);
  add_batch_operation<ops::ValidateConstraint>(L, block);
  add_batch_operation<ops::CreateIndex>(L, block);
  add_batch_operation<ops::DropIndex>(L, block);
  add_batch_operation<ops::CreateTableComment>(L, block);
  add_batch_operation<ops::DropTableComment>(L, block);
  lua::make_read_only(L, "batch");
}

void check_function(lua_State* L, int index, const lua::Place& place) {
  if (!lua_isfunction(L, index)) lua::refuse({L, index, place}, "a function");
}

void call_function(lua_State* L, int index, int arguments = 0) {
  luaL_checkstack(L, 4, nullptr);
  lua_pushvalue(L, index);
  lua_insert(L, -1 - arguments);
  lua::call(L, arguments, 0);
}

// op.batch_alter_table(table, opts, function(batch) ... end); opts may be left out.
int batch_alter_table(lua_State* L) {
  const lua::Place place("op.batch_alter_table");
  Run& run = Run::of(L, "op.batch_alter_table");
  lua::check_argument_count(L, place, 3);
  const lua::Place table_place = place.argument(1, "table");
  const std::string table = lua::read_string({L, 1, table_place});
  if (table.empty()) lua::refuse({L, 1, table_place}, "a string that is not empty");
  const bool without_options = lua_gettop(L) == 2 && lua_type(L, 2) != LUA_TTABLE;
  const int function = without_options ? 2 : 3;
  check_function(L, function, place.argument(function, "block"));
  const ops::Origin origin = run.origin(L);
  lua_settop(L, function);
  lua_pushvalue(L, function);
  lua_remove(L, function);
  lua_insert(L, 1);  // function, table, options
  ops::BatchAlterTable batch{.table = table};
  if (!without_options && !lua_isnil(L, 3)) read_options({L, 3, place}, batch);
  BatchBlock& block = lua::push_object(L, BatchBlock{&batch});
  struct Close {
    BatchBlock& block;
    ~Close() { block.open = nullptr; }
  } close{block};
  push_batch(L, lua_gettop(L));
  call_function(L, 1, 1);
  if (!batch.operations.empty() || batch.recreate == ops::Recreate::always || batch.reshapes())
    run.apply(L, std::move(batch));
  return 0;
}

int autocommit_block(lua_State* L) {
  const lua::Place place("op.autocommit_block");
  Run& run = Run::of(L, "op.autocommit_block");
  lua::check_argument_count(L, place, 1);
  check_function(L, 1, place.argument(1, "block"));
  run.close_unreachable(L);
  run.use_sink("autocommit_block", [&](ops::Sink& sink) { sink.autocommit([&] { call_function(L, 1); }); });
  return 0;
}

int reversible(lua_State* L) {
  const lua::Place place("op.reversible");
  Run& run = Run::of(L, "op.reversible");
  lua::check_argument_count(L, place, 2);
  check_function(L, 1, place.argument(1, "up"));
  check_function(L, 2, place.argument(2, "down"));
  run.use_sink("reversible",
               [&](ops::Sink& sink) { sink.reversible([&] { call_function(L, 1); }, [&] { call_function(L, 2); }); });
  return 0;
}

// What is inside passes lint; a run carries it out as it stands.
int assured(lua_State* L) {
  const lua::Place place("op.assured");
  Run::of(L, "op.assured");
  lua::check_argument_count(L, place, 2);
  const lua::Place why_place = place.argument(1, "why");
  if (lua::read_string({L, 1, why_place}).empty()) lua::refuse({L, 1, why_place}, "the reason");
  check_function(L, 2, place.argument(2, "block"));
  call_function(L, 2);
  return 0;
}

}  // namespace

void add_block_functions(lua_State* L) {
  add_function<&batch_alter_table>(L, "batch_alter_table");
  add_function<&autocommit_block>(L, "autocommit_block");
  add_function<&reversible>(L, "reversible");
  add_function<&assured>(L, "assured");
}

}  // namespace luamigrate::bindings
