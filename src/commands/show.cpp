#include "commands/project.h"
#include "revisions/target.h"

namespace luamigrate {

std::vector<RevisionInfo> Migrator::show(const std::string& target) {
  const revisions::Graph graph = project_->read_graph();
  const auto found =
      target == "current" ? revisions::resolve_rows(graph, project_->read_rows()) : revisions::resolve(graph, target);
  std::vector<RevisionInfo> result;
  for (const revisions::Index revision : found) result.push_back(project_->describe(graph, revision));
  return result;
}

}  // namespace luamigrate
