#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "bindings/op.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

struct RowsHandle {
  const Interpreter* interpreter;  // which looking up for each row would cost
  std::shared_ptr<OpenRows> open;
};

struct ProgressHandle {
  std::string label;
  std::optional<std::uint64_t> total;
  std::uint64_t count = 0;
  bool finished = false;
};

}  // namespace
}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<bindings::RowsHandle> = "query";
template <>
inline constexpr const char* object_name<bindings::ProgressHandle> = "progress";

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

// Rows that a script gives, read one at a time as they are asked for.
class GivenRows : public ops::Rows {
 public:
  const std::vector<std::string>& columns() const override { return read_.columns(); }

  bool next(std::vector<schema::Value>& values) override {
    if (!push_next()) return false;
    run_.pass_row(L_);
    const lua::Place row_place = place_.row(++number_);
    read_({L_, lua_gettop(L_), row_place}, values);
    lua_pop(L_, 1);
    return true;
  }

 protected:
  GivenRows(lua_State* L, int index, const lua::Place& place)
      : L_(L), index_(index), place_(place), run_(Run::of(L, place.function())) {
    luaL_checkstack(L, 8, nullptr);
  }
  // False, and nothing is pushed: there is none.
  virtual bool push_next() = 0;

  lua_State* L_;
  int index_;  // of what gives them
  lua_Integer number_ = 0;

 private:
  const lua::Place& place_;
  Run& run_;
  RowReader read_;
};

class ListedRows final : public GivenRows {
 public:
  ListedRows(lua_State* L, int list, lua_Integer count, const lua::Place& place)
      : GivenRows(L, list, place), count_(count) {}

 private:
  bool push_next() override {
    if (number_ == count_) return false;
    lua_rawgeti(L_, index_, number_ + 1);
    return true;
  }

  lua_Integer count_;
};

// Rows that a function returns until it returns nil.
class ReturnedRows final : public GivenRows {
 public:
  ReturnedRows(lua_State* L, int function, const lua::Place& place) : GivenRows(L, function, place) {}

 private:
  bool push_next() override {
    lua_pushvalue(L_, index_);
    try {
      lua::call(L_, 0, 1);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::script) throw;
      throw error.told_as(fmt::format("{} (in row {})", error.message(), number_ + 1));
    }
    if (!lua_isnil(L_, -1)) return true;
    lua_pop(L_, 1);
    return false;
  }
};

int bulk_insert(lua_State* L) {
  const lua::Place place("op.bulk_insert");
  Run& run = Run::of(L, "op.bulk_insert");
  // op.bulk_insert("t", op.query(...)): an iterator comes with what a `for` wants beside it.
  if (lua_gettop(L) == 5 && lua_isnil(L, 3) && lua_isnil(L, 4) && lua::to_object<RowsHandle>(L, 5)) lua_settop(L, 2);
  lua::check_argument_count(L, place, 3);
  const lua::Place table_place = place.argument(1, "table");
  const lua::Place rows_place = place.argument(2, "rows");
  InsertTarget target;
  target.table = lua::read_string({L, 1, table_place});
  if (!lua_isnoneornil(L, 3)) read_options({L, 3, place}, target);

  std::unique_ptr<ops::Rows> rows;
  if (lua_isfunction(L, 2))
    rows = std::make_unique<ReturnedRows>(L, 2, place);
  else
    rows = std::make_unique<ListedRows>(L, 2, lua::check_list({L, 2, rows_place}, expected_rows), place);
  const ops::Origin origin = run.origin(L);
  lua_pushinteger(L, run.use_sink("bulk_insert", [&](ops::Sink& sink) {
    return sink.bulk_insert({target.schema, target.table}, *rows, origin);
  }));
  return 1;
}

std::unique_ptr<ops::FoundRows> start_query(lua_State* L, Run& run, std::string_view function, ops::Origin origin) {
  ops::Execute given = read_arguments<ops::Execute>(L, lua::Place(fmt::format("op.{}", function)));
  const ops::Query query{std::move(given.sql), std::move(given.parameters), std::move(origin), function};
  return run.use_sink(function, [&](ops::Sink& sink) { return sink.query(query); });
}

