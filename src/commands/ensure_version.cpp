#include <fmt/format.h>

#include "commands/project.h"
#include "runtime/offline_sink.h"
#include "runtime/transaction.h"

namespace luamigrate {

void Migrator::ensure_version(bool sql) {
  Observer& observer = project_->observer();
  if (sql) {
    const databases::Dialect& dialect = *project_->database().dialect;
    const schema::NamingConvention no_convention;
    runtime::OfflineSink(dialect, no_convention, observer, false).apply(project_->version_table(dialect).creation());
    return;
  }
  LockedSession session = project_->connect_alone({});
  const state::VersionTable versions = project_->version_table(*session.database->dialect);
  runtime::Transaction transaction(*session.connection, runtime::Transaction::Kind::real);
  const bool made = versions.ensure(*session.connection, *session.inspector);
  transaction.commit();
  const std::string name = schema::shown(versions.name());
  observer.note(made ? fmt::format("made the version table \"{}\"", name)
                     : fmt::format("nothing to do: the version table \"{}\" is there", name));
}

}  // namespace luamigrate
