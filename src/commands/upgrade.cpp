#include "commands/run.h"

namespace luamigrate {

RunReport Migrator::upgrade(const UpgradeRequest& request) {
  if (!request.sql)
    return run_online(*project_, revisions::plan_upgrade,
                      {Direction::upgrade, request.target, request.tag, request.dry_run, request.resume, request.stop});
  const revisions::Graph graph = project_->read_graph();
  return run_offline(*project_, graph, revisions::plan_offline_upgrade(graph, request.target), request.tag);
}

}  // namespace luamigrate
