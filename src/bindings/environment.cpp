#include "bindings/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/suggest.h"
#include "bindings/inspect.h"
#include "bindings/values.h"
#include "lua/call.h"
#include "lua/reader.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 13> known_settings = {"target_metadata",
                                                             "include_schemas",
                                                             "include_name",
                                                             "include_object",
                                                             "compare_type",
                                                             "compare_server_default",
                                                             "process_revision_directives",
                                                             "url",
                                                             "before_run",
                                                             "before_revision",
                                                             "after_revision",
                                                             "after_run",
                                                             "on_error"};

// Errors of env.lua and of the models are faults of the configuration.
[[noreturn]] void throw_as_config(const Error& error, const std::string& shown) {
  if (error.kind() == ErrorKind::io) throw error;
  Error result = error.told_as(ErrorKind::config, error.message(), error.hint());
  if (result.facts().file.empty()) result.facts().file = shown;
  throw result;
}

void set_text(lua_State* L, const char* name, std::string_view text) {
  push_text(L, text);
  lua_setfield(L, -2, name);
}

int push_context(lua_State* L, const runtime::HookContext& context) {
  lua_newtable(L);
  set_text(L, "dialect", context.dialect);
  set_text(L, "direction", context.direction == Direction::upgrade ? "upgrade" : "downgrade");
  if (!context.revision.empty()) set_text(L, "revision", context.revision);
  if (context.duration) {
    lua_pushnumber(L, std::chrono::duration<double>(*context.duration).count());
    lua_setfield(L, -2, "duration");
  }
  if (context.error) set_text(L, "error", context.error->message());
  lua_newtable(L);
  if (context.x_arguments)
    for (const auto& [key, value] : *context.x_arguments) set_text(L, key.c_str(), value);
  lua_setfield(L, -2, "x");
  return 1;
}

void push_object_view(lua_State* L, const autogen::ObjectView& object) {
  std::visit([&](const auto* found) { push_described(L, *found); }, object);
}

void push_lines(lua_State* L, const std::vector<std::string>& lines) {
  lua_createtable(L, static_cast<int>(lines.size()), 0);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    push_text(L, lines[i]);
    lua_rawseti(L, -2, static_cast<lua_Integer>(i + 1));
  }
}

// The field of the table at `table`, which a hook may have changed.
template <class Read>
void read_back(lua_State* L, int table, const char* name, const Read& read) {
  lua_getfield(L, table, name);
  const lua::Place function("process_revision_directives");
  const lua::Place place = function.key(name);
  read(lua::Value{L, lua_gettop(L), place});
  lua_pop(L, 1);
}

std::vector<std::string> read_lines(const lua::Value& value) {
  std::vector<std::string> lines;
  lua::for_each_item(value, "a list of statements",
                     [&](const lua::Value& item) { lines.push_back(lua::read_string(item, "a statement of Lua")); });
  return lines;
}

}  // namespace

Environment::Environment(Interpreter& interpreter)
    : interpreter_(interpreter),
      shown_(base::shown_path(interpreter.options().lua_folder / "env.lua", interpreter.options().project_folder)),
      table_(LUA_NOREF) {
  if (!interpreter.options().lua_folder.empty() && fs::exists(interpreter.options().lua_folder / "env.lua")) load();
}

Environment::~Environment() {
  luaL_unref(interpreter_.state(), LUA_REGISTRYINDEX, table_);
}

void Environment::load() {
  lua_State* L = interpreter_.state();
  const std::string text = base::read_file(interpreter_.options().lua_folder / "env.lua");
  const lua::TimeLimit limit(interpreter_.owner(), interpreter_.load_limit());
  try {
    lua::protect(L, [&] {
      lua::push_environment(L);
      lua::load_text(L, text, shown_, -1);
      lua::call(L, 0, 1);
      if (!lua_istable(L, -1))
        throw Error(ErrorKind::config, "the file returns no table", "end it with \"return { ... }\", or \"return {}\"");
      read_settings(L, lua_gettop(L));
      table_ = luaL_ref(L, LUA_REGISTRYINDEX);
    });
  } catch (const Error& error) {
    throw_as_config(error, shown_);
  }
}

