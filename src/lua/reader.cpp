#include "lua/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

constexpr std::size_t shown_text_size = 40;

std::string quoted_list(std::span<const std::string_view> words) {
  std::string result;
  for (const std::string_view word : words) result += fmt::format("{}\"{}\"", result.empty() ? "" : ", ", word);
  return result;
}

std::string with_article(std::string_view noun) {
  return fmt::format("{} {}", std::string_view("aeiou").find(noun.front()) == std::string_view::npos ? "a" : "an",
                     noun);
}

}  // namespace

std::string Place::text() const {
  std::string result = outer_ ? outer_->text() : std::string();
  const std::string_view separator = outer_ && outer_->kind_ == Kind::function ? ": " : ", ";
  switch (kind_) {
    case Kind::function: return std::string(name_);
    case Kind::argument: return fmt::format("{}{}argument {} ({})", result, separator, position_, name_);
    case Kind::option: return fmt::format("{}{}option \"{}\"", result, separator, name_);
    case Kind::item: return fmt::format("{}{}item {}", result, separator, position_);
    case Kind::key: return fmt::format("{}{}\"{}\"", result, separator, name_);
    case Kind::row: return fmt::format("{}{}row {}", result, separator, position_);
  }
  return result;
}

std::string_view Place::function() const {
  return outer_ ? outer_->function() : name_;
}

std::string given(const Value& value) {
  lua_State* L = value.L;
  switch (value.type()) {
    case LUA_TNONE: return "nothing";
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(L, value.index) ? "true" : "false";
    case LUA_TNUMBER:
      if (lua_isinteger(L, value.index)) return fmt::format("the number {}", lua_tointeger(L, value.index));
      return fmt::format("the number {}", lua_tonumber(L, value.index));
    case LUA_TSTRING: {
      std::size_t size = 0;
      const char* text = lua_tolstring(L, value.index, &size);
      if (!base::is_utf8({text, size})) return "a string of bytes";
      if (size > shown_text_size) return fmt::format("a string of {} bytes", size);
      return fmt::format("the string \"{}\"", std::string_view(text, size));
    }
    case LUA_TTABLE: return "a table";
    case LUA_TFUNCTION: return "a function";
    default: break;
  }
  if (luaL_getmetafield(L, value.index, "__name") == LUA_TSTRING) {
    const std::string name = lua_tostring(L, -1);
    lua_pop(L, 1);
    return name == "null" ? name : with_article(name);
  }
  return "something else";
}

namespace {

// `op:create_table(...)` hands over `op` itself.
bool is_called_with_colon(const Value& value) {
  if (value.index != 1 || value.type() != LUA_TTABLE) return false;
  const std::string_view function = value.place.function();
  const std::string name(function.substr(function.rfind('.') + 1));
  const bool found = lua_getfield(value.L, value.index, name.c_str()) == LUA_TFUNCTION;
  lua_pop(value.L, 1);
  return found;
}

}  // namespace

void refuse(const Value& value, std::string_view expected, std::string hint) {
  if (hint.empty() && is_called_with_colon(value))
    hint = fmt::format("write a dot in the place of the colon: {}(...)", value.place.function());
  throw Error(ErrorKind::script, fmt::format("{}: expected {}, got {}", value.place.text(), expected, given(value)),
              std::move(hint));
}

bool read_boolean(const Value& value) {
  if (value.type() != LUA_TBOOLEAN) refuse(value, "true or false");
  return lua_toboolean(value.L, value.index) != 0;
}

std::int64_t read_integer(const Value& value) {
  int is_integer = 0;
  if (value.type() == LUA_TNUMBER) {
    const lua_Integer number = lua_tointegerx(value.L, value.index, &is_integer);
    if (is_integer) return number;
  }
  refuse(value, "an integer");
}

std::string read_bytes(const Value& value, std::string_view expected) {
  // Lua would turn a number into a string in place; a number is not what was asked for.
  if (value.type() != LUA_TSTRING) refuse(value, expected);
  std::size_t size = 0;
  const char* text = lua_tolstring(value.L, value.index, &size);
  return std::string(text, size);
}

