#include "bindings/read_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/suggest.h"
#include "bindings/header_comment.h"
#include "lua/call.h"
#include "lua/reader.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

// The globals of a revision file that mean something. Any other is the file's own.
constexpr std::array<std::string_view, 11> known_globals = {"revision", "down_revision", "branch_labels", "depends_on",
                                                            "replaces", "transactional", "irreversible",  "lint_ignore",
                                                            "upgrade",  "downgrade",     "change"};

class HeaderBuilder {
 public:
  HeaderBuilder(lua_State* state, int environment, std::string_view text)
      : state_(state), environment_(environment), text_(text) {}

  std::string text(std::string_view name) {
    return read(name, [](const lua::Value& value) { return read_text(value, "a string"); }).value_or("");
  }

  std::optional<std::string> optional_text(std::string_view name) {
    return read(name, [](const lua::Value& value) { return read_text(value, "a string that says why"); });
  }

  std::vector<std::string> texts(std::string_view name) {
    return read(name,
                [](const lua::Value& value) {
                  constexpr std::string_view expected = "a string, a list of strings or nil";
                  if (value.type() == LUA_TSTRING) return std::vector{read_text(value, expected)};
                  std::vector<std::string> list;
                  lua::for_each_item(value, expected,
                                     [&](const lua::Value& item) { list.push_back(read_text(item, "a string")); });
                  return list;
                })
        .value_or(std::vector<std::string>());
  }

  bool flag(std::string_view name, bool otherwise) { return read(name, &lua::read_boolean).value_or(otherwise); }

  bool function(std::string_view name) {
    return read(name,
                [](const lua::Value& value) {
                  if (value.type() != LUA_TFUNCTION) lua::refuse(value, "a function");
                  return true;
                })
        .value_or(false);
  }

  // A global that nothing reads beside a known one that is missing is a slip of the hand.
  void check_names() {
    std::vector<std::string_view> missing;
    for (const std::string_view name : known_globals) {
      lua_pushlstring(state_, name.data(), name.size());
      if (lua_rawget(state_, environment_) == LUA_TNIL) missing.push_back(name);
      lua_pop(state_, 1);
    }
    lua_pushnil(state_);
    while (lua_next(state_, environment_) != 0) {
      lua_pop(state_, 1);
      if (lua_type(state_, -1) != LUA_TSTRING) continue;
      const std::string_view name = lua_tostring(state_, -1);
      if (std::find(known_globals.begin(), known_globals.end(), name) != known_globals.end()) continue;
      std::string hint = base::did_you_mean(name, missing);
      if (!hint.empty()) fail(name, fmt::format("\"{}\" means nothing in a revision file", name), std::move(hint));
    }
  }

  [[noreturn]] void fail(std::string_view global, std::string message, std::string hint) {
    Error error(ErrorKind::revision_file, std::move(message), std::move(hint));
    error.facts().line = line_of_global(text_, global);
    throw error;
  }

 private:
  static std::string read_text(const lua::Value& value, std::string_view expected) {
    std::string result = lua::read_string(value, expected);
    if (result.empty()) lua::refuse(value, expected);
    return result;
  }

  template <class Read>
  auto read(std::string_view name, const Read& read_it)
      -> std::optional<decltype(read_it(std::declval<lua::Value>()))> {
    lua_pushlstring(state_, name.data(), name.size());
    if (lua_rawget(state_, environment_) == LUA_TNIL) {
      lua_pop(state_, 1);
      return std::nullopt;
    }
    const lua::Place place(name);
    try {
      auto result = read_it(lua::Value{state_, lua_gettop(state_), place});
      lua_pop(state_, 1);
      return result;
    } catch (const Error& error) {
      fail(name, error.message(), error.hint());
    }
  }

  lua_State* state_;
  int environment_;
  std::string_view text_;
};

revisions::RevisionHeader build_header(lua_State* L, std::string_view text, const std::filesystem::path& file) {
  HeaderBuilder builder(L, lua_gettop(L), text);
  revisions::RevisionHeader header;
  header.path = file;
  header.revision = builder.text("revision");
  header.down_revisions = builder.texts("down_revision");
  header.branch_labels = builder.texts("branch_labels");
  header.depends_on = builder.texts("depends_on");
  header.replaces = builder.texts("replaces");
  header.transactional = builder.flag("transactional", true);
  header.irreversible = builder.optional_text("irreversible");
  header.lint_ignore = builder.texts("lint_ignore");
  header.has_upgrade = builder.function("upgrade");
  header.has_downgrade = builder.function("downgrade");
  header.has_change = builder.function("change");
  builder.check_names();
  if (header.revision.empty())
    builder.fail("revision", "the file sets no \"revision\"",
                 "write revision = \"...\" at its top; modules without one belong in the lua/ folder");
  if (header.has_change && (header.has_upgrade || header.has_downgrade))
    builder.fail("change", "the file defines change() beside upgrade() or downgrade()", "keep change(), or the pair");
  HeaderComment comment = read_header_comment(text);
  header.message = std::move(comment.message);
  header.doc = std::move(comment.doc);
  header.create_date = std::move(comment.create_date);
  return header;
}

[[noreturn]] void throw_as_revision_file(const Error& error, const std::string& shown) {
  if (error.kind() == ErrorKind::io) throw error;
  Error result = error.told_as(ErrorKind::revision_file, error.message(), error.hint());
  if (result.facts().file.empty()) result.facts().file = shown;
  throw result;
}

}  // namespace

revisions::RevisionHeader load_revision(Interpreter& interpreter, const std::filesystem::path& file,
                                        std::string_view text) {
  lua_State* L = interpreter.state();
  const std::string shown = base::shown_path(file, interpreter.options().project_folder);
  revisions::RevisionHeader header;
  try {
    const lua::TimeLimit limit(interpreter.owner(), interpreter.load_limit());
    int environment = LUA_NOREF;
    lua::protect(L, [&] {
      lua::push_environment(L);
      lua::load_text(L, text, shown, -1);
      lua::call(L, 0, 0);
      header = build_header(L, text, file);
      environment = luaL_ref(L, LUA_REGISTRYINDEX);
    });
    lua_rawgeti(L, LUA_REGISTRYINDEX, environment);
    luaL_unref(L, LUA_REGISTRYINDEX, environment);
  } catch (const Error& error) {
    throw_as_revision_file(error, shown);
  }
  return header;
}

}  // namespace luamigrate::bindings
