// One call of a script's function: what the functions of `op` drive while it lasts.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "bindings/interpreter.h"
#include "luamigrate/error.h"
#include "ops/script.h"
#include "ops/sink.h"

namespace luamigrate::bindings {

// A query's rows as a script holds them: closed at the latest when the run ends, whatever the script keeps.
struct OpenRows {
  std::unique_ptr<ops::FoundRows> rows;
  ops::Origin origin;  // of the query
};

class Run {
 public:
  // Makes itself the run of the interpreter, in place of another one until it is destroyed.
  Run(Interpreter& interpreter, ops::Sink& sink, const ops::ScriptContext& context);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // The run in course. Throws Error{script} which says that `function` may only be called in one.
  static Run& of(lua_State* L, std::string_view function);
  static Run& of(const Interpreter& interpreter, std::string_view function);

  const ops::ScriptContext& context() const noexcept { return context_; }
  const ops::Sink& sink() const noexcept { return sink_; }

  // Where the script is now.
  ops::Origin origin(lua_State* L) const;

  // Applies an operation that the script asks for here. Rows that the script can reach no more are closed before an
  // operation that they may stand in the way of; an error that the others are to blame for names their query.
  std::int64_t apply(lua_State* L, ops::OperationBody body);

  // Calls `use(sink)` for `operation` ("query"), and adds to an Error what it does not say: revision and operation.
  template <class Use>
  decltype(auto) use_sink(std::string_view operation, const Use& use) {
    try {
      return use(sink_);
    } catch (Error& error) {
      add_facts(error, operation);
      throw;
    }
  }

  // Closes the rows of queries that the script can reach no more: they may be in the way, and cost what keeps them.
  void close_unreachable(lua_State* L) const;

  std::shared_ptr<OpenRows> keep(std::unique_ptr<ops::FoundRows> rows, ops::Origin origin);

  // A row goes through the script. Many leave garbage that is young, which is collected by generations then.
  void pass_row(lua_State* L) {
    if (++rows_ == many_rows) lua_gc(L, LUA_GCGEN, 0, 0);
  }

 private:
  static constexpr std::int64_t many_rows = 1000;

  void add_facts(Error& error, std::string_view operation) const;
  std::shared_ptr<OpenRows> any_open_rows() const;

  Interpreter& interpreter_;
  Run* outer_;
  ops::Sink& sink_;
  const ops::ScriptContext& context_;
  std::vector<std::weak_ptr<OpenRows>> open_rows_;
  std::int64_t rows_ = 0;
};

}  // namespace luamigrate::bindings
