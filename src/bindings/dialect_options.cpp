#include "bindings/dialect_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "bindings/interpreter.h"
#include "bindings/readers.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

using databases::OptionKind;

schema::OptionScalar read_scalar(const lua::Value& value, std::string_view expected) {
  switch (value.type()) {
    case LUA_TBOOLEAN: return lua::read_boolean(value);
    case LUA_TNUMBER:
      if (lua_isinteger(value.L, value.index)) return static_cast<std::int64_t>(lua_tointeger(value.L, value.index));
      return static_cast<double>(lua_tonumber(value.L, value.index));
    case LUA_TSTRING: return lua::read_string(value);
    default: lua::refuse(value, expected);
  }
}

schema::OptionMap read_map(const lua::Value& value, std::string_view expected) {
  if (value.type() != LUA_TTABLE) lua::refuse(value, expected);
  schema::OptionMap map;
  for (const std::string& key : lua::option_names(value, 0)) {
    lua_getfield(value.L, value.index, key.c_str());
    const lua::Place place = value.place.key(key);
    map.emplace_back(key, read_scalar({value.L, lua_gettop(value.L), place}, "a number, a string or a boolean"));
    lua_pop(value.L, 1);
  }
  return map;
}

schema::OptionList read_names(const lua::Value& value) {
  constexpr std::string_view expected = "a name or a list of names";
  if (value.type() != LUA_TTABLE) return {Reader<schema::NameOrSql>::read(value)};
  schema::OptionList names;
  lua::for_each_item(value, expected,
                     [&](const lua::Value& item) { names.push_back(Reader<schema::NameOrSql>::read(item)); });
  return names;
}

schema::OptionValue scalar_option(schema::OptionScalar scalar) {
  return std::visit([](auto&& v) -> schema::OptionValue { return std::forward<decltype(v)>(v); }, std::move(scalar));
}

schema::OptionValue read_option(const databases::OptionDeclaration& declaration, const lua::Value& value) {
  if (!declaration.words.empty()) return lua::read_word_in_any_case(value, declaration.words);
  switch (declaration.kind) {
    case OptionKind::flag: return lua::read_boolean(value);
    case OptionKind::integer: return lua::read_integer(value);
    case OptionKind::text: return lua::read_string(value);
    case OptionKind::sql:
      if (const auto* sql = lua::to_object<schema::Sql>(value.L, value.index)) return *sql;
      return lua::read_string(value, "SQL text: a string or sql(...)");
    case OptionKind::names: return read_names(value);
    case OptionKind::map: return read_map(value, "a table of values by name");
    case OptionKind::number_or_map:
      if (value.type() == LUA_TNUMBER) return lua::read_integer(value);
      return read_map(value, "a number, or a table of numbers by name");
    case OptionKind::any: return scalar_option(read_scalar(value, "a number, a string or a boolean"));
  }
  return {};
}

const databases::OptionDeclaration* find_declaration(const databases::Database& database, std::string_view site,
                                                     std::string_view name) {
  for (const databases::OptionDeclaration& declaration : database.options)
    if (declaration.site == site && declaration.name == name) return &declaration;
  return nullptr;
}

}  // namespace

bool read_dialect_option(std::string_view site, std::string_view name, const lua::Value& value,
                         schema::DialectOptions& options) {
  const auto databases = Interpreter::of(value.L).options().databases;
  for (const databases::Database* database : databases) {
    if (name.size() <= database->name.size() || !name.starts_with(database->name) || name[database->name.size()] != '_')
      continue;
    const std::string_view bare = name.substr(database->name.size() + 1);
    if (const auto* declaration = find_declaration(*database, site, bare)) {
      options.set({std::string(database->name), std::string(bare), read_option(*declaration, value)});
      return true;
    }
  }
  for (const databases::Database* database : databases) {
    const auto* declaration = find_declaration(*database, site, name);
    if (!declaration) continue;
    options.set({{}, std::string(name), read_option(*declaration, value)});
    return true;
  }
  return false;
}

std::vector<std::string> dialect_option_names(lua_State* L, std::string_view site) {
  std::vector<std::string> names;
  for (const databases::Database* database : Interpreter::of(L).options().databases) {
    for (const databases::OptionDeclaration& declaration : database->options) {
      if (declaration.site != site) continue;
      names.emplace_back(declaration.name);
      names.push_back(fmt::format("{}_{}", database->name, declaration.name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace luamigrate::bindings