int close_rows(lua_State* L) {
  if (RowsHandle* handle = lua::to_object<RowsHandle>(L, 1)) handle->open->rows.reset();
  return 0;
}

// An upvalue each: more have no room in a function.
constexpr std::size_t most_kept_names = 250;

// The iterator. Upvalues: the handle, and the names of the columns where they have room.
int next_row(lua_State* L) {
  RowsHandle& handle = *static_cast<RowsHandle*>(lua_touserdata(L, lua_upvalueindex(1)));
  ops::FoundRows* rows = handle.open->rows.get();
  if (!rows) return 0;
  Run& run = Run::of(*handle.interpreter, "op.query");
  schema::RowView row;
  if (!run.use_sink("query", [&](ops::Sink&) { return rows->next(row); })) {
    handle.open->rows.reset();
    return 0;
  }
  run.pass_row(L);
  if (row.size() <= most_kept_names)
    push_row(L, row, [&](std::size_t i) { lua_pushvalue(L, lua_upvalueindex(static_cast<int>(i) + 2)); });
  else
    push_row(L, row, [&](std::size_t i) { push_text(L, rows->columns()[i]); });
  return 1;
}

// for row in op.query(sql, params): the fourth value is closed when the loop ends, by break too.
int query(lua_State* L) {
  Run& run = Run::of(L, "op.query");
  const ops::Origin origin = run.origin(L);
  std::shared_ptr<OpenRows> open = run.keep(start_query(L, run, "query", origin), origin);
  const std::vector<std::string>& columns = open->rows->columns();
  lua_settop(L, 0);
  luaL_checkstack(L, static_cast<int>(most_kept_names) + 8, nullptr);
  lua::push_object(L, RowsHandle{&Interpreter::of(L), std::move(open)});
  lua_pushvalue(L, 1);
  const bool has_room = columns.size() <= most_kept_names;
  if (has_room)
    for (const std::string& name : columns) push_text(L, name);
  lua_pushcclosure(L, &lua::guarded<&next_row>, has_room ? static_cast<int>(columns.size()) + 1 : 1);
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, 1);
  return 4;
}

// The first row, or nil.
int first(lua_State* L) {
  Run& run = Run::of(L, "op.first");
  const std::unique_ptr<ops::FoundRows> rows = start_query(L, run, "first", run.origin(L));
  schema::RowView row;
  if (run.use_sink("first", [&](ops::Sink&) { return rows->next(row); }))
    push_row(L, row, [&](std::size_t i) { push_text(L, rows->columns()[i]); });
  else
    lua_pushnil(L);
  return 1;
}

// The first column of the first row, or nil.
int scalar(lua_State* L) {
  Run& run = Run::of(L, "op.scalar");
  const std::unique_ptr<ops::FoundRows> rows = start_query(L, run, "scalar", run.origin(L));
  schema::RowView row;
  lua_pushnil(L);
  if (run.use_sink("scalar", [&](ops::Sink&) { return rows->next(row); }))
    row.for_each([&](std::size_t i, const auto& value) {
      if (i > 0) return;
      PushValue{L}(value);
      lua_replace(L, -2);
    });
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
  ops::CommitAt commit = ops::CommitAt::revision;
  std::chrono::milliseconds pause{0};

  static constexpr std::string_view lua_name = "transform_rows";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("table", &TransformOptions::table), base::option("schema", &TransformOptions::schema),
        base::option("key", &TransformOptions::key), base::option("columns", &TransformOptions::columns),
        base::option("set", &TransformOptions::set), base::option("where", &TransformOptions::where),
        base::option("batch_size", &TransformOptions::batch_size), base::option("commit", &TransformOptions::commit),
        base::option("pause", &TransformOptions::pause));
  }
};

template <class Options>
void check_walk(std::string_view function, const Options& given) {
  if (given.batch_size && *given.batch_size < 1)
    throw Error(ErrorKind::script, fmt::format("{}: batch_size must be at least 1", function),
                "leave it out, or name a size");
  if (given.pause.count() > 0 && given.commit == ops::CommitAt::revision)
    throw Error(ErrorKind::script,
                fmt::format("{}: `pause` helps nobody in a transaction that goes on holding its locks", function),
                "write commit = \"batch\" beside it, or leave it out");
}

