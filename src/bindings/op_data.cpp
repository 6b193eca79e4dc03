#include <fmt/format.h>

#include "bindings/op.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

struct RowsHandle {
  std::shared_ptr<OpenRows> open;
  schema::Row row;
};

}  // namespace
}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<bindings::RowsHandle> = "query";

}  // namespace luamigrate::lua

namespace luamigrate::bindings {
namespace {

// What bulk_insert takes beside the rows, which are streamed.
struct InsertTarget {
  std::string table;
  std::string schema;

  static constexpr std::string_view lua_name = "bulk_insert";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &InsertTarget::table), base::option("schema", &InsertTarget::schema));
  }
};

constexpr std::string_view expected_rows = "a list of rows, or a function that returns a row or nil";

// Rows of a list, read one at a time as they are asked for.
ops::RowSource rows_of_list(lua_State* L, int list, lua_Integer count, const lua::Place& place) {
  return [=, &place, next = lua_Integer{0}](schema::Row& row) mutable {
    if (next == count) return false;
    luaL_checkstack(L, 8, nullptr);
    lua_rawgeti(L, list, ++next);
    const lua::Place row_place = place.row(next);
    read_row({L, lua_gettop(L), row_place}, row);
    lua_pop(L, 1);
    return true;
  };
}

// Rows that a function returns until it returns nil.
ops::RowSource rows_of_function(lua_State* L, int function, const lua::Place& place) {
  return [=, &place, next = lua_Integer{0}](schema::Row& row) mutable {
    luaL_checkstack(L, 8, nullptr);
    lua_pushvalue(L, function);
    lua::call(L, 0, 1);
    ++next;
    const bool more = !lua_isnil(L, -1);
    const lua::Place row_place = place.row(next);
    if (more) read_row({L, lua_gettop(L), row_place}, row);
    lua_pop(L, 1);
    return more;
  };
}

int bulk_insert(lua_State* L) {
  const lua::Place place("op.bulk_insert");
  Run& run = Run::of(L, "op.bulk_insert");
  lua::check_argument_count(L, place, 3);
  const lua::Place table_place = place.argument(1, "table");
  const lua::Place rows_place = place.argument(2, "rows");
  InsertTarget target;
  target.table = lua::read_string({L, 1, table_place});
  if (!lua_isnoneornil(L, 3)) read_options({L, 3, place}, target);

  ops::RowSource rows;
  if (lua_isfunction(L, 2))
    rows = rows_of_function(L, 2, place);
  else
    rows = rows_of_list(L, 2, lua::check_list({L, 2, rows_place}, expected_rows), place);
  const ops::Origin origin = run.origin(L);
  lua_pushinteger(L, run.use_sink("bulk_insert", [&](ops::Sink& sink) {
    return sink.bulk_insert({target.schema, target.table}, rows, origin);
  }));
  return 1;
}

std::unique_ptr<ops::Rows> start_query(lua_State* L, Run& run, const char* function) {
  ops::Execute given = read_arguments<ops::Execute>(L, lua::Place(function));
  const ops::Query query{std::move(given.sql), std::move(given.parameters), run.origin(L)};
  return run.use_sink("query", [&](ops::Sink& sink) { return sink.query(query); });
}

int close_rows(lua_State* L) {
  if (RowsHandle* handle = lua::to_object<RowsHandle>(L, 1)) handle->open->rows.reset();
  return 0;
}

// The iterator: upvalue 1 is the handle.
int next_row(lua_State* L) {
  RowsHandle& handle = *lua::to_object<RowsHandle>(L, lua_upvalueindex(1));
  ops::Rows* rows = handle.open->rows.get();
  if (!rows) return 0;
  Run& run = Run::of(L, "op.query");
  if (!run.use_sink("query", [&](ops::Sink&) { return rows->next(handle.row); })) {
    handle.open->rows.reset();
    return 0;
  }
  push_row(L, handle.row);
  return 1;
}

// for row in op.query(sql, params): the fourth value is closed when the loop ends, by break too.
int query(lua_State* L) {
  Run& run = Run::of(L, "op.query");
  std::shared_ptr<OpenRows> open = run.keep(start_query(L, run, "op.query"));
  lua_settop(L, 0);
  lua::push_object(L, RowsHandle{std::move(open), {}});
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, &lua::guarded<&next_row>, 1);
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, 1);
  return 4;
}

