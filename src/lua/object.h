// C++ values inside Lua: a userdata of one C++ type, told from all others by its metatable, destroyed by the collector.
#pragma once

#include <lua.hpp>
#include <new>
#include <type_traits>
#include <utility>

namespace luamigrate::lua {

// What messages call an object: "a column". Specialised for each type beside its bindings.
template <class T>
inline constexpr const char* object_name = "object";

namespace detail {

template <class T>
inline constexpr char object_key = 0;

template <class T>
int destroy_object(lua_State* L) {
  static_assert(std::is_nothrow_destructible_v<T>);
  static_cast<T*>(lua_touserdata(L, 1))->~T();
  return 0;
}

}  // namespace detail

// Pushes the metatable of the objects of T, made on first use: scripts cannot see or change it.
template <class T>
void push_object_metatable(lua_State* L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &detail::object_key<T>) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 6);
  lua_pushstring(L, object_name<T>);
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  if constexpr (!std::is_trivially_destructible_v<T>) {
    lua_pushcfunction(L, &detail::destroy_object<T>);
    lua_setfield(L, -2, "__gc");
  }
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &detail::object_key<T>);
}

// Pushes `value` as an object. The reference is good for as long as Lua holds the object.
template <class T>
T& push_object(lua_State* L, T value) {
  static_assert(std::is_nothrow_move_constructible_v<T>);
  void* memory = lua_newuserdatauv(L, sizeof(T), 0);
  push_object_metatable<T>(L);  // before the value is there: this may raise
  T* object = new (memory) T(std::move(value));
  lua_setmetatable(L, -2);
  return *object;
}

// The object of T at `index`; nullptr: something else is there.
template <class T>
T* to_object(lua_State* L, int index) {
  void* memory = lua_touserdata(L, index);
  if (!memory || !lua_getmetatable(L, index)) return nullptr;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &detail::object_key<T>);
  const bool same = lua_rawequal(L, -1, -2) != 0;
  lua_pop(L, 2);
  return same ? static_cast<T*>(memory) : nullptr;
}

// Makes `value`, which must outlive the state, reachable from the functions that run in it.
template <class T>
void attach(lua_State* L, T& value) {
  lua_pushlightuserdata(L, &value);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &detail::object_key<T*>);
}

// REQUIRES: attach() of a T.
template <class T>
T& attached(lua_State* L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &detail::object_key<T*>);
  T* value = static_cast<T*>(lua_touserdata(L, -1));
  lua_pop(L, 1);
  return *value;
}

}  // namespace luamigrate::lua