// The function of a script, called row by row.
class TransformFunction {
 public:
  TransformFunction(lua_State* L, Run& run, int function, const std::vector<std::string>& set)
      : L_(L), run_(run), function_(function), set_(set) {}

  bool operator()(const ops::MetRow& row, ops::RowAnswer& answer) {
    if (names_ == 0) keep_names(row.names);
    run_.pass_row(L_);
    lua_pushvalue(L_, function_);
    push_row(L_, row.values, [&](std::size_t i) { lua_pushvalue(L_, names_ + static_cast<int>(i)); });
    lua::call(L_, 1, 1);
    const bool changed = !lua_isnil(L_, -1);
    if (changed) read_answer(row, answer);
    lua_pop(L_, 1);
    return changed;
  }

 private:
  // On the stack, as long as the call of transform_rows lasts.
  void keep_names(const std::vector<std::string>& names) {
    luaL_checkstack(L_, static_cast<int>(names.size()) + 8, "too many columns");
    names_ = lua_gettop(L_) + 1;
    for (const std::string& name : names) push_text(L_, name);
    for (const std::string& name : set_)
      met_.push_back(static_cast<std::size_t>(std::ranges::find(names, name) - names.begin()));
  }

  void read_answer(const ops::MetRow& row, ops::RowAnswer& answer) const {
    const lua::Place place("op.transform_rows, the function's answer");
    if (lua_type(L_, -1) != LUA_TTABLE) lua::refuse({L_, lua_gettop(L_), place}, "a table of values by column, or nil");
    lua_pushnil(L_);
    while (lua_next(L_, -2) != 0) {
      std::size_t size = 0;
      const char* const text = lua_type(L_, -2) == LUA_TSTRING ? lua_tolstring(L_, -2, &size) : nullptr;
      const std::string_view column(text ? text : "", size);
      const auto found = std::find(set_.begin(), set_.end(), column);
      if (!text || found == set_.end()) refuse_column(column);
      const auto i = static_cast<std::size_t>(found - set_.begin());
      const lua::Place key = place.key(column);
      // Bytes are a string to Lua, and are bytes again when they come back.
      if (lua_type(L_, -1) == LUA_TSTRING && std::holds_alternative<schema::Blob>(row.values[met_[i]])) {
        const char* const bytes = lua_tolstring(L_, -1, &size);
        answer.values[i] = schema::Blob{std::string(bytes, size)};
      } else {
        read_value({L_, lua_gettop(L_), key}, answer.values[i]);
      }
      answer.given[i] = 1;
      lua_pop(L_, 1);
    }
  }

  [[noreturn]] void refuse_column(std::string_view column) const {
    const std::string meant = base::did_you_mean(column, std::vector<std::string_view>(set_.begin(), set_.end()));
    throw Error(ErrorKind::script, fmt::format("the function returned \"{}\", which is not in `set`", column),
                meant.empty() ? "name it in `set`, or leave it out" : meant);
  }

  lua_State* L_;
  Run& run_;
  int function_;
  int names_ = 0;  // where they begin on the stack; 0: nowhere yet
  const std::vector<std::string>& set_;
  std::vector<std::size_t> met_;  // where each of them stands in a row
};

// op.transform_rows(table, opts, function(row) ... end): how many rows it changed.
int transform_rows(lua_State* L) {
  const lua::Place place("op.transform_rows");
  Run& run = Run::of(L, "op.transform_rows");
  lua::check_argument_count(L, place, 3);
  const lua::Place table_place = place.argument(1, "table"), options_place = place.argument(2, "options");
  const lua::Place function_place = place.argument(3, "function");
  TransformOptions given;
  given.table = lua::read_string({L, 1, table_place});
  if (lua_type(L, 2) != LUA_TTABLE) lua::refuse({L, 2, options_place}, "a table of options");
  if (!lua_isfunction(L, 3)) lua::refuse({L, 3, function_place}, "a function");
  read_options({L, 2, place}, given);
  if (given.set.empty())
    throw Error(ErrorKind::script, "op.transform_rows: `set` is missing", "name the columns that may be changed");
  check_walk("op.transform_rows", given);
  const ops::Transformation wanted{.walk = {.table = {given.schema, given.table},
                                            .key = given.key.names,
                                            .where = given.where,
                                            .batch_size = given.batch_size.value_or(0),
                                            .commit = given.commit,
                                            .pause = given.pause},
                                   .columns = given.columns,
                                   .set = given.set,
                                   .origin = run.origin(L)};
  if (wanted.walk.commit == ops::CommitAt::batch) run.close_unreachable(L);
  const ops::RowTransform transform = TransformFunction(L, run, 3, wanted.set);
  lua_pushinteger(
      L, run.use_sink("transform_rows", [&](ops::Sink& sink) { return sink.transform_rows(wanted, transform); }));
  return 1;
}

