#include "bindings/inspect.h"
#include "bindings/op.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

// What names a table, and with some functions a thing of it.
struct TableArguments {
  std::string table;
  std::string schema;

  static constexpr std::string_view lua_name = "table";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &TableArguments::table),
                      base::option("schema", &TableArguments::schema));
  }
  schema::TableName name() const { return {schema, table}; }
};

struct PartArguments {
  std::string table;
  std::string part;
  std::string schema;

  static constexpr std::string_view lua_name = "part of a table";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &PartArguments::table), base::positional("name", &PartArguments::part),
                      base::option("schema", &PartArguments::schema));
  }
  schema::TableName name() const { return {schema, table}; }
};

int has_table(lua_State* L) {
  Run& run = Run::of(L, "op.has_table");
  const auto given = read_arguments<TableArguments>(L, lua::Place("op.has_table"));
  lua_pushboolean(L, run.use_sink("has_table", [&](ops::Sink& sink) { return sink.has_table(given.name()); }));
  return 1;
}

int has_column(lua_State* L) {
  Run& run = Run::of(L, "op.has_column");
  const auto given = read_arguments<PartArguments>(L, lua::Place("op.has_column"));
  lua_pushboolean(
      L, run.use_sink("has_column", [&](ops::Sink& sink) { return sink.has_column(given.name(), given.part); }));
  return 1;
}

int has_index(lua_State* L) {
  Run& run = Run::of(L, "op.has_index");
  const auto given = read_arguments<PartArguments>(L, lua::Place("op.has_index"));
  lua_pushboolean(L,
                  run.use_sink("has_index", [&](ops::Sink& sink) { return sink.has_index(given.name(), given.part); }));
  return 1;
}

// The table as it stands, or nil.
int inspect(lua_State* L) {
  Run& run = Run::of(L, "op.inspect");
  const auto given = read_arguments<TableArguments>(L, lua::Place("op.inspect"));
  const auto table = run.use_sink("inspect", [&](ops::Sink& sink) { return sink.find_table(given.name()); });
  if (table)
    push_table(L, *table);
  else
    lua_pushnil(L);
  return 1;
}

int log(lua_State* L) {
  const lua::Place place("op.log");
  Run& run = Run::of(L, "op.log");
  lua::check_argument_count(L, place, 1);
  const std::string text = lua::read_string({L, 1, place.argument(1, "text")});
  run.use_sink("log", [&](ops::Sink& sink) { sink.log(text); });
  return 0;
}

// A name that naming conventions leave alone.
int final_name(lua_State* L) {
  const lua::Place place("op.f");
  lua::check_argument_count(L, place, 1);
  const lua::Place argument = place.argument(1, "name");
  schema::Name name{lua::read_string({L, 1, argument}), true};
  if (name.text.empty()) lua::refuse({L, 1, argument}, "a string that is not empty");
  lua::push_object(L, std::move(name));
  return 1;
}

int final_name_to_text(lua_State* L) {
  push_text(L, lua::to_object<schema::Name>(L, 1)->text);
  return 1;
}

}  // namespace

void add_context_functions(lua_State* L) {
  lua::push_object_metatable<schema::Name>(L);
  lua::push_function<&final_name_to_text>(L);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
  add_function<&has_table>(L, "has_table");
  add_function<&has_column>(L, "has_column");
  add_function<&has_index>(L, "has_index");
  add_function<&inspect>(L, "inspect");
  add_function<&log>(L, "log");
  add_function<&final_name>(L, "f");
}

}  // namespace luamigrate::bindings
