#include "bindings/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lua/call.h"

namespace luamigrate::bindings {
namespace {

// Whether an operation may need a table that no query reads. Of SQL only the first word is looked at: a loop over rows
// is to collect nothing for each of them, and what is taken for harmless ends in an error that says what to do.
bool changes_shape(const ops::OperationBody& body) {
  static constexpr std::array<std::string_view, 8> words{"alter",   "create",  "drop",   "truncate",
                                                         "reindex", "cluster", "vacuum", "rename"};
  if (std::holds_alternative<ops::BatchedUpdate>(body)) return false;
  const auto* execute = std::get_if<ops::Execute>(&body);
  if (!execute) return true;
  const std::string_view text = base::trimmed(execute->sql);
  const std::string first = base::lower(text.substr(0, text.find_first_of(base::white_space)));
  return std::ranges::find(words, first) != words.end();
}

}  // namespace

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
  if (changes_shape(operation.body)) close_unreachable(L);
  try {
    return use_sink(ops::name_of(operation), [&](ops::Sink& sink) { return sink.apply(operation); });
  } catch (const Error& error) {
    const std::shared_ptr<OpenRows> open = any_open_rows();
    if (error.facts().failure != DatabaseFailure::open_query || !open) throw;
    throw error.told_as(
        error.kind(), error.message(),
        fmt::format("the rows of op.query at {}:{} are still open: read them to the end before, or leave the "
                    "loop over them",
                    open->origin.file, open->origin.line));
  }
}

void Run::close_unreachable(lua_State* L) const {
  if (any_open_rows()) lua_gc(L, LUA_GCCOLLECT);
}

std::shared_ptr<OpenRows> Run::any_open_rows() const {
  for (const std::weak_ptr<OpenRows>& each : open_rows_)
    if (auto open = each.lock(); open && open->rows) return open;
  return nullptr;
}

std::shared_ptr<OpenRows> Run::keep(std::unique_ptr<ops::FoundRows> rows, ops::Origin origin) {
  std::erase_if(open_rows_, [](const std::weak_ptr<OpenRows>& open) { return open.expired(); });
  auto kept = std::make_shared<OpenRows>(OpenRows{std::move(rows), std::move(origin)});
  open_rows_.push_back(kept);
  return kept;
}

void Run::add_facts(Error& error, std::string_view operation) const {
  if (error.facts().revision.empty()) error.facts().revision = context_.revision;
  if (error.facts().operation.empty()) error.facts().operation = operation;
}

}  // namespace luamigrate::bindings
