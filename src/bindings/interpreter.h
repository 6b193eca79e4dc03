// The Lua interpreter of a project: what a revision file sees, and the run that its calls of `op` go to.
//
//   bindings::Interpreter interpreter({.project_folder = root, .lua_folder = root / "lua"});
//   bindings::HeaderReader headers(interpreter);          // all files, in no time
//   bindings::RevisionFile file(interpreter, path);       // one file, to be run
//   file.run(ops::ScriptFunction::upgrade, sink, context);
//
// One interpreter serves all files of a run, each in an environment of its own. For one thread at a time.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "databases/registry.h"
#include "lua/state.h"

namespace luamigrate::bindings {

struct InterpreterOptions {
  std::filesystem::path project_folder;  // read_file and execute_file read here; messages name files relative to it
  std::filesystem::path lua_folder;      // where `require` looks; empty: only modules of our own
  std::size_t memory_limit = lua::default_memory_limit;
  std::chrono::milliseconds time_limit{0};       // for each call of a script; zero: none, but for
  std::chrono::milliseconds load_limit{10'000};  // reading a file, which only defines functions
  std::vector<std::string> unsafe;               // [lua] unsafe
  std::span<const databases::Database* const> databases = databases::all_databases();  // whose types and options exist
};

class Run;

class Interpreter {
 public:
  // Throws Error{config} for what the options ask and there is not.
  explicit Interpreter(InterpreterOptions options);
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  lua_State* state() const noexcept { return state_.get(); }
  lua::State& owner() noexcept { return state_; }
  const InterpreterOptions& options() const noexcept { return options_; }
  std::chrono::milliseconds load_limit() const noexcept {
    return options_.time_limit.count() > 0 ? options_.time_limit : options_.load_limit;
  }

  // The interpreter that L is of.
  static Interpreter& of(lua_State* L);

  // The run that `op` drives; nullptr while none is.
  Run* run() const noexcept { return run_; }

 private:
  friend class Run;

  InterpreterOptions options_;
  Run* run_ = nullptr;
  lua::State state_;  // last: what its objects hold in closing may still use the rest
};

}  // namespace luamigrate::bindings
