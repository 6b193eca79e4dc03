#include "bindings/types.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "bindings/interpreter.h"
#include "bindings/readers.h"
#include "lua/call.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

using schema::ParameterKind;
using schema::TypeArgument;
using schema::TypeDeclaration;
using schema::TypeParameter;

// What the name of a type stands for until it is called.
struct TypeConstructor {
  const TypeDeclaration* declaration;
  std::string_view dialect;  // empty: generic

  std::string name() const {
    return dialect.empty() ? std::string(declaration->name) : fmt::format("{}.{}", dialect, declaration->name);
  }
};

// Lengths, precisions and the like. A scale may be negative: PostgreSQL rounds to tens and hundreds by it.
std::int64_t read_size(std::string_view name, const lua::Value& value) {
  const std::int64_t size = lua::read_integer(value);
  if (name == "dimensions" && size < 1) lua::refuse(value, "a number of at least 1");
  if (name != "scale" && size < 0) lua::refuse(value, "a number that is not negative");
  return size;
}

std::vector<std::string> read_values(const lua::Value& value) {
  std::vector<std::string> texts;
  lua::for_each_item(value, "a list of strings", [&](const lua::Value& item) {
    std::string text = lua::read_string(item);
    if (std::ranges::find(texts, text) != texts.end())
      throw Error(
          ErrorKind::script,
          fmt::format("{}: the value \"{}\" stands in the list twice", item.place.text(), base::shortened(text)),
          "take one of them out");
    texts.push_back(std::move(text));
  });
  return texts;
}

TypeArgument read_argument(const TypeParameter& parameter, const lua::Value& value) {
  switch (parameter.kind) {
    case ParameterKind::boolean: return lua::read_boolean(value);
    case ParameterKind::integer: return read_size(parameter.name, value);
    case ParameterKind::text: return lua::read_string(value);
    case ParameterKind::text_list: return read_values(value);
    case ParameterKind::type: return base::Box<schema::Type>(read_type(value));
    case ParameterKind::integer_or_text:
      if (value.type() == LUA_TNUMBER) return read_size(parameter.name, value);
      return lua::read_string(value, "an integer or a string");
    case ParameterKind::boolean_or_text:
      if (value.type() == LUA_TBOOLEAN) return lua::read_boolean(value);
      return lua::read_string(value, "true, false or a string");
  }
  return false;
}

void read_type_options(const lua::Value& table, const TypeDeclaration& declaration, schema::Type& type) {
  lua_State* L = table.L;
  for (const std::string& name : lua::option_names(table, 0)) {
    const auto parameter = std::find_if(declaration.options.begin(), declaration.options.end(),
                                        [&](const TypeParameter& option) { return option.name == name; });
    if (parameter == declaration.options.end()) {
      std::vector<std::string_view> known;
      for (const TypeParameter& option : declaration.options) known.push_back(option.name);
      lua::refuse_option(table.place, name, known);
    }
    lua_getfield(L, table.index, name.c_str());
    const lua::Place place = table.place.option(name);
    type.options.emplace_back(name, read_argument(*parameter, {L, lua_gettop(L), place}));
    lua_pop(L, 1);
  }
}

// A type that is there already may be named without its values.
void require_values(const lua::Place& place, const schema::Type& type) {
  const auto* values = type.list_argument(0);
  const bool is_there = type.option("create_type") && !type.flag("create_type");
  if (values && values->empty() && !is_there)
    throw Error(ErrorKind::script,
                fmt::format("{}: expected a list of strings, got an empty list", place.argument(1, "values").text()),
                "name the values that it has");
}

int required_arguments(const TypeDeclaration& declaration) {
  int count = 0;
  for (const TypeParameter& parameter : declaration.arguments) count += parameter.required ? 1 : 0;
  return count;
}

// The first argument that there is no place for.
[[noreturn]] void refuse_argument(lua_State* L, const TypeDeclaration& declaration, const std::string& name) {
  std::vector<std::string_view> taken;
  for (const TypeParameter& parameter : declaration.arguments) taken.push_back(parameter.name);
  const int position = static_cast<int>(taken.size()) + 1;
  const lua::Place place(name);
  throw Error(ErrorKind::script,
              fmt::format("{}: takes {}, got {} as argument {}", name,
                          taken.empty() ? "no arguments" : fmt::format("no more than ({})", fmt::join(taken, ", ")),
                          lua::given({L, position, place}), position),
              name == "Text" ? "a text of limited length is String(length)" : "");
}

// Upvalue-less `__call`: the constructor, then its arguments.
int construct(lua_State* L) {
  const TypeConstructor constructor = *lua::to_object<TypeConstructor>(L, 1);
  lua_remove(L, 1);
  const TypeDeclaration& declaration = *constructor.declaration;
  const std::string name = constructor.name();
  const lua::Place place(name);
  schema::Type type;
  type.dialect = constructor.dialect;
  type.name = declaration.name;

  int count = lua_gettop(L);
  while (count > 0 && lua_isnil(L, count)) --count;
  int options = 0;
  const auto takes_table = [&](int position) {
    const auto index = static_cast<std::size_t>(position - 1);
    return index < declaration.arguments.size() && declaration.arguments[index].kind == ParameterKind::text_list;
  };
  if (count > 0 && lua_istable(L, count) && !takes_table(count)) options = count--;
  if (count > static_cast<int>(declaration.arguments.size())) refuse_argument(L, declaration, name);
  const int least = std::max(count, required_arguments(declaration));
  for (int i = 1; i <= least; ++i) {
    const TypeParameter& parameter = declaration.arguments[static_cast<std::size_t>(i - 1)];
    const lua::Place argument = place.argument(i, parameter.name);
    type.arguments.push_back(read_argument(parameter, {L, i, argument}));
  }
  if (options != 0) read_type_options({L, options, place}, declaration, type);
  require_values(place, type);
  push_type(L, type);
  return 1;
}

