#include <algorithm>

#include "commands/project.h"
#include "revisions/target.h"

namespace luamigrate {

std::vector<RevisionInfo> Migrator::history(const HistoryRequest& request) {
  const revisions::Graph graph = project_->read_graph();
  const bool asks_database = request.indicate_current || revisions::range_needs_rows(request.range);
  const revisions::Rows rows = asks_database ? project_->read_rows() : revisions::Rows();
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
