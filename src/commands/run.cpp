#include "commands/run.h"

#include <fmt/format.h>

#include "luamigrate/error.h"
#include "revisions/directory.h"

namespace luamigrate {
namespace {

// "+1", "-2", "label@+1": what it means depends on the rows, so it cannot be planned a second time.
bool is_relative_to_current(std::string_view target) {
  const std::size_t at = target.rfind('@');
  if (at != std::string_view::npos) target.remove_prefix(at + 1);
  return target.starts_with('+') || target.starts_with('-');
}

StepReport report_of(const revisions::Graph& graph, const revisions::Step& step) {
  return {.direction = step.direction,
          .revision = step.revision ? graph.id(*step.revision) : std::string(),
          .from = step.from,
          .to = step.to,
          .message = step.revision ? graph.header(*step.revision).message : std::string()};
}

std::string place(const revisions::Rows& rows) {
  return rows.empty() ? "no revision is applied" : fmt::format("the database is at {}", fmt::join(rows, ", "));
}

std::vector<std::string> gone_revisions(const revisions::Graph& graph) {
  std::vector<std::string> gone;
  for (const revisions::Index revision : graph.topological_order())
    if (graph.header(revision).logged_text) gone.push_back(graph.id(revision));
  return gone;
}

void refuse_changed_files(const Migrator::Project& project, const revisions::Graph& graph, const Session& session) {
  const databases::Dialect& dialect = *session.database->dialect;
  const auto table = project.log_table(dialect);
  if (!table) return;
  const auto applied = state::LogTable::applied(table->read(*session.connection, *session.inspector));
  const revisions::Rows rows = project.version_table(dialect).read(*session.connection, *session.inspector);
  std::vector<std::string> changed;
  for (const revisions::Index revision : project.changed_since_applied(graph, rows, applied))
    changed.push_back(project.shown(graph.header(revision).path));
  if (changed.empty()) return;
  throw Error(ErrorKind::revision_file,
              fmt::format("files are not those that were applied (strict_checksums): {}", fmt::join(changed, ", ")),
              "bring their old text back, and make the change in a new revision");
}

void check_files(const Migrator::Project& project, const revisions::Graph& graph, const Session& session,
                 Direction direction) {
  const std::vector<std::string> gone = gone_revisions(graph);
  const bool strict = project.settings().strict_checksums && direction == Direction::upgrade;
  if (strict && !gone.empty())
    throw Error(ErrorKind::revision_file,
                fmt::format("files that were applied are gone (strict_checksums): {}", fmt::join(gone, ", ")),
                "bring them back");
  if (strict) refuse_changed_files(project, graph, session);
  if (!gone.empty())
    project.observer().warning(fmt::format("the file of {} is gone: what was applied stands for it, from the log table",
                                           fmt::join(gone, ", ")));
}

void add_result(RunReport& report, const revisions::Graph& graph, runtime::StepResult result) {
  StepReport& step = report.steps.emplace_back(report_of(graph, result.step));
  step.duration = result.duration;
  step.statements = std::move(result.statements);
  step.rows_touched = result.rows_touched;
}

void tell_if_nothing(const Migrator::Project& project, const RunReport& report) {
  if (report.steps.empty()) project.observer().note("nothing to do: " + place(report.rows));
}

// Where DDL does not roll back nothing can be tried.
RunReport preview(const Migrator::Project& project, const Session& session, const revisions::Graph& graph,
                  const runtime::Planner& planner, runtime::RunSettings settings, DryRun kind) {
  if (kind == DryRun::rollback)
    throw Error(ErrorKind::unsupported,
                fmt::format("--dry-run=rollback needs a database that rolls back DDL, and {} does not",
                            session.database->title),
                "see what would run by --dry-run");
  const databases::Dialect& dialect = *session.database->dialect;
  RunReport report{.rows = project.version_table(dialect).read(*session.connection, *session.inspector)};
  const auto load = [&](const revisions::RevisionHeader& header) { return project.load_script(header); };
  for (runtime::StepResult& result :
       runtime::preview_plan(planner(report.rows, false), dialect, graph, load, settings, project.observer()))
    add_result(report, graph, std::move(result));
  tell_if_nothing(project, report);
  return report;
}

}  // namespace

RunReport run_online(const Migrator::Project& project, MakePlan make_plan, const OnlineRequest& request) {
  using Access = Migrator::Project::Access;
  const std::string& target = request.target;
  if (target.find(':') != std::string::npos)
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is a range, and only --sql takes one", target),
                "the database says where to start; name where to go");
  std::vector<revisions::RevisionHeader> headers = project.read_headers();
  // What is wrong with the files is told before anything is connected to.
  if (revisions::gone_requirements(headers).empty()) [[maybe_unused]]
    const revisions::Graph files(headers);
  LockedSession session =
      project.connect_alone(request.stop, request.dry_run == DryRun::no ? Access::write : Access::trial);
  const databases::Dialect& dialect = *session.database->dialect;
  const state::VersionTable versions = project.version_table(dialect);
  const revisions::Graph graph = project.with_logged(std::move(headers), session);
  check_files(project, graph, session, request.direction);
  const runtime::Planner planner = [&](const revisions::Rows& rows, bool again) {
    if (again && is_relative_to_current(target))
      throw Error(ErrorKind::version_table,
                  fmt::format("another program has changed the version table while this run went to \"{}\"", target),
                  "see \"luamigrate current\", then run again");
    return make_plan(graph, rows, target);
  };
  runtime::RunSettings settings = project.run_settings(request.tag);
  settings.dry_run = request.dry_run != DryRun::no;
  settings.resume = request.resume;
  settings.stop = request.stop;
  settings.resume_command = fmt::format("luamigrate {} --resume {}",
                                        request.direction == Direction::upgrade ? "upgrade" : "downgrade", target);
  if (request.resume && !project.settings().log_table)
    throw Error(ErrorKind::config, "--resume goes by the log table, and it is switched off (log_table = false)",
                "say by hand where the database is: luamigrate stamp REVISION");
  if (session.database->session_run_lock) {
    settings.lock_retries = project.settings().lock_retries;
    settings.connect_beside = [&project] { return project.connect_beside(); };
    settings.lock_timeout = project.settings().lock_timeout;
    if (session.lock) settings.require_alone = [&session] { session.lock->require_held(); };
  }
  if (request.dry_run != DryRun::no && !dialect.transactional_ddl())
    return preview(project, session, graph, planner, std::move(settings), request.dry_run);
  runtime::Executor executor(
      *session.database, *session.connection, *session.inspector, versions, project.log_table(dialect), graph,
      [&](const revisions::RevisionHeader& header) { return project.load_script(header); }, std::move(settings),
      project.clock(), project.observer());

  RunReport report;
  for (runtime::StepResult& result : executor.run(planner, request.stop)) add_result(report, graph, std::move(result));
  report.rows = versions.read(*session.connection, *session.inspector);
  tell_if_nothing(project, report);
  return report;
}

RunReport run_offline(const Migrator::Project& project, const revisions::Graph& graph, const revisions::Plan& plan,
                      const std::string& tag) {
  const databases::Dialect& dialect = *project.database().dialect;
  runtime::print_plan(
      plan, dialect, project.version_table(dialect), graph,
      [&](const revisions::RevisionHeader& header) { return project.load_script(header); }, project.run_settings(tag),
      project.observer());
  RunReport report{.rows = plan.rows_after};
  for (const revisions::Step& step : plan.steps) report.steps.push_back(report_of(graph, step));
  return report;
}

}  // namespace luamigrate
