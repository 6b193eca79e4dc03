#include <fmt/format.h>

#include <utility>

#include "luamigrate/error.h"
#include "runtime/executor.h"
#include "runtime/offline_sink.h"
#include "runtime/step_runner.h"

namespace luamigrate::runtime {
namespace {

// "abc, def -> 123", as the line above a step's SQL shows it.
std::string arrow(const StepEvent& event) {
  const auto list = [](const std::vector<std::string>& ids) { return fmt::format("{}", fmt::join(ids, ", ")); };
  return fmt::format("{} -> {}", list(event.from), list(event.to));
}

}  // namespace

void print_plan(const revisions::Plan& plan, const databases::Dialect& dialect, const state::VersionTable& versions,
                const revisions::Graph& graph, const ScriptLoader& load, const RunSettings& settings,
                Observer& observer) {
  const bool transactions = dialect.transactional_ddl();
  bool open = false;
  const auto begin = [&] {
    if (transactions && !open) observer.offline_sql(fmt::format("{};\n\n", dialect.begin_sql()));
    open = transactions;
  };
  const auto commit = [&] {
    if (open) observer.offline_sql(fmt::format("{};\n\n", dialect.commit_sql()));
    open = false;
  };
  bool has_versions = !plan.rows_before.empty();
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const revisions::Step& step = plan.steps[i];
    const revisions::RevisionHeader& header = graph.header(step.revision.value());
    const LoadedScript loaded = load(header);
    const StepEvent event = event_for(step, header, loaded.shown_path, i + 1, plan.steps.size());
    if (!header.transactional) commit();
    if (header.transactional) begin();
    OfflineSink sink(dialect, settings.naming, observer, open);
    try {
      if (!std::exchange(has_versions, true)) sink.apply(versions.creation());
      observer.offline_sql(fmt::format("-- Running {} {}\n\n",
                                       step.direction == Direction::upgrade ? "upgrade" : "downgrade", arrow(event)));
      run_script(*loaded.script, header, step.direction, sink, settings, dialect.identifier_limit());
    } catch (Error& error) {
      if (error.facts().revision.empty()) error.facts().revision = header.revision;
      if (error.facts().file.empty()) error.facts().file = loaded.shown_path;
      throw;
    }
    for (const revisions::RowChange& change : step.changes) sink.print(versions.change(change));
    if (!settings.one_transaction) commit();
  }
  commit();
}

}  // namespace luamigrate::runtime
