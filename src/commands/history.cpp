#include <algorithm>

#include "commands/project.h"
#include "revisions/directory.h"
#include "revisions/target.h"

namespace luamigrate {

std::vector<RevisionInfo> Migrator::history(const HistoryRequest& request) {
  std::vector<revisions::RevisionHeader> headers = project_->read_headers();
  const bool asks_database = request.indicate_current || revisions::range_needs_rows(request.range) ||
                             !revisions::gone_requirements(headers).empty();
  revisions::Rows rows;
  const revisions::Graph graph = [&] {
    if (!asks_database) return revisions::Graph(std::move(headers));
    const Session session = project_->connect(Project::Access::read);
    rows = project_->version_table(*session.database->dialect).read(*session.connection, *session.inspector);
    return project_->with_logged(std::move(headers), session);
  }();
  const std::vector<revisions::Index> current =
      request.indicate_current ? revisions::current_revisions(graph, rows) : std::vector<revisions::Index>();

  std::vector<RevisionInfo> result;
  for (const revisions::Index revision : revisions::resolve_range(graph, rows, request.range)) {
    result.push_back(project_->describe(graph, revision));
    result.back().is_current = std::ranges::find(current, revision) != current.end();
  }
  return result;
}

}  // namespace luamigrate
