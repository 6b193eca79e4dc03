#include "commands/project.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/process.h"
#include "base/sha256.h"
#include "bindings/revision_file.h"
#include "databases/overlapping.h"
#include "databases/registry.h"
#include "luamigrate/error.h"
#include "luamigrate/version.h"
#include "revisions/directory.h"
#include "revisions/lineage.h"
#include "revisions/new_file.h"

namespace luamigrate {
namespace {

// Locks of other tools, and of other version tables in the same database, have other keys.
std::string run_lock_key(const config::Settings& settings) {
  return fmt::format("luamigrate:{}.{}", settings.version_table_schema, settings.version_table);
}

std::string chosen_environment(const ProjectOptions& options) {
  if (!options.environment.empty()) return options.environment;
  return base::environment_variable("LUAMIGRATE_ENV").value_or("");
}

}  // namespace

Migrator::Project::Project(ProjectOptions options, Observer* observer)
    : options_(std::move(options)),
      settings_(config::load({.file = config::find_config(options_.config_file),
                              .section = options_.section,
                              .environment = chosen_environment(options_),
                              .url = options_.url})),
      observer_(observer ? observer : &silent_) {}

base::Clock Migrator::Project::clock() const {
  return options_.clock ? options_.clock : base::system_clock();
}

std::string Migrator::Project::new_revision_id() const {
  return options_.new_revision_id ? options_.new_revision_id() : revisions::new_revision_id();
}

bindings::Interpreter& Migrator::Project::interpreter() const {
  if (!interpreter_) {
    interpreter_ = std::make_unique<bindings::Interpreter>(
        bindings::InterpreterOptions{.project_folder = settings_.project_folder,
                                     .lua_folder = settings_.script_location / "lua",
                                     .memory_limit = settings_.lua.memory_limit,
                                     .time_limit = settings_.lua.time_limit,
                                     .unsafe = settings_.lua.unsafe});
    if (!settings_.lua.unsafe.empty())
      observer_->warning(fmt::format("scripts of this project may use {} ([lua] unsafe in {})",
                                     fmt::join(settings_.lua.unsafe, ", "), shown(settings_.config_file)));
  }
  return *interpreter_;
}

bindings::Environment& Migrator::Project::environment() const {
  if (!environment_) environment_ = std::make_unique<bindings::Environment>(interpreter());
  return *environment_;
}

std::vector<revisions::RevisionHeader> Migrator::Project::read_headers() const {
  bindings::HeaderReader reader(interpreter());
  const auto files =
      revisions::find_revision_files({settings_.version_locations, settings_.recursive_version_locations});
  return revisions::read_headers(files, [&](const std::filesystem::path& path) { return reader.read(path); });
}

revisions::Graph Migrator::Project::with_logged(std::vector<revisions::RevisionHeader> headers,
                                                const Session& session) const {
  const databases::Dialect& dialect = *session.database->dialect;
  const std::optional<state::LogTable> log = log_table(dialect);
  std::vector<std::string> gone = revisions::gone_requirements(headers);
  for (const std::string& row : version_table(dialect).read(*session.connection, *session.inspector))
    if (std::ranges::find(headers, row, &revisions::RevisionHeader::revision) == headers.end()) gone.push_back(row);
  while (log && !gone.empty()) {
    const std::string id = std::move(gone.back());
    gone.pop_back();
    if (std::ranges::find(headers, id, &revisions::RevisionHeader::revision) != headers.end()) continue;
    std::optional<std::string> text = log->source_of(*session.connection, *session.inspector, id);
    if (!text || text->empty()) continue;
    headers.push_back(read_header(settings_.project_folder / (id + " (log table)"), *text));
    headers.back().logged_text = std::move(text);
    for (std::string& required : revisions::gone_requirements(headers)) gone.push_back(std::move(required));
  }
  return revisions::Graph(std::move(headers));
}

revisions::RevisionHeader Migrator::Project::read_header(const std::filesystem::path& path,
                                                         std::string_view text) const {
  return bindings::HeaderReader(interpreter()).read(path, text);
}

runtime::LoadedScript Migrator::Project::load_script(const revisions::RevisionHeader& header) const {
  auto file = header.logged_text
                  ? std::make_unique<bindings::RevisionFile>(interpreter(), header.path, *header.logged_text)
                  : std::make_unique<bindings::RevisionFile>(interpreter(), header.path);
  std::string source = file->text();
  return {.script = std::move(file), .source = std::move(source), .shown_path = shown(header.path)};
}

std::string Migrator::Project::shown(const std::filesystem::path& path) const {
  return base::shown_path(path, settings_.project_folder);
}

databases::Url Migrator::Project::url() const {
  if (options_.url.empty())
    if (const auto chosen = environment().url()) return databases::parse_url(*chosen);
  if (settings_.url.empty())
    throw Error(ErrorKind::config, "no database URL is configured",
                fmt::format("set url in [{}] of {}, or give --url", options_.section, settings_.config_file.string()));
  return databases::parse_url(settings_.url);
}

const databases::Database& Migrator::Project::database() const {
  return databases::database_for_scheme(url().scheme);
}

Session Migrator::Project::connect(Access access) const {
  const databases::Url parsed = url();
  const databases::Database& database = databases::database_for_scheme(parsed.scheme);
  Session session{.database = &database};
  session.connection = databases::overlapping(databases::connect(database, parsed,
                                                                 {.base_folder = settings_.project_folder,
                                                                  .read_only = access == Access::read,
                                                                  .create = access == Access::write}));
  session.connection->on_notice([this](std::string_view text) { observer_->notice(text); });
  session.inspector = database.inspect(*session.connection);
  observer_->connected(session.connection->description());
  return session;
}

LockedSession Migrator::Project::connect_alone(const std::stop_token& stop, Access access) const {
  LockedSession session{connect(access), nullptr, nullptr};
  if (session.database->session_run_lock) {
    if (session.database->run_lock_beside) session.lock_connection = connect_beside();
    if (settings_.run_lock == config::RunLockKind::table && !lock_by_table(session, access)) return session;
  }
  session.lock =
      std::make_unique<state::RunLock>(session.lock_connection ? *session.lock_connection : *session.connection,
                                       run_lock_key(settings_), settings_.run_lock_timeout, *observer_, stop);
  session.connection->set_lock_timeout(session.database->session_run_lock ? settings_.lock_timeout
                                                                          : settings_.run_lock_timeout);
  session.connection->set_statement_timeout(settings_.statement_timeout);
  return session;
}

std::unique_ptr<databases::Connection> Migrator::Project::connect_beside() const {
  return databases::connect(database(), url(), {.base_folder = settings_.project_folder});
}

// Nobody has a table to lock that does not exist: a trial goes without then. Two runs may make it at once.
bool Migrator::Project::lock_by_table(LockedSession& session, Access access) const {
  const state::VersionTable versions = version_table(*session.database->dialect);
  session.connection->lock_runs_by_table(versions.name());
  session.lock_connection->lock_runs_by_table(versions.name());
  if (session.inspector->has_table(versions.name())) return true;
  if (access == Access::trial) return false;
  try {
    versions.ensure(*session.connection, *session.inspector);
  } catch (const Error&) {
    if (!session.inspector->has_table(versions.name())) throw;
  }
  return true;
}

state::VersionTable Migrator::Project::version_table(const databases::Dialect& dialect) const {
  return {dialect, {settings_.version_table_schema, settings_.version_table}};
}

std::optional<state::LogTable> Migrator::Project::log_table(const databases::Dialect& dialect) const {
  if (!settings_.log_table) return std::nullopt;
  return state::LogTable(dialect, {settings_.version_table_schema, *settings_.log_table});
}

runtime::RunSettings Migrator::Project::run_settings(const std::string& tag) const {
  return {.one_transaction = settings_.transaction == config::TransactionMode::all,
          .naming = naming_convention(),
          .tag = tag,
          .x_arguments = {options_.x_arguments.begin(), options_.x_arguments.end()},
          .user_name = base::user_name(),
          .host = base::host_name(),
          .tool_version = version(),
          .hooks = &environment()};
}

schema::NamingConvention Migrator::Project::naming_convention() const {
  const config::NamingConvention& naming = settings_.naming_convention;
  return schema::laid_over(environment().naming_convention(), {.primary_key = naming.pk,
                                                               .foreign_key = naming.fk,
                                                               .unique = naming.uq,
                                                               .check = naming.ck,
                                                               .index = naming.ix});
}

revisions::Rows Migrator::Project::read_rows() const {
  const Session session = connect(Access::read);
  return version_table(*session.database->dialect).read(*session.connection, *session.inspector);
}

std::vector<revisions::Index> Migrator::Project::changed_since_applied(
    const revisions::Graph& graph, const revisions::Rows& rows,
    const std::map<std::string, state::LogRow>& applied) const {
  std::vector<revisions::Index> result;
  const auto reached = revisions::ancestors(graph, revisions::resolve_rows(graph, rows), revisions::Edges::all);
  for (const revisions::Index revision : graph.topological_order()) {
    const auto row = applied.find(graph.id(revision));
    if (!reached.contains(revision) || row == applied.end() || row->second.checksum.empty()) continue;
    if (graph.header(revision).logged_text) continue;
    if (base::sha256_hex(base::read_file(graph.header(revision).path)) != row->second.checksum)
      result.push_back(revision);
  }
  return result;
}

RevisionInfo Migrator::Project::describe(const revisions::Graph& graph, revisions::Index revision) const {
  const revisions::RevisionHeader& header = graph.header(revision);
  RevisionInfo info{.revision = header.revision,
                    .down_revisions = header.down_revisions,
                    .branch_labels = header.branch_labels,
                    .labels = graph.labels(revision),
                    .depends_on = header.depends_on,
                    .message = header.message,
                    .doc = header.doc,
                    .create_date = header.create_date,
                    .path = header.logged_text ? std::string() : header.path.string(),
                    .shown_path = header.logged_text ? std::string() : shown(header.path),
                    .is_head = graph.is_head(revision),
                    .is_effective_head = graph.is_effective_head(revision),
                    .is_base = graph.is_base(revision),
                    .is_branch_point = graph.is_branch_point(revision),
                    .is_merge_point = graph.is_merge_point(revision)};
  for (const revisions::Index dependency : graph.dependencies(revision))
    info.dependencies.push_back(graph.id(dependency));
  for (const revisions::Index child : graph.children(revision)) info.children.push_back(graph.id(child));
  return info;
}

}  // namespace luamigrate
