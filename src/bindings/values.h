// Values that travel between scripts and databases: parameters, rows, literals.
#pragma once

#include <lua.hpp>
#include <string_view>
#include <type_traits>

#include "lua/object.h"
#include "lua/reader.h"
#include "schema/packed_rows.h"
#include "schema/value.h"

namespace luamigrate::bindings {

// nil or null, boolean, integer, float, string (text), blob(s), json(value).
schema::Value read_value(const lua::Value& value);
void read_value(const lua::Value& value, schema::Value& result);  // whose storage is used again

// nil: none; a list: by position; a table keyed by name: by name.
schema::Parameters read_parameters(const lua::Value& value);

// Reads tables keyed by column name, one after the other.
class RowReader {
 public:
  // Into `values`, whose storage is used again, in the order of columns().
  void operator()(const lua::Value& value, std::vector<schema::Value>& values);

  const std::vector<std::string>& columns() const noexcept { return columns_; }  // of the last one, sorted

 private:
  bool read_like_before(const lua::Value& value, std::vector<schema::Value>& values) const;
  void learn_columns(const lua::Value& value);

  std::vector<std::string> columns_;
  std::vector<std::size_t> order_;  // which columns they are, in the order in which Lua tells them
};

void push_text(lua_State* L, std::string_view text);

// NULL as nil, bytes and JSON as strings.
struct PushValue {
  lua_State* L;
  void operator()(schema::Null) const { lua_pushnil(L); }
  void operator()(bool flag) const { lua_pushboolean(L, flag); }
  void operator()(std::int64_t number) const { lua_pushinteger(L, number); }
  void operator()(double number) const { lua_pushnumber(L, number); }
  void operator()(std::string_view text) const { push_text(L, text); }
  void operator()(const schema::Blob& blob) const { push_text(L, blob.bytes); }
  void operator()(const schema::Json& json) const { push_text(L, json.text); }
};
void push_value(lua_State* L, const schema::Value& value);

// A table of values; `push_name` pushes the name of the value of a number. Both require room for three on the stack.
template <class PushName>
void push_row(lua_State* L, const schema::RowView& row, const PushName& push_name) {
  lua_createtable(L, 0, static_cast<int>(row.size()));
  row.for_each([&](std::size_t i, const auto& value) {
    if constexpr (!std::is_same_v<decltype(value), const schema::Null&>) {
      push_name(i);
      PushValue{L}(value);
      lua_rawset(L, -3);
    }
  });
}
template <class PushName>
void push_row(lua_State* L, const std::vector<schema::Value>& values, const PushName& push_name) {
  lua_createtable(L, 0, static_cast<int>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::holds_alternative<schema::Null>(values[i])) continue;
    push_name(i);
    push_value(L, values[i]);
    lua_rawset(L, -3);
  }
}

// The global `null`.
void push_null(lua_State* L);

// sql, null, blob, json, uuid.
void open_values(lua_State* L);

}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<schema::Null> = "null";
template <>
inline constexpr const char* object_name<schema::Sql> = "sql text";
template <>
inline constexpr const char* object_name<schema::Blob> = "blob";
template <>
inline constexpr const char* object_name<schema::Json> = "json value";

}  // namespace luamigrate::lua
