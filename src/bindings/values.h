// Values that travel between scripts and databases: parameters, rows, literals.
#pragma once

#include <lua.hpp>

#include "lua/object.h"
#include "lua/reader.h"
#include "schema/value.h"

namespace luamigrate::bindings {

// nil or null, boolean, integer, float, string (text), blob(s), json(value).
schema::Value read_value(const lua::Value& value);
void read_value(const lua::Value& value, schema::Value& result);  // whose storage is used again

// nil: none; a list: by position; a table keyed by name: by name.
schema::Parameters read_parameters(const lua::Value& value);

// Reads tables keyed by column name into `row`, sorted by name. `row` comes as the call before left it, but for its
// values, and its storage is used again.
class RowReader {
 public:
  void operator()(const lua::Value& value, schema::Row& row);

 private:
  bool read_like_before(const lua::Value& value, schema::Row& row) const;
  void remember_order(const lua::Value& value, const schema::Row& row);

  std::vector<std::size_t> order_;  // where the row has the names, in the order in which Lua tells them
};

// NULL as nil, bytes and JSON as strings.
void push_value(lua_State* L, const schema::Value& value);
void push_row(lua_State* L, const schema::Row& row);
void set_field(lua_State* L, const std::string& name);  // of the table below the value on top, which it takes
void push_text(lua_State* L, std::string_view text);

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
