#include "commands/project.h"

namespace luamigrate {

std::vector<RevisionInfo> Migrator::heads(const HeadsRequest& request) {
  const revisions::Graph graph = project_->read_graph();
  std::vector<RevisionInfo> result;
  for (const revisions::Index head : request.resolve_dependencies ? graph.effective_heads() : graph.heads())
    result.push_back(project_->describe(graph, head));
  return result;
}

}  // namespace luamigrate
