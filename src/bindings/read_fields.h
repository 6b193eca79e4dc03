// Reads any described struct (base/fields.h) from the arguments of a call, or from one table.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/dialect_options.h"
#include "bindings/readers.h"

namespace luamigrate::bindings {

// Fields that the caller of a reader sets itself: what the table's name is in a batch block.
struct NoneSkipped {
  constexpr bool operator()(std::string_view) const { return false; }
};

template <base::Described T, class Skip = NoneSkipped>
constexpr int positional_count(Skip skip = {}) {
  int count = 0;
  base::for_each_field<T>([&](const auto& field) {
    if (field.place == base::FieldPlace::positional && !skip(field.name)) ++count;
  });
  return count;
}

namespace detail {

template <class T, class Member>
void read_member([[maybe_unused]] const lua::Value& value, [[maybe_unused]] T& target,
                 [[maybe_unused]] const base::Field<T, Member>& field) {
  if constexpr (std::is_same_v<Member, schema::DialectOptions>) {
    // Never a field by itself: see read_other_option.
  } else if constexpr (std::is_same_v<Member, std::string> || std::is_same_v<Member, std::optional<std::string>>) {
    if (std::is_same_v<Member, std::optional<std::string>> && value.type() <= LUA_TNIL) return;
    std::string text = field.words.empty() ? lua::read_string(value) : lua::read_word_in_any_case(value, field.words);
    // What names or is SQL text says nothing when it is empty. A comment may, a schema (it is the default one), and
    // what stands for NULL.
    const bool may_be_empty = field.name.ends_with("comment") || field.name.ends_with("schema") || field.name == "null";
    if (text.empty() && !may_be_empty) lua::refuse(value, "a string that is not empty");
    target.*field.member = std::move(text);
  } else {
    target.*field.member = Reader<Member>::read(value);
  }
}

template <class T, class Skip>
bool read_typed_option(const lua::Value& value, std::string_view name, T& target, Skip skip) {
  bool found = false;
  base::for_each_field<T>([&](const auto& field) {
    if (found || field.place != base::FieldPlace::option || field.name != name || skip(field.name)) return;
    read_member(value, target, field);
    found = true;
  });
  return found;
}

template <class T>
bool read_other_option([[maybe_unused]] const lua::Value& value, [[maybe_unused]] std::string_view name,
                       [[maybe_unused]] T& target) {
  bool found = false;
  base::for_each_field<T>([&](const auto& field) {
    using Member = typename std::remove_cvref_t<decltype(field)>::member_type;
    if constexpr (std::is_same_v<Member, schema::DialectOptions>)
      found = read_dialect_option(field.name, name, value, target.*field.member);
  });
  return found;
}

template <class T, class Skip>
[[noreturn]] void refuse_unknown(lua_State* L, const lua::Place& place, std::string_view name, Skip skip) {
  std::vector<std::string> known;
  base::for_each_field<T>([&](const auto& field) {
    if (field.place == base::FieldPlace::option && !skip(field.name)) known.emplace_back(field.name);
    if (field.place == base::FieldPlace::dialect_options)
      for (std::string& option : dialect_option_names(L, field.name)) known.push_back(std::move(option));
  });
  lua::refuse_option(place, name, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace detail

// The named values of `table` into the options of `target`. Its first `items` items are none.
template <base::Described T, class Skip = NoneSkipped>
void read_options(const lua::Value& table, T& target, lua_Integer items = 0, Skip skip = {}) {
  lua_State* L = table.L;
  if (table.type() != LUA_TTABLE) lua::refuse(table, "a table of options");
  for (const std::string& name : lua::option_names(table, items)) {
    lua_getfield(L, table.index, name.c_str());
    const lua::Place place = table.place.option(name);
    const lua::Value value{L, lua_gettop(L), place};
    if (!detail::read_typed_option(value, name, target, skip) && !detail::read_other_option(value, name, target))
      detail::refuse_unknown<T>(L, table.place, name, skip);
    lua_pop(L, 1);
  }
}

// The arguments of the running function: positional fields in their order from `first` on, then the table of options.
template <base::Described T, class Skip = NoneSkipped>
T read_arguments(lua_State* L, const lua::Place& place, Skip skip = {}) {
  T target;
  int position = 0;
  const int given = lua_gettop(L);
  base::for_each_field<T>([&](const auto& field) {
    if (field.place != base::FieldPlace::positional || skip(field.name)) return;
    ++position;
    const lua::Place argument = place.argument(position, field.name);
    detail::read_member(lua::Value{L, position, argument}, target, field);
  });
  lua::check_argument_count(L, place, position + 1);
  if (given > position && !lua_isnil(L, position + 1)) {
    if (lua_type(L, position + 1) == LUA_TTABLE) {
      read_options(lua::Value{L, position + 1, place}, target, 0, skip);
    } else {
      const lua::Place argument = place.argument(position + 1, "options");
      lua::refuse({L, position + 1, argument}, "a table of options");
    }
  }
  return target;
}

// One table: positional fields are its items, options its keys.
template <base::Described T>
T read_table(const lua::Value& table) {
  lua_State* L = table.L;
  T target;
  luaL_checkstack(L, 6, nullptr);
  lua_Integer position = 0;
  base::for_each_field<T>([&](const auto& field) {
    if (field.place != base::FieldPlace::positional) return;
    ++position;
    lua_rawgeti(L, table.index, position);
    const lua::Place place = table.place.argument(static_cast<int>(position), field.name);
    detail::read_member(lua::Value{L, lua_gettop(L), place}, target, field);
    lua_pop(L, 1);
  });
  read_options(table, target, position);
  return target;
}

}  // namespace luamigrate::bindings
