#include "lua/call.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "lua/embedded.h"
#include "lua/object.h"

namespace luamigrate::lua {
namespace {

// An exception on its way through Lua.
struct Failure {
  std::exception_ptr exception;
};

}  // namespace

template <>
constexpr const char* object_name<Failure> = "error";

namespace {

// Calls `visit` with the Error of the failure; with no Error (an exception of the standard library) `other`.
template <class Visit>
void visit_error(const Failure& failure, const Visit& visit) {
  try {
    std::rethrow_exception(failure.exception);
  } catch (Error& error) {
    visit(error);
  } catch (const std::exception& exception) {
    Error internal(ErrorKind::internal, exception.what());
    visit(internal);
  }
}

std::string_view chunk_file(const lua_Debug& activation) {
  const std::string_view source = activation.source;
  return source.starts_with('@') ? source.substr(1) : std::string_view();
}

// Cuts `file:line: ` off a message where the file is one whose code is running, and says which it was: Lua's own errors
// and error() put it in front, the file shortened.
Where take_position(lua_State* L, std::string& message) {
  lua_Debug activation;
  for (int level = 0; lua_getstack(L, level, &activation); ++level) {
    lua_getinfo(L, "S", &activation);
    const std::string_view text = message;
    const std::string_view shown = activation.short_src;
    if (!text.starts_with(shown) || text.size() <= shown.size() || text[shown.size()] != ':') continue;
    const char* digits = text.data() + shown.size() + 1;
    int line = 0;
    const auto [end, code] = std::from_chars(digits, text.data() + text.size(), line);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (code != std::errc() || !rest.starts_with(": ")) continue;
    Where result{std::string(chunk_file(activation)), line};
    message = std::string(rest.substr(2));
    return result;
  }
  return where(L);
}

// The text of any error value, on top of the stack afterwards.
std::string value_text(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TTABLE && !luaL_getmetafield(L, index, "__tostring")) {
    lua_getfield(L, index, "message");
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tostring(L, -1);
    return "the script raised a table as its error";
  }
  std::size_t size = 0;
  const char* text = luaL_tolstring(L, index, &size);
  return std::string(text, size);
}

std::string traceback(lua_State* L) {
  luaL_traceback(L, L, nullptr, 1);
  return lua_tostring(L, -1);
}

// The message handler of call(): whatever was raised becomes a Failure with its traceback.
int explain(lua_State* L) {
  luaL_checkstack(L, 10, nullptr);
  if (const Failure* failure = to_object<Failure>(L, 1)) {
    visit_error(*failure, [&](Error& error) {
      if (error.facts().traceback.empty()) error.facts().traceback = traceback(L);
    });
    lua_settop(L, 1);
    return 1;
  }
  std::string message = value_text(L, 1);
  Where place = take_position(L, message);
  Error error(ErrorKind::script, std::move(message));
  error.facts().file = std::move(place.file);
  error.facts().line = place.line;
  error.facts().traceback = traceback(L);
  push_object(L, Failure{std::make_exception_ptr(std::move(error))});
  return 1;
}

int failure_to_text(lua_State* L) {
  const Failure* failure = to_object<Failure>(L, 1);
  if (!failure) return luaL_error(L, "an error object was expected");
  std::string text;
  visit_error(*failure, [&](const Error& error) {
    if (!error.facts().file.empty()) text = fmt::format("{}:{}: ", error.facts().file, error.facts().line);
    text += error.message();
  });
  lua_pushlstring(L, text.data(), text.size());
  return 1;
}

int failure_concat(lua_State* L) {
  luaL_tolstring(L, 1, nullptr);
  luaL_tolstring(L, 2, nullptr);
  lua_concat(L, 2);
  return 1;
}

int failure_field(lua_State* L) {
  const Failure* failure = to_object<Failure>(L, 1);
  if (!failure || lua_type(L, 2) != LUA_TSTRING) return 0;
  const std::string_view name = lua_tostring(L, 2);
  int results = 0;
  visit_error(*failure, [&](const Error& error) {
    const ErrorFacts& facts = error.facts();
    const auto text = [&](std::string_view value) {
      if (value.empty()) return;
      lua_pushlstring(L, value.data(), value.size());
      results = 1;
    };
    if (name == "message") text(error.message());
    if (name == "hint") text(error.hint());
    if (name == "kind") text(to_string(error.kind()));
    if (name == "revision") text(facts.revision);
    if (name == "operation") text(facts.operation);
    if (name == "hook") text(facts.hook);
    if (name == "sql") text(facts.sql);
    if (name == "sqlstate") text(facts.sqlstate);
    if (name == "database_message") text(facts.database_message);
    if (name == "file") text(facts.file);
    if (name == "line" && facts.line > 0) {
      lua_pushinteger(L, facts.line);
      results = 1;
    }
  });
  return results;
}

void push_failure(lua_State* L, Failure failure) {
  push_object_metatable<Failure>(L);
  if (lua_getfield(L, -1, "__tostring") == LUA_TNIL) {
    const luaL_Reg methods[] = {{"__tostring", &guarded<&failure_to_text>},
                                {"__concat", &guarded<&failure_concat>},
                                {"__index", &guarded<&failure_field>},
                                {nullptr, nullptr}};
    lua_pop(L, 1);
    luaL_setfuncs(L, methods, 0);
    lua_pop(L, 1);
  } else {
    lua_pop(L, 2);
  }
  push_object(L, std::move(failure));
}

}  // namespace

