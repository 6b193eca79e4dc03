#include "bindings/values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "base/utf8.h"
#include "lua/call.h"
#include "lua/require.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

constexpr char null_key = 0;
constexpr char json_encode_key = 0;
constexpr std::string_view expected_value = "nil, null, a boolean, a number, a string, blob(...) or json(...)";

int make_sql(lua_State* L) {
  const lua::Place place("sql");
  lua::check_argument_count(L, place, 1);
  lua::push_object(L, schema::Sql{lua::read_string({L, 1, place.argument(1, "text")}, "SQL text as a string")});
  return 1;
}

int sql_to_text(lua_State* L) {
  push_text(L, lua::to_object<schema::Sql>(L, 1)->text);
  return 1;
}

int make_blob(lua_State* L) {
  const lua::Place place("blob");
  lua::check_argument_count(L, place, 1);
  lua::push_object(L, schema::Blob{lua::read_bytes({L, 1, place.argument(1, "bytes")})});
  return 1;
}

int json_to_text(lua_State* L) {
  push_text(L, lua::to_object<schema::Json>(L, 1)->text);
  return 1;
}

// json(value), by the embedded module's encode.
int make_json(lua_State* L) {
  lua::check_argument_count(L, lua::Place("json"), 1);
  lua_settop(L, 1);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &json_encode_key) == LUA_TNIL) {
    lua_settop(L, 1);
    lua::push_environment(L);
    lua_getfield(L, 2, "require");
    lua_pushliteral(L, "json");
    lua::call(L, 1, 1);
    lua_getfield(L, 3, "encode");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &json_encode_key);
    lua_replace(L, 2);
    lua_settop(L, 2);
  }
  lua_pushvalue(L, 1);
  lua::call(L, 1, 1);
  lua::push_object(L, schema::Json{lua_tostring(L, -1)});
  return 1;
}

int null_to_text(lua_State* L) {
  lua_pushliteral(L, "null");
  return 1;
}

// A random UUID. Source: RFC 9562, version 4.
int make_uuid(lua_State* L) {
  lua::check_argument_count(L, lua::Place("uuid"), 0);
  std::string hex = base::random_hex(16);
  hex[12] = '4';
  hex[16] = "89ab"[std::string_view("0123456789abcdef").find(hex[16]) % 4];
  push_text(L, fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                           hex.substr(20)));
  return 1;
}

template <class T, lua::Function to_text>
void define_to_text(lua_State* L) {
  lua::push_object_metatable<T>(L);
  lua::push_function<to_text>(L);
  lua_setfield(L, -2, "__tostring");
  lua_pop(L, 1);
}

// Calls `visit` with each key of a table, the value on top of the stack.
template <class Visit>
void for_each_name(const lua::Value& value, const Visit& visit) {
  lua_State* L = value.L;
  luaL_checkstack(L, 6, nullptr);
  lua_pushnil(L);
  while (lua_next(L, value.index) != 0) {
    if (lua_type(L, -2) != LUA_TSTRING)
      throw Error(
          ErrorKind::script,
          fmt::format("{}: expected a table keyed by name, got one with a key that is no string", value.place.text()));
    std::size_t size = 0;
    const char* name = lua_tolstring(L, -2, &size);
    visit(std::string_view(name, size));
    lua_pop(L, 1);
  }
}

}  // namespace

void read_value(const lua::Value& value, schema::Value& result) {
  lua_State* L = value.L;
  switch (value.type()) {
    case LUA_TNONE:
    case LUA_TNIL: result = schema::Null{}; return;
    case LUA_TBOOLEAN: result = lua_toboolean(L, value.index) != 0; return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, value.index))
        result = static_cast<std::int64_t>(lua_tointeger(L, value.index));
      else
        result = static_cast<double>(lua_tonumber(L, value.index));
      return;
    case LUA_TSTRING: {
      std::size_t size = 0;
      const char* const bytes = lua_tolstring(L, value.index, &size);
      if (!base::is_utf8({bytes, size})) lua::refuse(value, "text in UTF-8", "write blob(s) for bytes");
      if (auto* text = std::get_if<std::string>(&result))
        text->assign(bytes, size);
      else
        result.emplace<std::string>(bytes, size);
      return;
    }
    case LUA_TUSERDATA:
      if (lua::to_object<schema::Null>(L, value.index)) {
        result = schema::Null{};
        return;
      }
      if (const auto* blob = lua::to_object<schema::Blob>(L, value.index)) {
        result = *blob;
        return;
      }
      if (const auto* json = lua::to_object<schema::Json>(L, value.index)) {
        result = *json;
        return;
      }
      if (lua::to_object<schema::Sql>(L, value.index))
        lua::refuse(value, expected_value, "values are bound, never SQL text: write the expression in the statement");
      break;
    default: break;
  }
  const bool table = value.type() == LUA_TTABLE;
  lua::refuse(value, expected_value,
              table ? "write json(t) for a JSON document, or a string such as '{1,2}' for an array" : "");
}

