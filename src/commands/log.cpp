#include "commands/log.h"

#include "commands/project.h"
#include "luamigrate/error.h"

namespace luamigrate {

LogInfo info_of(const state::LogRow& row) {
  return {.revision = row.revision,
          .direction = row.direction,
          .outcome = row.outcome,
          .error = row.error,
          .started_at = row.started_at,
          .duration = row.duration,
          .operations = row.progress.operations,
          .user_name = row.user_name,
          .host = row.host,
          .tool_version = row.tool_version,
          .checksum = row.checksum};
}

std::vector<LogInfo> Migrator::log(std::size_t limit) {
  const Session session = project_->connect(Project::Access::read);
  const auto table = project_->log_table(*session.database->dialect);
  if (!table)
    throw Error(ErrorKind::config, "the log table is switched off (log_table = false)",
                "give it a name in migrate.toml to keep a log from now on");
  std::vector<LogInfo> result;
  for (const state::LogRow& row : table->read(*session.connection, *session.inspector, limit))
    result.push_back(info_of(row));
  return result;
}

}  // namespace luamigrate
