// Reads what scripts give to functions of ours, and says what is wrong with it: each message names the function, the
// argument, what was expected and what was given. All functions throw Error{script}; none runs code of the script.
#pragma once

#include <cstdint>
#include <functional>
#include <lua.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "lua/object.h"

namespace luamigrate::lua {

// Where a value was given, for messages: a chain on the C++ stack from the function down to the item of a list. A place
// refers to the one around it, which must outlive it.
class Place {
 public:
  explicit Place(std::string_view function) : kind_(Kind::function), name_(function) {}

  Place argument(int position, std::string_view name) const { return Place(*this, Kind::argument, name, position); }
  Place option(std::string_view name) const { return Place(*this, Kind::option, name, 0); }
  Place key(std::string_view name) const { return Place(*this, Kind::key, name, 0); }
  Place item(lua_Integer position) const { return Place(*this, Kind::item, {}, position); }
  Place row(lua_Integer position) const { return Place(*this, Kind::row, {}, position); }

  std::string text() const;  // `op.create_table: argument 2 (elements), item 3`
  std::string_view function() const;

 private:
  enum class Kind { function, argument, option, key, item, row };
  Place(const Place& outer, Kind kind, std::string_view name, lua_Integer position)
      : outer_(&outer), kind_(kind), name_(name), position_(position) {}

  const Place* outer_ = nullptr;
  Kind kind_;
  std::string_view name_;
  lua_Integer position_ = 0;
};

// A value on the stack and where it was given. `index` is absolute.
struct Value {
  lua_State* L;
  int index;
  const Place& place;

  int type() const { return lua_type(L, index); }
  bool is_nil() const { return lua_isnoneornil(L, index); }
};

// "the string "x"", "nil", "nothing", "a column".
std::string given(const Value& value);

// Throws "<place>: expected <expected>, got <given>".
[[noreturn]] void refuse(const Value& value, std::string_view expected, std::string hint = {});

bool read_boolean(const Value& value);
std::int64_t read_integer(const Value& value);                                        // also a float without a fraction
std::string read_string(const Value& value, std::string_view expected = "a string");  // valid UTF-8
std::string read_bytes(const Value& value, std::string_view expected = "a string");

// The position of a word among `words`. Throws with all of them, and which was probably meant.
std::size_t read_word(const Value& value, std::span<const std::string_view> words);

// The one of `words` that the text is, in whatever case. Throws as read_word() does.
std::string read_word_in_any_case(const Value& value, std::span<const std::string_view> words);

constexpr std::string_view no_holes = "a list has no place for nil: leave the item out, or look why it is nil";

// How many items the list has. Throws when the value is no table, has keys beside 1..n, or a hole: then with this hint.
lua_Integer check_list(const Value& value, std::string_view expected, std::string_view hint_for_hole = no_holes);

// Calls `read(item)` for each item of a list, in order.
template <class Read>
void for_each_item(const Value& list, std::string_view expected, const Read& read,
                   std::string_view hint_for_hole = no_holes) {
  const lua_Integer count = check_list(list, expected, hint_for_hole);
  luaL_checkstack(list.L, 4, nullptr);
  for (lua_Integer i = 1; i <= count; ++i) {
    lua_rawgeti(list.L, list.index, i);
    const Place place = list.place.item(i);
    read(Value{list.L, lua_gettop(list.L), place});
    lua_pop(list.L, 1);
  }
}

// The names that stand as keys in a table, sorted. Keys 1..`items` are left out: they are the table's list part.
// Throws for other keys that are no strings.
std::vector<std::string> option_names(const Value& table, lua_Integer items);

// Throws `column: there is no option "nulable"`, with the one that was probably meant, else with all.
[[noreturn]] void refuse_option(const Place& place, std::string_view name, std::span<const std::string_view> known);

// Throws when there are more than `most` arguments.
void check_argument_count(lua_State* L, const Place& place, int most);

// REQUIRES: an object of T is expected there; `expected` says so: "a column, as column(...) makes it".
template <class T>
T& read_object(const Value& value, std::string_view expected) {
  if (T* object = to_object<T>(value.L, value.index)) return *object;
  refuse(value, expected);
}

}  // namespace luamigrate::lua