std::string read_string(const Value& value, std::string_view expected) {
  std::string text = read_bytes(value, expected);
  if (!base::is_utf8(text)) refuse(value, "text in UTF-8");
  return text;
}

std::size_t read_word(const Value& value, std::span<const std::string_view> words) {
  const std::string expected = "one of " + quoted_list(words);
  const std::string word = read_string(value, expected);
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) refuse(value, expected, base::did_you_mean(word, words));
  return static_cast<std::size_t>(found - words.begin());
}

std::string read_word_in_any_case(const Value& value, std::span<const std::string_view> words) {
  const std::string expected = "one of " + quoted_list(words);
  const std::string word = base::upper(read_string(value, expected));
  const auto found = std::find_if(words.begin(), words.end(), [&](auto each) { return base::upper(each) == word; });
  if (found != words.end()) return std::string(*found);
  const std::string hint = base::did_you_mean(word, words);
  refuse(value, expected, hint.empty() ? base::did_you_mean(base::lower(word), words) : hint);
}

lua_Integer check_list(const Value& value, std::string_view expected, std::string_view hint_for_hole) {
  lua_State* L = value.L;
  if (value.type() != LUA_TTABLE) refuse(value, expected);
  luaL_checkstack(L, 4, nullptr);
  lua_Integer count = 0;
  lua_Integer greatest = 0;
  lua_pushnil(L);
  while (lua_next(L, value.index) != 0) {
    lua_pop(L, 1);
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1) {
      const std::string key = lua_type(L, -1) == LUA_TSTRING ? fmt::format("the key \"{}\"", lua_tostring(L, -1))
                                                             : "a key that is no position";
      lua_pop(L, 1);
      throw Error(ErrorKind::script,
                  fmt::format("{}: expected {}, got a table with {}", value.place.text(), expected, key),
                  "a list has its items in order and no keys");
    }
    ++count;
    greatest = std::max(greatest, lua_tointeger(L, -1));
  }
  if (greatest == count) return count;
  lua_Integer hole = 1;
  while (lua_rawgeti(L, value.index, hole) != LUA_TNIL) {
    lua_pop(L, 1);
    ++hole;
  }
  lua_pop(L, 1);
  throw Error(ErrorKind::script, fmt::format("{}: the list has a hole: item {} is nil", value.place.text(), hole),
              std::string(hint_for_hole));
}

std::vector<std::string> option_names(const Value& table, lua_Integer items) {
  lua_State* L = table.L;
  luaL_checkstack(L, 4, nullptr);
  std::vector<std::string> names;
  lua_pushnil(L);
  while (lua_next(L, table.index) != 0) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) {
      names.emplace_back(lua_tostring(L, -1));
      continue;
    }
    if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 1 && lua_tointeger(L, -1) <= items) continue;
    const std::string key =
        lua_isinteger(L, -1) ? fmt::format("item {}", lua_tointeger(L, -1)) : "a key of another type";
    lua_pop(L, 1);
    throw Error(ErrorKind::script, fmt::format("{}: expected named options, got {}", table.place.text(), key),
                "options are written { name = value }");
  }
  std::sort(names.begin(), names.end());
  return names;
}

void refuse_option(const Place& place, std::string_view name, std::span<const std::string_view> known) {
  std::string hint = base::did_you_mean(name, known);
  if (hint.empty()) hint = known.empty() ? "it has no options" : "it has " + quoted_list(known);
  throw Error(ErrorKind::script, fmt::format("{}: there is no option \"{}\"", place.text(), name), std::move(hint));
}

void check_argument_count(lua_State* L, const Place& place, int most) {
  const int count = lua_gettop(L);
  if (count <= most) return;
  throw Error(ErrorKind::script, fmt::format("{}: expected at most {} argument{}, got {}", place.text(), most,
                                             most == 1 ? "" : "s", count));
}

}  // namespace luamigrate::lua
