#include "bindings/files.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/sha256.h"
#include "bindings/interpreter.h"
#include "bindings/values.h"
#include "lua/call.h"
#include "lua/require.h"
#include "lua/sandbox.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

int read_file(lua_State* L) {
  const lua::Place place("read_file");
  lua::check_argument_count(L, place, 1);
  push_text(L, read_project_file(L, lua::read_string({L, 1, place.argument(1, "path")}, "a path as a string")));
  return 1;
}

int sha256(lua_State* L) {
  const lua::Place place("sha256");
  lua::check_argument_count(L, place, 1);
  push_text(L, base::sha256_hex(lua::read_bytes({L, 1, place.argument(1, "bytes")})));
  return 1;
}

}  // namespace

std::filesystem::path project_path(lua_State* L, const std::string& path) {
  return lua::path_inside(Interpreter::of(L).options().project_folder, path);
}

std::string read_project_file(lua_State* L, const std::string& path) {
  const std::filesystem::path found = project_path(L, path);
  std::error_code unreadable;
  const auto kind = std::filesystem::status(found, unreadable).type();
  // A pipe would be waited for.
  if (kind == std::filesystem::file_type::fifo || kind == std::filesystem::file_type::character)
    throw Error(ErrorKind::io, fmt::format("cannot read \"{}\": it is a pipe or a device", path),
                "name a file of the project");
  return base::read_file(found);
}

void open_files(lua_State* L) {
  lua::set_global_function<&read_file>(L, "read_file");
  lua::push_function<&sha256>(L);
  lua::set_module(L, "sha256");
}

}  // namespace luamigrate::bindings
