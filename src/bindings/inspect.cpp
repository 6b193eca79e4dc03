#include "bindings/inspect.h"

#include "bindings/types.h"
#include "bindings/values.h"

namespace luamigrate::bindings {
namespace {

void push(lua_State* L, bool value) {
  lua_pushboolean(L, value);
}
void push(lua_State* L, std::int64_t value) {
  lua_pushinteger(L, value);
}
void push(lua_State* L, double value) {
  lua_pushnumber(L, value);
}
void push(lua_State* L, const std::string& value) {
  push_text(L, value);
}
void push(lua_State* L, schema::Null) {
  push_null(L);
}
void push(lua_State* L, const schema::Sql& value) {
  lua::push_object(L, value);
}
void push(lua_State* L, const schema::Name& value) {
  push_text(L, value.text);
}
void push(lua_State* L, const schema::Type& value) {
  push_type(L, value);
}

template <class... T>
void push(lua_State* L, const std::variant<T...>& value);
template <class T>
void push(lua_State* L, const std::vector<T>& list);
template <class T>
void push(lua_State* L, const std::pair<std::string, T>&) = delete;
template <base::Described T>
void push(lua_State* L, const T& value);
void push(lua_State* L, const schema::Referent& value);

void push_map(lua_State* L, const schema::OptionMap& map) {
  lua_createtable(L, 0, static_cast<int>(map.size()));
  for (const auto& [key, value] : map) {
    push_text(L, key);
    std::visit([&](const auto& scalar) { push(L, scalar); }, value);
    lua_rawset(L, -3);
  }
}

template <class T>
void set_field(lua_State* L, std::string_view name, const T& value) {
  push_text(L, name);
  push(L, value);
  lua_rawset(L, -3);
}

template <class T>
void set_field(lua_State* L, std::string_view name, const std::optional<T>& value) {
  if (value) set_field(L, name, *value);
}

void set_field(lua_State* L, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  push_text(L, name);
  push_text(L, value);
  lua_rawset(L, -3);
}

void set_field(lua_State* L, std::string_view, const schema::DialectOptions& options) {
  for (const schema::DialectOption& option : options.all()) {
    push_text(L, option.dialect.empty() ? option.name : option.dialect + "_" + option.name);
    std::visit(
        [&]<class V>(const V& value) {
          if constexpr (std::is_same_v<V, schema::OptionMap>)
            push_map(L, value);
          else
            push(L, value);
        },
        option.value);
    lua_rawset(L, -3);
  }
}

template <class... T>
void push(lua_State* L, const std::variant<T...>& value) {
  std::visit([&](const auto& alternative) { push(L, alternative); }, value);
}

template <class T>
void push(lua_State* L, const std::vector<T>& list) {
  lua_createtable(L, static_cast<int>(list.size()), 0);
  lua_Integer position = 0;
  for (const T& item : list) {
    push(L, item);
    lua_rawseti(L, -2, ++position);
  }
}

template <base::Described T>
void push(lua_State* L, const T& value) {
  luaL_checkstack(L, 8, nullptr);
  lua_newtable(L);
  base::for_each_field<T>([&](const auto& field) { set_field(L, field.name, value.*field.member); });
}

void push(lua_State* L, const schema::Referent& value) {
  luaL_checkstack(L, 8, nullptr);
  lua_newtable(L);
  set_field(L, "schema", value.table.schema);
  set_field(L, "table", value.table.name);
  set_field(L, "columns", value.columns);
}

}  // namespace

void push_table(lua_State* L, const schema::Table& table) {
  luaL_checkstack(L, 8, nullptr);
  lua_newtable(L);
  set_field(L, "schema", table.name.schema);
  set_field(L, "name", table.name.name);
  set_field(L, "comment", table.comment);
  set_field(L, "columns", table.columns);
  set_field(L, "primary_key", table.primary_key);
  set_field(L, "uniques", table.uniques);
  set_field(L, "checks", table.checks);
  set_field(L, "foreign_keys", table.foreign_keys);
  set_field(L, "excludes", table.excludes);
  set_field(L, "indexes", table.indexes);
  set_field(L, "", table.options);
}

void push_described(lua_State* L, const schema::Table& table) {
  push_table(L, table);
}
void push_described(lua_State* L, const schema::Column& column) {
  push(L, column);
}
void push_described(lua_State* L, const schema::PrimaryKey& key) {
  push(L, key);
}
void push_described(lua_State* L, const schema::Unique& unique) {
  push(L, unique);
}
void push_described(lua_State* L, const schema::Check& check) {
  push(L, check);
}
void push_described(lua_State* L, const schema::ForeignKey& key) {
  push(L, key);
}
void push_described(lua_State* L, const schema::Index& index) {
  push(L, index);
}
void push_described(lua_State* L, const schema::ObjectName& name) {
  lua_newtable(L);
  set_field(L, "schema", name.schema);
  set_field(L, "name", name.name);
}

}  // namespace luamigrate::bindings
