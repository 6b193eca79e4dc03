#include "bindings/revision_file.h"

#include "base/file.h"
#include "bindings/read_header.h"
#include "bindings/run.h"
#include "lua/call.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

const char* function_name(ops::ScriptFunction function) {
  switch (function) {
    case ops::ScriptFunction::upgrade: return "upgrade";
    case ops::ScriptFunction::downgrade: return "downgrade";
    case ops::ScriptFunction::change: return "change";
  }
  return "";
}

}  // namespace

// Thousands of files leave little garbage each, and all of it at once: generational collection fits.
HeaderReader::HeaderReader(Interpreter& interpreter) : interpreter_(interpreter) {
  lua_gc(interpreter_.state(), LUA_GCGEN, 0, 0);
}

HeaderReader::~HeaderReader() {
  lua_gc(interpreter_.state(), LUA_GCINC, 0, 0, 0);
}

revisions::RevisionHeader HeaderReader::read(const std::filesystem::path& file) {
  return read(file, base::read_file(file));
}

revisions::RevisionHeader HeaderReader::read(const std::filesystem::path& file, std::string_view text) {
  revisions::RevisionHeader header = load_revision(interpreter_, file, text);
  lua_pop(interpreter_.state(), 1);
  return header;
}

RevisionFile::RevisionFile(Interpreter& interpreter, std::filesystem::path file)
    : RevisionFile(interpreter, file, base::read_file(file)) {}

RevisionFile::RevisionFile(Interpreter& interpreter, std::filesystem::path file, std::string text)
    : interpreter_(interpreter), text_(std::move(text)), header_(load_revision(interpreter_, file, text_)) {
  environment_ = luaL_ref(interpreter_.state(), LUA_REGISTRYINDEX);
}

RevisionFile::~RevisionFile() {
  luaL_unref(interpreter_.state(), LUA_REGISTRYINDEX, environment_);
}

bool RevisionFile::defines(ops::ScriptFunction function) const {
  switch (function) {
    case ops::ScriptFunction::upgrade: return header_.has_upgrade;
    case ops::ScriptFunction::downgrade: return header_.has_downgrade;
    case ops::ScriptFunction::change: return header_.has_change;
  }
  return false;
}

void RevisionFile::run(ops::ScriptFunction function, ops::Sink& sink, const ops::ScriptContext& context) {
  lua_State* L = interpreter_.state();
  const lua::TimeLimit limit(interpreter_.owner(), interpreter_.options().time_limit, context.stop);
  Run run(interpreter_, sink, context);
  try {
    lua::protect(L, [&] {
      lua_rawgeti(L, LUA_REGISTRYINDEX, environment_);
      lua_pushstring(L, function_name(function));
      lua_rawget(L, -2);
      lua::call(L, 0, 0);
    });
  } catch (Error& error) {
    if (error.facts().revision.empty()) error.facts().revision = context.revision;
    throw;
  }
}

}  // namespace luamigrate::bindings
