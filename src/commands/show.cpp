#include "commands/project.h"
#include "luamigrate/error.h"
#include "revisions/directory.h"
#include "revisions/target.h"

namespace luamigrate {
namespace {

std::vector<revisions::Index> found(const revisions::Graph& graph, const std::string& target,
                                    const revisions::Rows& rows) {
  return target == "current" ? revisions::resolve_rows(graph, rows) : revisions::resolve(graph, target);
}

}  // namespace

// The database is asked where the files alone do not tell.
std::vector<RevisionInfo> Migrator::show(const std::string& target) {
  std::vector<revisions::RevisionHeader> headers = project_->read_headers();
  std::vector<RevisionInfo> result;
  const auto describe = [&](const revisions::Graph& graph, const revisions::Rows& rows) {
    for (const revisions::Index revision : found(graph, target, rows))
      result.push_back(project_->describe(graph, revision));
  };
  std::optional<Error> not_found;
  if (target != "current" && revisions::gone_requirements(headers).empty()) {
    try {
      describe(revisions::Graph(headers), {});
      return result;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::target) throw;
      not_found = error;
    }
  }
  try {
    const std::size_t files = headers.size();
    const Session session = project_->connect(Project::Access::read);
    const revisions::Rows rows =
        project_->version_table(*session.database->dialect).read(*session.connection, *session.inspector);
    const revisions::Graph graph = project_->with_logged(std::move(headers), session);
    if (not_found && graph.size() == files) throw *not_found;
    describe(graph, rows);
  } catch (const Error&) {
    if (not_found) throw *not_found;
    throw;
  }
  return result;
}

}  // namespace luamigrate
