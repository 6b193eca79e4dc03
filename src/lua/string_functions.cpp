#include "lua/string_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lua/call.h"
#include "lua/object.h"
#include "lua/pattern.h"
#include "lua/state.h"
#include "luamigrate/error.h"

namespace luamigrate::lua {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::size_t patterns_kept = 256;
constexpr std::size_t longest_kept = 256;

// Scripts use few patterns many times.
struct Patterns {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  using Kept = std::unordered_map<std::string, std::shared_ptr<const Pattern>, Hash, std::equal_to<>>;
  Kept anchoring, free;

  // The one used last of those whose text stands at an address like this: Lua keeps a text of a script at one address.
  struct Recent {
    std::string text;
    std::shared_ptr<const Pattern> pattern;  // anchoring
  };
  std::array<Recent, 64> recent;
  Recent& recent_at(const char* text) { return recent[(reinterpret_cast<std::uintptr_t>(text) / 16) % recent.size()]; }
};

// The rows of gmatch: where the next search begins, and where the last match ended.
struct Search {
  std::shared_ptr<const Pattern> pattern;
  std::size_t next = 0;
  std::size_t last = nowhere;
};

}  // namespace

template <>
constexpr const char* object_name<Patterns> = "patterns";
template <>
constexpr const char* object_name<Search> = "a search";

namespace {

std::string_view text_at(lua_State* L, int index) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, index, &size);
  return {text, size};
}

// The functions' upvalue.
Patterns& patterns_of(lua_State* L) {
  return *static_cast<Patterns*>(lua_touserdata(L, lua_upvalueindex(1)));
}

std::shared_ptr<const Pattern> pattern_of(Patterns& patterns, std::string_view text, bool anchors) {
  auto& kept = anchors ? patterns.anchoring : patterns.free;
  if (text.size() > longest_kept) return std::make_shared<Pattern>(text, anchors);
  if (const auto found = kept.find(text); found != kept.end()) return found->second;
  auto pattern = std::make_shared<const Pattern>(text, anchors);
  if (kept.size() == patterns_kept) kept.clear();
  kept.emplace(text, pattern);
  return pattern;
}

std::shared_ptr<const Pattern> anchoring_pattern(lua_State* L, std::string_view text) {
  Patterns& patterns = patterns_of(L);
  Patterns::Recent& recent = patterns.recent_at(text.data());
  if (!recent.pattern || recent.text != text) {
    recent.pattern = pattern_of(patterns, text, true);
    recent.text = text;
  }
  return recent.pattern;
}

std::function<void()> look_at_clock(lua_State* L) {
  return [&state = State::of(L)] { state.require_time(); };
}

// The place that `init` means, 0-based; behind the end: more than the size.
std::size_t start_of(lua_State* L, int index, std::size_t size) {
  const lua_Integer init = luaL_optinteger(L, index, 1);
  if (init > 0) return std::min(static_cast<std::size_t>(init) - 1, size + 1);
  if (init == 0 || static_cast<lua_Unsigned>(-(init + 1)) >= size) return 0;
  return size - static_cast<std::size_t>(-init);
}

void push_capture(lua_State* L, std::string_view text, const Matcher::Capture& capture) {
  if (capture.is_position)
    lua_pushinteger(L, static_cast<lua_Integer>(capture.start) + 1);
  else
    lua_pushlstring(L, text.data() + capture.start, capture.length);
}

// All captures, or the whole match where there are none.
int push_captures(lua_State* L, const Pattern& pattern, const Matcher& matcher, std::string_view text,
                  std::size_t start) {
  if (pattern.captures() == 0) {
    lua_pushlstring(L, text.data() + start, matcher.end() - start);
    return 1;
  }
  luaL_checkstack(L, pattern.captures(), "too many captures");
  for (int i = 0; i < pattern.captures(); ++i) push_capture(L, text, matcher.capture(i));
  return pattern.captures();
}

// The first match from `start` on; nowhere: there is none.
std::size_t find_match(const Pattern& pattern, Matcher& matcher, std::string_view text, std::size_t start) {
  if (pattern.is_anchored()) return start <= text.size() && matcher.matches_at(start) ? start : nowhere;
  for (;; ++start) {
    start = pattern.next_candidate(text, start);
    if (start == nowhere || matcher.matches_at(start)) return start;
  }
}

bool is_plain(std::string_view pattern) {
  return pattern.find_first_of("^$*+?.([%-)") == nowhere;
}

int find_plainly(lua_State* L, std::string_view text, std::string_view wanted, std::size_t start) {
  const std::string_view rest = text.substr(start);
  const void* found = wanted.empty() ? rest.data() : ::memmem(rest.data(), rest.size(), wanted.data(), wanted.size());
  if (!found) {
    luaL_pushfail(L);
    return 1;
  }
  const auto place = static_cast<lua_Integer>(static_cast<const char*>(found) - text.data());
  lua_pushinteger(L, place + 1);
  lua_pushinteger(L, place + static_cast<lua_Integer>(wanted.size()));
  return 2;
}

