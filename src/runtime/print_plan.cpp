#include <fmt/format.h>

#include <utility>

#include "base/text.h"
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

void run_offline(const revisions::Step& step, const revisions::RevisionHeader& header, const LoadedScript& loaded,
                 OfflineSink& sink, const RunSettings& settings, const databases::Dialect& dialect) {
  try {
    run_script(*loaded.script, header, step.direction, sink, settings, dialect.identifier_limit());
  } catch (Error& error) {
    if (error.facts().revision.empty()) error.facts().revision = header.revision;
    if (error.facts().file.empty()) error.facts().file = loaded.shown_path;
    throw;
  }
}

// Keeps the SQL, and hands on what a script says.
class Collector final : public Observer {
 public:
  explicit Collector(Observer& other) : other_(other) {}
  void offline_sql(std::string_view sql) override { statements.emplace_back(base::trimmed(sql, " \n;")); }
  void log(std::string_view text) override { other_.log(text); }

  std::vector<std::string> statements;

 private:
  Observer& other_;
};

}  // namespace

std::vector<StepResult> preview_plan(const revisions::Plan& plan, const databases::Dialect& dialect,
                                     const revisions::Graph& graph, const ScriptLoader& load,
                                     const RunSettings& settings, Observer& observer) {
  std::vector<StepResult> results;
  for (const revisions::Step& step : plan.steps) {
    const revisions::RevisionHeader& header = graph.header(step.revision.value());
    const LoadedScript loaded = load(header);
    Collector collector(observer);
    OfflineSink sink(dialect, settings.naming, collector, false,
                     "a dry run does nothing on a database that cannot undo changes of the schema");
    run_offline(step, header, loaded, sink, settings, dialect);
    results.push_back({.step = step, .statements = std::move(collector.statements)});
  }
  return results;
}

void print_plan(const revisions::Plan& plan, const databases::Dialect& dialect, const state::VersionTable& versions,
                const revisions::Graph& graph, const ScriptLoader& load, const RunSettings& settings,
                Observer& observer) {
  const bool transactions = dialect.transactional_ddl();
  bool open = false;
  const auto begin = [&] {
    if (transactions && !open) observer.offline_sql(databases::script_begin(dialect));
    open = transactions;
  };
  const auto commit = [&] {
    if (open) observer.offline_sql(databases::script_commit(dialect));
    open = false;
  };
  if (const std::string head(dialect.script_head()); !head.empty() && !plan.steps.empty())
    observer.offline_sql(dialect.script_piece(head + ";"));
  bool has_versions = !plan.rows_before.empty();
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const revisions::Step& step = plan.steps[i];
    const revisions::RevisionHeader& header = graph.header(step.revision.value());
    const LoadedScript loaded = load(header);
    const StepEvent event = event_for(step, header, loaded.shown_path, i + 1, plan.steps.size());
    if (!header.transactional) commit();
    if (header.transactional) begin();
    OfflineSink sink(dialect, settings.naming, observer, open);
    if (!std::exchange(has_versions, true)) sink.apply(versions.creation());
    observer.offline_sql(fmt::format("-- Running {} {}\n\n",
                                     step.direction == Direction::upgrade ? "upgrade" : "downgrade", arrow(event)));
    run_offline(step, header, loaded, sink, settings, dialect);
    for (const revisions::RowChange& change : step.changes) sink.print(versions.change(change));
    if (!settings.one_transaction) commit();
  }
  commit();
}

}  // namespace luamigrate::runtime