// The first row, or nil.
int first(lua_State* L) {
  Run& run = Run::of(L, "op.first");
  const std::unique_ptr<ops::Rows> rows = start_query(L, run, "op.first");
  schema::Row row;
  if (!run.use_sink("query", [&](ops::Sink&) { return rows->next(row); })) return 0;
  push_row(L, row);
  return 1;
}

// The first column of the first row, or nil.
int scalar(lua_State* L) {
  Run& run = Run::of(L, "op.scalar");
  const std::unique_ptr<ops::Rows> rows = start_query(L, run, "op.scalar");
  schema::Row row;
  if (!run.use_sink("query", [&](ops::Sink&) { return rows->next(row); }) || row.empty()) {
    lua_pushnil(L);
    return 1;
  }
  push_value(L, row.front().second);
  return 1;
}

// What transform_rows takes beside the function.
struct TransformOptions {
  std::string table;
  std::string schema;
  schema::NameList key;
  std::vector<std::string> columns;
  std::vector<std::string> set;
  std::string where;
  std::optional<std::int64_t> batch_size;
  std::string commit = "revision";

  static constexpr std::string_view lua_name = "transform_rows";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("table", &TransformOptions::table), base::option("schema", &TransformOptions::schema),
        base::option("key", &TransformOptions::key), base::option("columns", &TransformOptions::columns),
        base::option("set", &TransformOptions::set), base::option("where", &TransformOptions::where),
        base::option("batch_size", &TransformOptions::batch_size), base::option("commit", &TransformOptions::commit));
  }
};

// Calls the function at `function` with a row; false where it answers nil.
bool call_transform(lua_State* L, int function, const schema::Row& row, schema::Row& changes) {
  luaL_checkstack(L, 8, nullptr);
  lua_pushvalue(L, function);
  push_row(L, row);
  lua::call(L, 1, 1);
  const bool changed = !lua_isnil(L, -1);
  if (changed) {
    const lua::Place place("op.transform_rows, the function's answer");
    read_row({L, lua_gettop(L), place}, changes);
  }
  lua_pop(L, 1);
  return changed;
}

// op.transform_rows(table, opts, function(row) ... end): how many rows it changed.
int transform_rows(lua_State* L) {
  const lua::Place place("op.transform_rows");
  Run& run = Run::of(L, "op.transform_rows");
  lua::check_argument_count(L, place, 3);
  const lua::Place table_place = place.argument(1, "table"), options_place = place.argument(2, "options");
  const lua::Place function_place = place.argument(3, "function");
  if (!lua_isfunction(L, 3)) lua::refuse({L, 3, function_place}, "a function");
  TransformOptions given;
  given.table = lua::read_string({L, 1, table_place});
  if (lua_type(L, 2) != LUA_TTABLE) lua::refuse({L, 2, options_place}, "a table of options");
  read_options({L, 2, place}, given);
  if (given.set.empty())
    throw Error(ErrorKind::script, "op.transform_rows: `set` is missing", "name the columns that may be changed");
  if (given.commit == "batch")
    throw Error(ErrorKind::unsupported, "op.transform_rows: commit = \"batch\" is not available in this version",
                "leave it out: the rows are committed with the revision");
  if (given.commit != "revision")
    throw Error(
        ErrorKind::script,
        fmt::format("op.transform_rows, option \"commit\": expected \"revision\" or \"batch\", got the string \"{}\"",
                    given.commit));
  if (given.batch_size && *given.batch_size < 1)
    throw Error(ErrorKind::script, "op.transform_rows: batch_size must be at least 1", "leave it out, or name a size");
  const ops::Transformation wanted{.table = {given.schema, given.table},
                                   .key = given.key.names,
                                   .columns = given.columns,
                                   .set = given.set,
                                   .where = given.where,
                                   .batch_size = given.batch_size.value_or(0),
                                   .origin = run.origin(L)};
  const auto transform = [&](const schema::Row& row, schema::Row& changes) {
    return call_transform(L, 3, row, changes);
  };
  lua_pushinteger(
      L, run.use_sink("transform_rows", [&](ops::Sink& sink) { return sink.transform_rows(wanted, transform); }));
  return 1;
}

}  // namespace

void add_data_functions(lua_State* L) {
  lua::push_object_metatable<RowsHandle>(L);
  lua::push_function<&close_rows>(L);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
  add_function<&bulk_insert>(L, "bulk_insert");
  add_function<&query>(L, "query");
  add_function<&first>(L, "first");
  add_function<&scalar>(L, "scalar");
  add_function<&transform_rows>(L, "transform_rows");
}

}  // namespace luamigrate::bindings