int find(lua_State* L) {
  const std::string_view text = text_at(L, 1), wanted = text_at(L, 2);
  const std::size_t start = start_of(L, 3, text.size());
  if (start > text.size()) {
    luaL_pushfail(L);
    return 1;
  }
  if (lua_toboolean(L, 4) != 0 || is_plain(wanted)) return find_plainly(L, text, wanted, start);
  const auto pattern = anchoring_pattern(L, wanted);
  const auto look = look_at_clock(L);
  Matcher matcher(*pattern, text, look);
  const std::size_t found = find_match(*pattern, matcher, text, start);
  if (found == nowhere) {
    luaL_pushfail(L);
    return 1;
  }
  lua_pushinteger(L, static_cast<lua_Integer>(found) + 1);
  lua_pushinteger(L, static_cast<lua_Integer>(matcher.end()));
  return 2 + (pattern->captures() == 0 ? 0 : push_captures(L, *pattern, matcher, text, found));
}

int match(lua_State* L) {
  const std::string_view text = text_at(L, 1), wanted = text_at(L, 2);
  const std::size_t start = start_of(L, 3, text.size());
  const auto pattern = anchoring_pattern(L, wanted);
  const auto look = look_at_clock(L);
  Matcher matcher(*pattern, text, look);
  const std::size_t found = find_match(*pattern, matcher, text, start);
  if (found != nowhere) return push_captures(L, *pattern, matcher, text, found);
  luaL_pushfail(L);
  return 1;
}

// Upvalues: the text and the Search.
int next_match(lua_State* L) {
  const std::string_view text = text_at(L, lua_upvalueindex(1));
  Search& search = *static_cast<Search*>(lua_touserdata(L, lua_upvalueindex(2)));
  const auto look = look_at_clock(L);
  Matcher matcher(*search.pattern, text, look);
  for (;; ++search.next) {
    search.next = search.pattern->next_candidate(text, search.next);
    if (search.next == nowhere) {
      search.next = text.size() + 1;
      break;
    }
    if (!matcher.matches_at(search.next) || matcher.end() == search.last) continue;
    const std::size_t start = search.next;
    search.next = search.last = matcher.end();
    return push_captures(L, *search.pattern, matcher, text, start);
  }
  return 0;
}

int gmatch(lua_State* L) {
  const std::string_view text = text_at(L, 1), wanted = text_at(L, 2);
  const std::size_t start = start_of(L, 3, text.size());
  lua_pushvalue(L, 1);
  push_object(L, Search{pattern_of(patterns_of(L), wanted, false), start, nowhere});
  lua_pushcclosure(L, &guarded<&next_match>, 2);
  return 1;
}

// One replacement by gsub, of the third argument's kind.
class Replacing {
 public:
  Replacing(lua_State* L, const Pattern& pattern, const Matcher& matcher, std::string_view text)
      : L_(L), pattern_(pattern), matcher_(matcher), text_(text) {}

  void add(luaL_Buffer& buffer, std::size_t start) const {
    const int type = lua_type(L_, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) return add_text(buffer, start);
    if (type == LUA_TTABLE) {
      push_numbered(1, start);
      lua_gettable(L_, 3);
    } else {
      lua_pushvalue(L_, 3);
      lua_call(L_, push_captures(L_, pattern_, matcher_, text_, start), 1);
    }
    if (lua_toboolean(L_, -1) == 0) {
      lua_pop(L_, 1);
      luaL_addlstring(&buffer, text_.data() + start, matcher_.end() - start);
      return;
    }
    if (lua_isstring(L_, -1) == 0) luaL_error(L_, "invalid replacement value (a %s)", luaL_typename(L_, -1));
    luaL_addvalue(&buffer);
  }

 private:
  // %1 is the whole match where there are no captures.
  void push_numbered(int number, std::size_t start) const {
    if (number <= pattern_.captures())
      push_capture(L_, text_, matcher_.capture(number - 1));
    else if (number == 1)
      lua_pushlstring(L_, text_.data() + start, matcher_.end() - start);
    else
      luaL_error(L_, "invalid capture index %%%d in replacement string", number);
  }

