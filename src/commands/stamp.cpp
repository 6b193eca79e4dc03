#include <fmt/format.h>

#include <set>

#include "commands/project.h"
#include "luamigrate/error.h"
#include "runtime/offline_sink.h"
#include "runtime/transaction.h"

namespace luamigrate {
namespace {

RunReport report_of(const revisions::Plan& plan) {
  RunReport report{.rows = plan.rows_after};
  for (const revisions::Step& step : plan.steps)
    report.steps.push_back({.direction = step.direction, .from = step.from, .to = step.to});
  return report;
}

StepEvent event_for(const revisions::Plan& plan, std::size_t i) {
  const revisions::Step& step = plan.steps[i];
  return {.direction = step.direction, .from = step.from, .to = step.to, .number = i + 1, .total = plan.steps.size()};
}

RunReport print_stamp(const Migrator::Project& project, const StampRequest& request) {
  const revisions::Plan plan = revisions::plan_offline_stamp(project.read_graph(), request.targets);
  const databases::Dialect& dialect = *project.database().dialect;
  const state::VersionTable versions = project.version_table(dialect);
  const schema::NamingConvention no_convention;
  Observer& observer = project.observer();
  runtime::OfflineSink sink(dialect, no_convention, observer, dialect.transactional_ddl());
  if (dialect.transactional_ddl()) observer.offline_sql(databases::script_begin(dialect));
  if (plan.rows_before.empty()) sink.apply(versions.creation());
  for (const revisions::Step& step : plan.steps) {
    observer.offline_sql(
        fmt::format("-- Running stamp {} -> {}\n\n", fmt::join(step.from, ", "), fmt::join(step.to, ", ")));
    for (const revisions::RowChange& change : step.changes) sink.print(versions.change(change));
  }
  if (dialect.transactional_ddl()) observer.offline_sql(databases::script_commit(dialect));
  return report_of(plan);
}

// A row for each revision that the table names now, or no longer, and for each that was left unfinished: a stamp
// settles it.
void log_stamp(const Migrator::Project& project, const state::LogTable& log, const Session& session,
               const revisions::Plan& plan) {
  log.ensure(*session.connection, *session.inspector);
  const runtime::RunSettings settings = project.run_settings("");
  const auto note = [&](const std::string& revision, Direction direction) {
    session.connection->execute(log.insertion({.revision = revision,
                                               .direction = direction,
                                               .started_at = project.clock()(),
                                               .user_name = settings.user_name,
                                               .host = settings.host,
                                               .tool_version = settings.tool_version,
                                               .outcome = "stamped"}));
  };
  std::set<std::string> noted;
  for (const revisions::Step& step : plan.steps)
    for (const revisions::RowChange& change : step.changes) {
      if (!change.from.empty() && change.to.empty()) note(change.from, Direction::downgrade);
      if (!change.to.empty()) note(change.to, Direction::upgrade);
      noted.insert({change.from, change.to});
    }
  for (const state::LogRow& row : log.unfinished(*session.connection, *session.inspector))
    if (!noted.contains(row.revision)) note(row.revision, row.direction);
}

}  // namespace

RunReport Migrator::stamp(const StampRequest& request) {
  if (request.sql && request.purge)
    throw Error(ErrorKind::usage, "--purge empties a version table, and --sql has none to look at",
                "leave one of them out");
  if (request.sql) return print_stamp(*project_, request);

  std::vector<revisions::RevisionHeader> headers = project_->read_headers();
  LockedSession session = project_->connect_alone(request.stop);
  const revisions::Graph graph = project_->with_logged(std::move(headers), session);
  const state::VersionTable versions = project_->version_table(*session.database->dialect);
  runtime::Transaction transaction(*session.connection, runtime::Transaction::Kind::real);
  const revisions::Rows rows = versions.read(*session.connection, *session.inspector);
  const revisions::Plan plan = revisions::plan_stamp(graph, rows, request.targets, request.purge);
  versions.ensure(*session.connection, *session.inspector);
  if (plan.purge) session.connection->execute(versions.removal_of_all());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const StepEvent event = event_for(plan, i);
    project_->observer().step_started(event);
    for (const revisions::RowChange& change : plan.steps[i].changes) versions.apply(*session.connection, change);
    project_->observer().step_finished(event, {});
  }
  if (const auto log = project_->log_table(*session.database->dialect)) log_stamp(*project_, *log, session, plan);
  transaction.commit();
  if (plan.steps.empty()) project_->observer().note("nothing to do: the version table says so already");
  return report_of(plan);
}

}  // namespace luamigrate