schema::Value read_value(const lua::Value& value) {
  schema::Value result;
  read_value(value, result);
  return result;
}

schema::Parameters read_parameters(const lua::Value& value) {
  constexpr std::string_view expected = "a list of values (for ?) or a table of values by name (for :name)";
  if (value.is_nil()) return std::monostate();
  if (value.type() != LUA_TTABLE) lua::refuse(value, expected);
  lua_State* L = value.L;
  luaL_checkstack(L, 4, nullptr);
  lua_pushnil(L);
  const bool any = lua_next(L, value.index) != 0;
  const bool by_name = any && lua_type(L, -2) == LUA_TSTRING;
  if (any) lua_pop(L, 2);
  if (by_name) {
    schema::NamedParameters parameters;
    for_each_name(value, [&](std::string_view name) {
      const lua::Place place = value.place.key(name);
      parameters.emplace_back(name, read_value({L, lua_gettop(L), place}));
    });
    std::ranges::sort(parameters, {}, &schema::NamedParameters::value_type::first);
    return parameters;
  }
  schema::PositionalParameters parameters;
  lua::for_each_item(
      value, expected, [&](const lua::Value& item) { parameters.push_back(read_value(item)); },
      "write null where a value is meant to be SQL's NULL");
  return parameters;
}

// Rows mostly come with the names of the row before, in the order that Lua keeps them in.
void RowReader::operator()(const lua::Value& value, std::vector<schema::Value>& values) {
  if (value.type() != LUA_TTABLE) lua::refuse(value, "a row: a table keyed by column name");
  luaL_checkstack(value.L, 6, nullptr);
  if (read_like_before(value, values)) return;
  learn_columns(value);
  read_like_before(value, values);
}

bool RowReader::read_like_before(const lua::Value& value, std::vector<schema::Value>& values) const {
  lua_State* L = value.L;
  values.resize(columns_.size());
  std::size_t read = 0;
  lua_pushnil(L);
  while (lua_next(L, value.index) != 0) {
    std::size_t size = 0;
    const char* const name = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &size) : nullptr;
    if (!name || read == order_.size() || columns_[order_[read]] != std::string_view(name, size)) {
      lua_pop(L, 2);
      return false;
    }
    const lua::Place place = value.place.key({name, size});
    read_value({L, lua_gettop(L), place}, values[order_[read]]);
    ++read;
    lua_pop(L, 1);
  }
  return read == order_.size();
}

void RowReader::learn_columns(const lua::Value& value) {
  std::vector<std::string> names;
  for_each_name(value, [&](std::string_view name) { names.emplace_back(name); });
  columns_ = names;
  std::ranges::sort(columns_);
  order_.clear();
  for (const std::string& name : names)
    order_.push_back(static_cast<std::size_t>(std::ranges::lower_bound(columns_, name) - columns_.begin()));
}

void push_text(lua_State* L, std::string_view text) {
  lua_pushlstring(L, text.data(), text.size());
}

void push_value(lua_State* L, const schema::Value& value) {
  std::visit(PushValue{L}, value);
}

void push_null(lua_State* L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
}

void open_values(lua_State* L) {
  define_to_text<schema::Sql, &sql_to_text>(L);
  define_to_text<schema::Json, &json_to_text>(L);
  define_to_text<schema::Null, &null_to_text>(L);
  lua::push_object(L, schema::Null{});
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &null_key);
  lua::set_global(L, "null");
  lua::set_global_function<&make_sql>(L, "sql");
  lua::set_global_function<&make_blob>(L, "blob");
  lua::set_global_function<&make_json>(L, "json");
  lua::set_global_function<&make_uuid>(L, "uuid");
}

}  // namespace luamigrate::bindings
