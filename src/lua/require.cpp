#include "lua/require.h"

#include <fmt/format.h>

#include <string>

#include "base/file.h"
#include "lua/embedded.h"
#include "lua/object.h"
#include "lua/sandbox.h"

namespace luamigrate::lua {
namespace {

namespace fs = std::filesystem;

constexpr char modules_key = 0;

struct Folders {
  fs::path folder;
  fs::path shown;
};

struct Module {
  std::string text;
  std::string shown;
};

bool contains(const fs::path& folder, const fs::path& path) {
  auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

bool valid_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && name.back() != '.' && name.find("..") == std::string_view::npos &&
         name.find_first_of("/\\") == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

bool find_in_folder(const Folders& folders, const std::string& relative, Module& module) {
  if (folders.folder.empty()) return false;
  for (const std::string& candidate : {relative + ".lua", relative + "/init.lua"}) {
    std::error_code none;
    if (!fs::is_regular_file(folders.folder / candidate, none)) continue;
    module = {base::read_file(path_inside(folders.folder, candidate)), (folders.shown / candidate).generic_string()};
    return true;
  }
  return false;
}

Module find_module(const Folders& folders, const std::string& name) {
  if (!valid_name(name))
    throw Error(ErrorKind::script, fmt::format("require: \"{}\" is not the name of a module", name),
                "write folders with dots: require(\"folder.module\")");
  std::string relative = name;
  for (char& c : relative)
    if (c == '.') c = '/';
  Module module;
  if (find_in_folder(folders, relative, module)) return module;
  if (const EmbeddedFile* file = find_embedded_file(relative + ".lua"))
    return {std::string(file->text), std::string(embedded_prefix) + relative + ".lua"};
  throw Error(ErrorKind::script, fmt::format("require: there is no module \"{}\"", name),
              fmt::format("it is looked for as {}.lua", (folders.shown / relative).generic_string()));
}

int require(lua_State* L) {
  if (lua_type(L, 1) != LUA_TSTRING) throw Error(ErrorKind::script, "require: expected the name of a module");
  lua_settop(L, 1);
  std::size_t size = 0;
  const char* text = lua_tolstring(L, 1, &size);
  const std::string name(text, size);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  if (lua_getfield(L, 2, name.c_str()) == LUA_TLIGHTUSERDATA)
    throw Error(ErrorKind::script, fmt::format("require: module \"{}\" requires itself, by way of others", name));
  if (!lua_isnil(L, 3)) return 1;
  lua_settop(L, 2);
  const Module module = find_module(attached<Folders>(L), name);
  push_environment(L);
  load_text(L, module.text, module.shown, 3);
  lua_pushlightuserdata(L, nullptr);
  lua_setfield(L, 2, name.c_str());
  lua_pushvalue(L, 1);
  try {
    call(L, 1, 1);
  } catch (const std::exception&) {
    lua_pushnil(L);  // so that a second require tries again
    lua_setfield(L, 2, name.c_str());
    throw;
  }
  if (lua_isnil(L, -1)) lua_pushboolean(L, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, name.c_str());
  return 1;
}

}  // namespace

void open_require(lua_State* L, const fs::path& folder, const fs::path& shown_folder) {
  protect(L, [&] {
    // Lua itself keeps the folders for as long as the state lives.
    Folders& folders = push_object(L, Folders{folder, shown_folder});
    attach(L, folders);
    luaL_ref(L, LUA_REGISTRYINDEX);
    lua_createtable(L, 0, 8);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
    set_global_function<&require>(L, "require");
  });
}

void set_module(lua_State* L, const char* name) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

fs::path path_inside(const fs::path& folder, const fs::path& path) {
  std::error_code failed;
  const fs::path root = fs::canonical(folder, failed);
  const fs::path whole = fs::canonical(folder / path, failed);
  if (failed)
    throw Error(ErrorKind::script, fmt::format("cannot read {}: {}", path.generic_string(), failed.message()));
  if (!contains(root, whole))
    throw Error(ErrorKind::script, fmt::format("{} lies outside of the project", path.generic_string()),
                "scripts read files of the project's folder only");
  return whole;
}

}  // namespace luamigrate::lua
