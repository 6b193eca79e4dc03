#include <algorithm>

#include "commands/project.h"

namespace luamigrate {

CurrentReport Migrator::current() {
  const Session session = project_->connect(Project::Access::read);
  const revisions::Graph graph = project_->read_graph(session);
  const databases::Dialect& dialect = *session.database->dialect;
  const revisions::Rows rows = project_->version_table(dialect).read(*session.connection, *session.inspector);
  const auto log = project_->log_table(dialect);
  const auto applied = log ? state::LogTable::applied(log->read(*session.connection, *session.inspector))
                           : std::map<std::string, state::LogRow>();

  CurrentReport report{.database = session.connection->description()};
  const std::vector<revisions::Index> current = revisions::current_revisions(graph, rows);
  for (const revisions::Index revision : current) {
    report.revisions.push_back(project_->describe(graph, revision));
    RevisionInfo& info = report.revisions.back();
    info.is_current = true;
    if (const auto found = applied.find(info.revision); found != applied.end())
      info.applied_at = found->second.started_at;
  }
  report.at_heads = std::ranges::all_of(
      graph.heads(), [&](revisions::Index head) { return std::ranges::find(current, head) != current.end(); });
  return report;
}

}  // namespace luamigrate
