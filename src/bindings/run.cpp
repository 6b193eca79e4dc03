#include "bindings/run.h"

#include <fmt/format.h>

#include <algorithm>

#include "lua/call.h"

namespace luamigrate::bindings {

Run::Run(Interpreter& interpreter, ops::Sink& sink, const ops::ScriptContext& context)
    : interpreter_(interpreter), outer_(interpreter.run_), sink_(sink), context_(context) {
  interpreter_.run_ = this;
}

Run::~Run() {
  for (const std::weak_ptr<OpenRows>& open : open_rows_)
    if (const auto rows = open.lock()) rows->rows.reset();
  if (rows_ >= many_rows) lua_gc(interpreter_.state(), LUA_GCINC, 0, 0, 0);
  interpreter_.run_ = outer_;
}

Run& Run::of(lua_State* L, std::string_view function) {
  return of(Interpreter::of(L), function);
}

Run& Run::of(const Interpreter& interpreter, std::string_view function) {
  if (Run* run = interpreter.run()) return *run;
  throw Error(ErrorKind::script, fmt::format("{} may only be called while a revision runs", function),
              "call it inside upgrade(), downgrade() or change()");
}

ops::Origin Run::origin(lua_State* L) const {
  lua::Where place = lua::where(L);
  return {context_.revision, std::move(place.file), place.line};
}

std::int64_t Run::apply(lua_State* L, ops::OperationBody body) {
  const ops::Operation operation{std::move(body), origin(L)};
  return use_sink(ops::name_of(operation), [&](ops::Sink& sink) { return sink.apply(operation); });
}

std::shared_ptr<OpenRows> Run::keep(std::unique_ptr<ops::Rows> rows) {
  std::erase_if(open_rows_, [](const std::weak_ptr<OpenRows>& open) { return open.expired(); });
  auto kept = std::make_shared<OpenRows>(OpenRows{std::move(rows)});
  open_rows_.push_back(kept);
  return kept;
}

void Run::add_facts(Error& error, std::string_view operation) const {
  if (error.facts().revision.empty()) error.facts().revision = context_.revision;
  if (error.facts().operation.empty()) error.facts().operation = operation;
}

}  // namespace luamigrate::bindings
