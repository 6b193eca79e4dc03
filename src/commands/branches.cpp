#include "commands/project.h"
#include "revisions/target.h"

namespace luamigrate {

std::vector<RevisionInfo> Migrator::branches() {
  const revisions::Graph graph = project_->read_graph();
  std::vector<RevisionInfo> result;
  for (const revisions::Index revision : revisions::resolve_range(graph, {}, ""))
    if (graph.is_branch_point(revision)) result.push_back(project_->describe(graph, revision));
  return result;
}

}  // namespace luamigrate