// op.batched_update(table, opts): how many rows it changed.
int batched_update(lua_State* L) {
  Run& run = Run::of(L, "op.batched_update");
  auto update = read_arguments<ops::BatchedUpdate>(L, lua::Place("op.batched_update"));
  if (update.set == ops::Assignments())
    throw Error(ErrorKind::script, "op.batched_update: `set` is missing",
                "write what changes, as in set = { email = sql(\"lower(email)\") }");
  check_walk("op.batched_update", update);
  if (update.commit == ops::CommitAt::batch) run.close_unreachable(L);
  lua_pushinteger(L, run.apply(L, std::move(update)));
  return 1;
}

// op.progress(label, total): an object that counts.
int progress(lua_State* L) {
  const lua::Place place("op.progress");
  Run& run = Run::of(L, "op.progress");
  lua::check_argument_count(L, place, 2);
  ProgressHandle handle{lua::read_string({L, 1, place.argument(1, "label")}), std::nullopt};
  const lua::Place total_place = place.argument(2, "total");
  if (!lua_isnoneornil(L, 2)) {
    const std::int64_t total = lua::read_integer({L, 2, total_place});
    if (total < 0) lua::refuse({L, 2, total_place}, "a whole number that is not negative");
    handle.total = static_cast<std::uint64_t>(total);
  }
  run.use_sink("progress", [&](ops::Sink& sink) { sink.progress(handle.label, 0, handle.total, false); });
  lua::push_object(L, std::move(handle));
  return 1;
}

ProgressHandle& progress_handle(lua_State* L, const lua::Place& place) {
  const lua::Place self = place.argument(1, "self");
  return lua::read_object<ProgressHandle>({L, 1, self}, "what op.progress makes: call it with a colon");
}

int advance_progress(lua_State* L) {
  const lua::Place place("progress:advance");
  Run& run = Run::of(L, "progress:advance");
  lua::check_argument_count(L, place, 2);
  ProgressHandle& handle = progress_handle(L, place);
  const lua::Place count_place = place.argument(2, "n");
  const std::int64_t more = lua_isnoneornil(L, 2) ? 1 : lua::read_integer({L, 2, count_place});
  if (more < 0) lua::refuse({L, 2, count_place}, "a whole number that is not negative");
  handle.count += static_cast<std::uint64_t>(more);
  if (!handle.finished)
    run.use_sink("progress", [&](ops::Sink& sink) { sink.progress(handle.label, handle.count, handle.total, false); });
  return 0;
}

int finish_progress(lua_State* L) {
  const lua::Place place("progress:finish");
  Run& run = Run::of(L, "progress:finish");
  lua::check_argument_count(L, place, 1);
  ProgressHandle& handle = progress_handle(L, place);
  if (!handle.finished)
    run.use_sink("progress", [&](ops::Sink& sink) { sink.progress(handle.label, handle.count, handle.total, true); });
  handle.finished = true;
  return 0;
}

}  // namespace

void add_data_functions(lua_State* L) {
  lua::push_object_metatable<RowsHandle>(L);
  lua::push_function<&close_rows>(L);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
  lua::push_object_metatable<ProgressHandle>(L);
  lua_newtable(L);
  add_function<&advance_progress>(L, "advance");
  add_function<&finish_progress>(L, "finish");
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  add_function<&bulk_insert>(L, "bulk_insert");
  add_function<&query>(L, "query");
  add_function<&first>(L, "first");
  add_function<&scalar>(L, "scalar");
  add_function<&transform_rows>(L, "transform_rows");
  add_function<&batched_update>(L, "batched_update");
  add_function<&progress>(L, "progress");
}

}  // namespace luamigrate::bindings