  void add_text(luaL_Buffer& buffer, std::size_t start) const {
    std::size_t size = 0;
    const char* const text = lua_tolstring(L_, 3, &size);
    const std::string_view replacement(text, size);
    for (std::size_t at = 0; at < size;) {
      const std::size_t escape = std::min(replacement.find('%', at), size);
      luaL_addlstring(&buffer, text + at, escape - at);
      if (escape == size) return;
      const char c = escape + 1 < size ? replacement[escape + 1] : '\0';
      at = escape + 2;
      if (c == '%') {
        luaL_addchar(&buffer, '%');
      } else if (c == '0') {
        luaL_addlstring(&buffer, text_.data() + start, matcher_.end() - start);
      } else if (c >= '1' && c <= '9') {
        push_numbered(c - '0', start);
        luaL_tolstring(L_, -1, nullptr);
        lua_remove(L_, -2);
        luaL_addvalue(&buffer);
      } else {
        luaL_error(L_, "invalid use of '%%' in replacement string");
      }
    }
  }

  lua_State* L_;
  const Pattern& pattern_;
  const Matcher& matcher_;
  std::string_view text_;
};

int gsub(lua_State* L) {
  const std::string_view text = text_at(L, 1), wanted = text_at(L, 2);
  const int type = lua_type(L, 3);
  luaL_argexpected(L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                   "string/function/table");
  const lua_Integer most = luaL_optinteger(L, 4, static_cast<lua_Integer>(text.size()) + 1);
  const auto pattern = anchoring_pattern(L, wanted);
  const auto look = look_at_clock(L);
  Matcher matcher(*pattern, text, look);
  const Replacing replacing(L, *pattern, matcher, text);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  std::size_t at = 0, last = nowhere;
  lua_Integer count = 0;
  while (count < most) {
    if (!pattern->is_anchored()) {
      const std::size_t candidate = pattern->next_candidate(text, at);
      if (candidate == nowhere) break;
      luaL_addlstring(&buffer, text.data() + at, candidate - at);
      at = candidate;
    }
    if (matcher.matches_at(at) && matcher.end() != last) {
      ++count;
      const std::size_t end = matcher.end();
      replacing.add(buffer, at);
      at = last = end;
    } else if (at < text.size()) {
      luaL_addchar(&buffer, text[at]);
      ++at;
    } else {
      break;
    }
    if (pattern->is_anchored()) break;
  }
  if (count == 0) {
    lua_pushvalue(L, 1);
  } else {
    if (at < text.size()) luaL_addlstring(&buffer, text.data() + at, text.size() - at);
    luaL_pushresult(&buffer);
  }
  lua_pushinteger(L, count);
  return 2;
}

// Adds `format` with its arguments where it asks for nothing but integers by %d and strings by %s, which is most often.
// False: it asks for more, and what was added is of no use.
bool add_simple_format(lua_State* L, luaL_Buffer& buffer, std::string_view format, int arguments) {
  int argument = 1;
  for (std::size_t at = 0; at < format.size();) {
    const std::size_t escape = std::min(format.find('%', at), format.size());
    luaL_addlstring(&buffer, format.data() + at, escape - at);
    if (escape == format.size()) return true;
    const char c = escape + 1 < format.size() ? format[escape + 1] : '\0';
    at = escape + 2;
    if (c == '%') {
      luaL_addchar(&buffer, '%');
      continue;
    }
    if (++argument > arguments) return false;
    if (c == 'd' && lua_isinteger(L, argument) != 0) {
      std::array<char, 24> digits;
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), lua_tointeger(L, argument)).ptr;
      luaL_addlstring(&buffer, digits.data(), static_cast<std::size_t>(end - digits.data()));
    } else if (c == 's' && lua_type(L, argument) == LUA_TSTRING) {
      const std::string_view text = text_at(L, argument);
      luaL_addlstring(&buffer, text.data(), text.size());
    } else {
      return false;
    }
  }
  return true;
}

// Upvalue: Lua's own, which goes by snprintf.
int format(lua_State* L) {
  const std::string_view format = text_at(L, 1);
  const int arguments = lua_gettop(L);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  const bool simple = add_simple_format(L, buffer, format, arguments);
  luaL_pushresult(&buffer);
  if (simple) return 1;
  lua_settop(L, arguments);
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// Upvalue: Lua's own, which goes round as often as it is told to even where nothing is repeated.
int rep(lua_State* L) {
  const std::string_view text = text_at(L, 1);
  luaL_checkinteger(L, 2);
  std::size_t separator = 0;
  luaL_optlstring(L, 3, "", &separator);
  if (text.empty() && separator == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

}  // namespace

void set_watched_string_functions(lua_State* L) {
  push_object(L, Patterns{});
  const luaL_Reg functions[] = {{"find", &guarded<&find>},
                                {"match", &guarded<&match>},
                                {"gmatch", &guarded<&gmatch>},
                                {"gsub", &guarded<&gsub>},
                                {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 1);
  const auto put_before = [&](const char* name, lua_CFunction function) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
  };
  put_before("format", &guarded<&format>);
  put_before("rep", &guarded<&rep>);
}

}  // namespace luamigrate::lua