// type:on(dialect, variant)
int on(lua_State* L) {
  const lua::Place place("on");
  lua::check_argument_count(L, place, 3);
  const lua::Place self = place.argument(0, "type");
  schema::Type type = read_type({L, 1, self});
  const lua::Place dialect_place = place.argument(1, "database");
  const std::string dialect = lua::read_string({L, 2, dialect_place}, "the name of a database");
  std::vector<std::string_view> names;
  for (const databases::Database* database : Interpreter::of(L).options().databases) names.push_back(database->name);
  if (std::find(names.begin(), names.end(), dialect) == names.end()) lua::read_word({L, 2, dialect_place}, names);
  for (const schema::TypeVariant& variant : type.variants)
    if (variant.dialect == dialect)
      throw Error(ErrorKind::script, fmt::format("on: the type has a variant for \"{}\" already", dialect));
  const lua::Place variant_place = place.argument(2, "type");
  type.variants.push_back({dialect, read_type({L, 3, variant_place})});
  push_type(L, type);
  return 1;
}

int type_field(lua_State* L) {
  const lua::Place place("type");
  const std::string name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (name != "on")
    throw Error(ErrorKind::script, fmt::format("a type has no \"{}\"", name), "it has :on(database, type)");
  lua::push_function<&on>(L);
  return 1;
}

int type_to_text(lua_State* L) {
  if (const auto* type = lua::to_object<schema::Type>(L, 1))
    push_text(L, schema::shown(*type));
  else
    push_text(L, lua::to_object<TypeConstructor>(L, 1)->name());
  return 1;
}

int type_equals(lua_State* L) {
  const auto* a = lua::to_object<schema::Type>(L, 1);
  const auto* b = lua::to_object<schema::Type>(L, 2);
  lua_pushboolean(L, a && b && *a == *b);
  return 1;
}

// What stands where a type is called a second time: String(10)(20).
int called_twice(lua_State* L) {
  throw Error(ErrorKind::script,
              fmt::format("{} has its arguments already", schema::shown(*lua::to_object<schema::Type>(L, 1))));
}

void push_constructor(lua_State* L, const TypeDeclaration& declaration, std::string_view dialect) {
  lua::push_object(L, TypeConstructor{&declaration, dialect});
}

}  // namespace
}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<bindings::TypeConstructor> = "type";

}  // namespace luamigrate::lua

namespace luamigrate::bindings {

schema::Type read_type(const lua::Value& value) {
  if (const auto* type = lua::to_object<schema::Type>(value.L, value.index)) return *type;
  const auto* constructor = lua::to_object<TypeConstructor>(value.L, value.index);
  if (!constructor) lua::refuse(value, "a type such as Integer or String(100)");
  for (const TypeParameter& parameter : constructor->declaration->arguments)
    if (parameter.required)
      throw Error(ErrorKind::script, fmt::format("{}: {} needs its argument \"{}\"", value.place.text(),
                                                 constructor->name(), parameter.name));
  schema::Type type;
  type.dialect = constructor->dialect;
  type.name = constructor->declaration->name;
  return type;
}

void push_type(lua_State* L, const schema::Type& type) {
  lua::push_object(L, type);
}

void open_types(lua_State* L) {
  lua::push_object_metatable<schema::Type>(L);
  const luaL_Reg type_methods[] = {{"__index", &lua::guarded<&type_field>},
                                   {"__tostring", &lua::guarded<&type_to_text>},
                                   {"__eq", &lua::guarded<&type_equals>},
                                   {"__call", &lua::guarded<&called_twice>},
                                   {nullptr, nullptr}};
  luaL_setfuncs(L, type_methods, 0);
  lua::push_object_metatable<TypeConstructor>(L);
  const luaL_Reg constructor_methods[] = {{"__index", &lua::guarded<&type_field>},
                                          {"__tostring", &lua::guarded<&type_to_text>},
                                          {"__call", &lua::guarded<&construct>},
                                          {nullptr, nullptr}};
  luaL_setfuncs(L, constructor_methods, 0);
  lua_pop(L, 2);

  for (const TypeDeclaration& declaration : schema::generic_types()) {
    push_constructor(L, declaration, {});
    lua::set_global(L, std::string(declaration.name).c_str());
  }
  for (const databases::Database* database : Interpreter::of(L).options().databases) {
    lua_createtable(L, 0, static_cast<int>(database->types.size()));
    for (const TypeDeclaration& declaration : database->types) {
      push_text(L, declaration.name);
      push_constructor(L, declaration, database->name);
      lua_rawset(L, -3);
    }
    lua::make_read_only(L, database->name);
    lua::set_global(L, std::string(database->name).c_str());
  }
}

}  // namespace luamigrate::bindings