Where where(lua_State* L) {
  lua_Debug activation;
  for (int level = 0; lua_getstack(L, level, &activation); ++level) {
    lua_getinfo(L, "Sl", &activation);
    const std::string_view file = chunk_file(activation);
    if (activation.currentline > 0 && !file.empty() && !file.starts_with(embedded_prefix))
      return {std::string(file), activation.currentline};
  }
  return {};
}

namespace detail {

void add_place(lua_State* L, Error& error) {
  if (!error.facts().file.empty()) return;
  Where place = where(L);
  if (place.line == 0) return;
  error.facts().file = std::move(place.file);
  error.facts().line = place.line;
}

void raise_exception(lua_State* L, std::exception_ptr exception) {
  luaL_checkstack(L, 10, nullptr);
  push_failure(L, Failure{std::move(exception)});
  lua_error(L);
  std::terminate();  // lua_error does not return, but is not declared so
}

}  // namespace detail

std::string error_text(lua_State* L, int index) {
  if (const Failure* failure = to_object<Failure>(L, index)) {
    std::string text;
    visit_error(*failure, [&](const Error& error) { text = error.message(); });
    return text;
  }
  const int top = lua_gettop(L);
  std::string text = value_text(L, lua_absindex(L, index));
  lua_settop(L, top);
  return text;
}

void raise(lua_State* L, Error error) {
  detail::add_place(L, error);
  detail::raise_exception(L, std::make_exception_ptr(std::move(error)));
}

void call(lua_State* L, int arguments, int results) {
  const int function = lua_gettop(L) - arguments;
  push_function<&explain>(L);
  lua_insert(L, function);
  const int status = lua_pcall(L, arguments, results, function);
  if (status == LUA_OK) {
    lua_remove(L, function);
    return;
  }
  std::exception_ptr exception;
  if (const Failure* failure = to_object<Failure>(L, -1)) exception = failure->exception;
  std::string message;
  if (!exception)
    message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error in the handling of an error";
  lua_settop(L, function - 1);
  if (exception) std::rethrow_exception(exception);
  std::string hint;
  if (status == LUA_ERRMEM) {
    message = "the script needs more memory than it may have";
    hint = "raise [lua] memory_limit, or hold less in memory at a time";
  }
  throw Error(ErrorKind::script, std::move(message), std::move(hint));
}

}  // namespace luamigrate::lua