void Environment::read_settings(lua_State* L, int table) {
  const lua::Place place("env.lua");
  for (const std::string& name : lua::option_names({L, table, place}, 0)) {
    if (std::ranges::find(known_settings, name) == known_settings.end())
      throw Error(ErrorKind::config, fmt::format("there is no setting \"{}\"", name),
                  base::did_you_mean(name, known_settings));
    lua_getfield(L, table, name.c_str());
    const lua::Place setting = place.key(name);
    const lua::Value value{L, lua_gettop(L), setting};
    const bool flag = value.type() == LUA_TBOOLEAN;
    if (name == "target_metadata") {
      models_ = read_models(value);
    } else if (name == "include_schemas" && flag) {
      all_schemas_ = lua::read_boolean(value);
    } else if (name == "include_schemas") {
      lua::for_each_item(value, "true, or a list of schemas",
                         [&](const lua::Value& item) { schemas_.push_back(lua::read_string(item)); });
    } else if (name == "compare_type" && flag) {
      compares_types_ = lua::read_boolean(value);
    } else if (name == "compare_server_default" && flag) {
      compares_defaults_ = lua::read_boolean(value);
    } else if (value.type() != LUA_TFUNCTION) {
      lua::refuse(value, "a function");
    } else {
      functions_.push_back(name);
    }
    lua_pop(L, 1);
  }
}

const ModelSet& Environment::models() {
  if (models_) return *models_;
  const fs::path folder = interpreter_.options().lua_folder;
  if (folder.empty() || (!fs::exists(folder / "models.lua") && !fs::exists(folder / "models" / "init.lua")))
    return models_.emplace();
  lua_State* L = interpreter_.state();
  const std::string shown = base::shown_path(folder / "models.lua", interpreter_.options().project_folder);
  const lua::TimeLimit limit(interpreter_.owner(), interpreter_.load_limit());
  try {
    lua::protect(L, [&] {
      lua::push_environment(L);
      lua::load_text(L, "return require(\"models\")", shown_, -1);
      lua::call(L, 0, 1);
      const lua::Place place("lua/models.lua");
      models_ = read_models({L, lua_gettop(L), place});
    });
  } catch (const Error& error) {
    throw_as_config(error, shown);
  }
  return *models_;
}

schema::NamingConvention Environment::naming_convention() {
  schema::NamingConvention result;
  for (const auto& metadata : models()) result = schema::laid_over(result, metadata->options.naming_convention);
  return result;
}

bool Environment::defines(const char* name) const {
  return std::ranges::find(functions_, name) != functions_.end();
}

template <class Push, class Read>
void Environment::call(const char* name, const Push& push, const Read& read) {
  lua_State* L = interpreter_.state();
  const lua::TimeLimit limit(interpreter_.owner(), interpreter_.options().time_limit);
  try {
    lua::protect(L, [&] {
      luaL_checkstack(L, 16, nullptr);
      lua_rawgeti(L, LUA_REGISTRYINDEX, table_);
      lua_getfield(L, -1, name);
      const int arguments = push(L);
      lua::call(L, arguments, 1);
      const lua::Place place(name);
      read(lua::Value{L, lua_gettop(L), place});
    });
  } catch (Error& error) {
    if (error.facts().file.empty()) error.facts().file = shown_;
    if (error.facts().hook.empty()) error.facts().hook = name;
    throw;
  }
}

std::optional<std::string> Environment::url() {
  std::optional<std::string> result;
  if (defines("url"))
    call(
        "url", [](lua_State*) { return 0; },
        [&](const lua::Value& value) {
          if (!value.is_nil()) result = lua::read_string(value, "the URL of a database, or nil");
        });
  return result;
}

std::vector<std::string> Environment::schemas() const {
  return schemas_;
}

void Environment::call_hook(const char* name, const runtime::HookContext& context) {
  if (!defines(name)) return;
  call(
      name, [&](lua_State* L) { return push_context(L, context); }, [](const lua::Value&) {});
}

