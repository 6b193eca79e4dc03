#include "bindings/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "bindings/read_fields.h"
#include "bindings/values.h"
#include "lua/call.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

using Shared = std::shared_ptr<ops::Metadata>;

ops::Origin origin(lua_State* L) {
  lua::Where place = lua::where(L);
  return {"", std::move(place.file), place.line};
}

// The metadata that a method is called on, taken off the arguments.
Shared take_self(lua_State* L, const std::string& method) {
  const Shared* self = lua::to_object<Shared>(L, 1);
  if (!self)
    throw Error(ErrorKind::script, fmt::format("{}: call it with a colon, on what metadata() returned", method),
                fmt::format("write db:{}(...)", method));
  Shared result = *self;
  lua_remove(L, 1);
  return result;
}

template <class Object>
void set_schema(Object& object, const ops::Metadata& metadata) {
  if (object.schema.empty()) object.schema = metadata.options.schema;
}

int add_table(lua_State* L) {
  const Shared self = take_self(L, "table");
  auto table = read_arguments<ops::TableModel>(L, lua::Place("db:table"));
  set_schema(table, *self);
  table.origin = origin(L);
  self->tables.push_back(std::move(table));
  return 0;
}

// db:<method>(...): the arguments of the operation that makes the object.
template <base::Described Object, std::vector<Object> ops::Objects::*list>
void add_object(lua_State* L, const char* method, const auto& finish) {
  const Shared self = take_self(L, method);
  const std::string name = fmt::format("db:{}", method);
  auto object = read_arguments<Object>(L, lua::Place(name));
  finish(object);
  set_schema(object, *self);
  const ops::Origin place = origin(L);
  self->objects.origins.emplace(ops::object_key(object), place);
  (self->objects.*list).push_back(std::move(object));
}

constexpr auto as_it_is = [](auto&) {};

int add_view(lua_State* L) {
  add_object<ops::CreateView, &ops::Objects::views>(L, "view", as_it_is);
  return 0;
}
int add_materialized_view(lua_State* L) {
  add_object<ops::CreateView, &ops::Objects::views>(L, "materialized_view", [](ops::CreateView& view) {
    view.options.set({.dialect = "", .name = "materialized", .value = true});
  });
  return 0;
}
int add_enum(lua_State* L) {
  add_object<ops::CreateEnum, &ops::Objects::enums>(L, "enum", as_it_is);
  return 0;
}
int add_sequence(lua_State* L) {
  add_object<ops::CreateSequence, &ops::Objects::sequences>(L, "sequence", as_it_is);
  return 0;
}
int add_func(lua_State* L) {
  add_object<ops::CreateFunction, &ops::Objects::functions>(L, "func", as_it_is);
  return 0;
}
int add_trigger(lua_State* L) {
  add_object<ops::CreateTrigger, &ops::Objects::triggers>(L, "trigger", as_it_is);
  return 0;
}
int add_policy(lua_State* L) {
  add_object<ops::CreatePolicy, &ops::Objects::policies>(L, "policy", as_it_is);
  return 0;
}
// An extension lives in a schema of its own choice, not in that of the tables.
int add_extension(lua_State* L) {
  const Shared self = take_self(L, "extension");
  auto extension = read_arguments<ops::CreateExtension>(L, lua::Place("db:extension"));
  self->objects.origins.emplace(ops::object_key(extension), origin(L));
  self->objects.extensions.push_back(std::move(extension));
  return 0;
}

struct Method {
  std::string_view name;
  lua_CFunction function;
};

constexpr std::array<Method, 9> methods = {{{"table", &lua::guarded<&add_table>},
                                            {"view", &lua::guarded<&add_view>},
                                            {"materialized_view", &lua::guarded<&add_materialized_view>},
                                            {"enum", &lua::guarded<&add_enum>},
                                            {"sequence", &lua::guarded<&add_sequence>},
                                            {"func", &lua::guarded<&add_func>},
                                            {"trigger", &lua::guarded<&add_trigger>},
                                            {"policy", &lua::guarded<&add_policy>},
                                            {"extension", &lua::guarded<&add_extension>}}};

int metadata_field(lua_State* L) {
  const std::string name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  std::vector<std::string_view> known;
  for (const Method& method : methods) {
    if (method.name == name) {
      lua_pushcfunction(L, method.function);
      return 1;
    }
    known.push_back(method.name);
  }
  throw Error(ErrorKind::script, fmt::format("metadata has no \"{}\"", name), base::did_you_mean(name, known));
}

int metadata_to_text(lua_State* L) {
  push_text(L, fmt::format("metadata of {} tables", (*lua::to_object<Shared>(L, 1))->tables.size()));
  return 1;
}

int make_metadata(lua_State* L) {
  auto made = std::make_shared<ops::Metadata>();
  made->options = read_arguments<ops::MetadataOptions>(L, lua::Place("metadata"));
  lua::push_object<Shared>(L, std::move(made));
  return 1;
}

}  // namespace

void open_models(lua_State* L) {
  lua::push_object_metatable<Shared>(L);
  const luaL_Reg functions[] = {{"__index", &lua::guarded<&metadata_field>},
                                {"__tostring", &lua::guarded<&metadata_to_text>},
                                {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
  lua::set_global_function<&make_metadata>(L, "metadata");
}

ModelSet read_models(const lua::Value& value) {
  constexpr std::string_view expected = "what metadata() makes, or a list of them";
  if (const auto* one = lua::to_object<Shared>(value.L, value.index)) return {*one};
  // `require` says true of a file that returns nothing.
  if (value.type() == LUA_TBOOLEAN)
    throw Error(ErrorKind::script, "no models are returned", "end the file with \"return db\"");
  if (value.type() != LUA_TTABLE) lua::refuse(value, expected, "end lua/models.lua with \"return db\"");
  ModelSet result;
  lua::for_each_item(value, expected, [&](const lua::Value& item) {
    result.push_back(lua::read_object<Shared>(item, "what metadata() makes"));
  });
  return result;
}

}  // namespace luamigrate::bindings
