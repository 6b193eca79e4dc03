#include <algorithm>
#include <set>

#include "commands/log.h"
#include "commands/project.h"
#include "revisions/plan.h"

namespace luamigrate {
namespace {

// The last run of each revision that failed, was cut off or is still at work, newest first.
std::vector<LogInfo> unfinished_runs(const std::vector<state::LogRow>& newest_first) {
  std::vector<LogInfo> result;
  std::set<std::string> seen;
  for (const state::LogRow& row : newest_first)
    if (seen.insert(row.revision).second && (row.outcome == "failed" || row.outcome == "running"))
      result.push_back(info_of(row));
  return result;
}

}  // namespace

StatusReport Migrator::status() {
  const Session session = project_->connect(Project::Access::read);
  const revisions::Graph graph = project_->read_graph(session);
  const databases::Dialect& dialect = *session.database->dialect;
  const auto table = project_->log_table(dialect);
  const std::vector<state::LogRow> log =
      table ? table->read(*session.connection, *session.inspector) : std::vector<state::LogRow>();
  const std::map<std::string, state::LogRow> applied = state::LogTable::applied(log);

  StatusReport report{.database = session.connection->description()};
  revisions::Rows rows;
  for (const std::string& row : project_->version_table(dialect).read(*session.connection, *session.inspector))
    (graph.find_id(row) ? rows : report.missing).push_back(row);
  const bool is_explained = report.missing.empty();
  for (const revisions::Index revision : graph.topological_order())
    if (graph.header(revision).logged_text) report.missing.push_back(graph.id(revision));

  const auto described = [&](revisions::Index revision) {
    RevisionInfo info = project_->describe(graph, revision);
    if (const auto run = applied.find(info.revision); run != applied.end()) info.applied_at = run->second.started_at;
    return info;
  };
  for (const revisions::Index revision : revisions::current_revisions(graph, rows))
    report.current.push_back(described(revision));
  for (const revisions::Index revision : project_->changed_since_applied(graph, rows, applied))
    report.changed.push_back(described(revision));
  // Where a row has no file nobody knows what it implies.
  if (is_explained && !graph.empty())
    for (const revisions::Step& step : revisions::plan_upgrade(graph, rows, "heads").steps)
      report.pending.push_back(project_->describe(graph, *step.revision));
  report.unfinished = unfinished_runs(log);
  if (!log.empty()) report.last_run = info_of(log.front());
  report.is_clean =
      report.pending.empty() && report.changed.empty() && report.missing.empty() && report.unfinished.empty();
  return report;
}

}  // namespace luamigrate