bool Environment::process_revision_directives(RevisionDirectives& directives) {
  if (!defines("process_revision_directives")) return true;
  bool keep = true;
  int table = LUA_NOREF;
  lua_State* L = interpreter_.state();
  call(
      "process_revision_directives",
      [&](lua_State* state) {
        lua_newtable(state);
        set_text(state, "message", directives.message);
        set_text(state, "revision", directives.revision);
        push_lines(state, directives.upgrade);
        lua_setfield(state, -2, "upgrade");
        push_lines(state, directives.downgrade);
        lua_setfield(state, -2, "downgrade");
        lua_pushboolean(state, directives.upgrade.empty() && directives.downgrade.empty());
        lua_setfield(state, -2, "empty");
        lua_pushvalue(state, -1);
        table = luaL_ref(state, LUA_REGISTRYINDEX);
        return 1;
      },
      [&](const lua::Value& value) {
        if (!value.is_nil()) keep = lua::read_boolean(value);
        lua_rawgeti(L, LUA_REGISTRYINDEX, table);
        const int changed = lua_gettop(L);
        read_back(L, changed, "message", [&](const lua::Value& v) { directives.message = lua::read_string(v); });
        read_back(L, changed, "revision", [&](const lua::Value& v) { directives.revision = lua::read_string(v); });
        read_back(L, changed, "upgrade", [&](const lua::Value& v) { directives.upgrade = read_lines(v); });
        read_back(L, changed, "downgrade", [&](const lua::Value& v) { directives.downgrade = read_lines(v); });
        lua_pop(L, 1);
      });
  luaL_unref(L, LUA_REGISTRYINDEX, table);
  return keep;
}

bool Environment::include_name(const autogen::NameQuestion& question) {
  if (!defines("include_name")) return true;
  bool result = true;
  call(
      "include_name",
      [&](lua_State* L) {
        push_text(L, question.name);
        push_text(L, question.type);
        lua_newtable(L);
        if (!question.schema.empty()) set_text(L, "schema", question.schema);
        if (question.table) set_text(L, "table", question.table->name);
        return 3;
      },
      [&](const lua::Value& value) { result = lua::read_boolean(value); });
  return result;
}

bool Environment::include_object(const autogen::ObjectQuestion& question) {
  if (!defines("include_object")) return true;
  bool result = true;
  call(
      "include_object",
      [&](lua_State* L) {
        push_object_view(L, question.object);
        if (question.table) {
          set_text(L, "table", question.table->name);
          if (!question.table->schema.empty()) set_text(L, "schema", question.table->schema);
        }
        push_text(L, question.name);
        push_text(L, question.type);
        lua_pushboolean(L, question.reflected);
        if (question.compare_to)
          push_object_view(L, *question.compare_to);
        else
          lua_pushnil(L);
        return 5;
      },
      [&](const lua::Value& value) { result = lua::read_boolean(value); });
  return result;
}

namespace {

int push_columns(lua_State* L, const schema::TableName& table, const schema::Column& reflected,
                 const schema::Column& model) {
  lua_newtable(L);
  set_text(L, "name", table.name);
  if (!table.schema.empty()) set_text(L, "schema", table.schema);
  push_described(L, reflected);
  push_described(L, model);
  return 3;
}

void read_verdict(const lua::Value& value, std::optional<bool>& verdict) {
  if (!value.is_nil()) verdict = lua::read_boolean(value);
}

}  // namespace

std::optional<bool> Environment::compare_type(const schema::TableName& table, const schema::Column& reflected,
                                              const schema::Column& model) {
  if (!compares_types_) return false;
  std::optional<bool> verdict;
  if (defines("compare_type"))
    call(
        "compare_type", [&](lua_State* L) { return push_columns(L, table, reflected, model); },
        [&](const lua::Value& value) { read_verdict(value, verdict); });
  return verdict;
}

std::optional<bool> Environment::compare_server_default(const schema::TableName& table, const schema::Column& reflected,
                                                        const schema::Column& model) {
  if (!compares_defaults_) return false;
  std::optional<bool> verdict;
  if (defines("compare_server_default"))
    call(
        "compare_server_default", [&](lua_State* L) { return push_columns(L, table, reflected, model); },
        [&](const lua::Value& value) { read_verdict(value, verdict); });
  return verdict;
}

}  // namespace luamigrate::bindings
