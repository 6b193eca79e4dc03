// The one composition root: what a project's settings, files and database are made of.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "bindings/environment.h"
#include "bindings/interpreter.h"
#include "config/settings.h"
#include "databases/database.h"
#include "luamigrate/migrator.h"
#include "revisions/graph.h"
#include "runtime/executor.h"
#include "state/log_table.h"
#include "state/run_lock.h"
#include "state/version_table.h"

namespace luamigrate {

// An open database with what reads its catalogue.
struct Session {
  const databases::Database* database = nullptr;
  std::unique_ptr<databases::Connection> connection;
  std::unique_ptr<databases::Inspector> inspector;
};

// One that no other run works on meanwhile. The lock is let go before its connection is closed.
struct LockedSession : Session {
  std::unique_ptr<databases::Connection> lock_connection;  // empty where the lock is not one of another session
  std::unique_ptr<state::RunLock> lock;
};

class Migrator::Project {
 public:
  Project(ProjectOptions options, Observer* observer);

  const config::Settings& settings() const noexcept { return settings_; }
  Observer& observer() const noexcept { return *observer_; }
  base::Clock clock() const;
  std::string new_revision_id() const;

  bindings::Environment& environment() const;  // lua/env.lua and the models, read when first asked for
  revisions::Graph read_graph() const { return revisions::Graph(read_headers()); }
  std::vector<revisions::RevisionHeader> read_headers() const;
  // The graph with the revisions whose files are gone, though the database has them or others stand on them: as the log
  // table keeps them.
  revisions::Graph read_graph(const Session& session) const { return with_logged(read_headers(), session); }
  revisions::Graph with_logged(std::vector<revisions::RevisionHeader> headers, const Session& session) const;
  // What `text` would say as the file at `path`.
  revisions::RevisionHeader read_header(const std::filesystem::path& path, std::string_view text) const;
  runtime::LoadedScript load_script(const revisions::RevisionHeader& header) const;
  std::string shown(const std::filesystem::path& path) const;  // relative to the project where it lies inside

  // The database of the configured URL; nothing is connected to. Throws Error{config} where there is no URL.
  const databases::Database& database() const;

  // Only writing makes a database file. A trial writes, and keeps nothing.
  enum class Access { read, write, trial };
  Session connect(Access access) const;
  // Waits until no other run works on the database, run_lock_timeout at most.
  LockedSession connect_alone(const std::stop_token& stop, Access access = Access::write) const;

  // One more connection to the same database.
  std::unique_ptr<databases::Connection> connect_beside() const;

  state::VersionTable version_table(const databases::Dialect& dialect) const;
  std::optional<state::LogTable> log_table(const databases::Dialect& dialect) const;  // nothing: switched off
  runtime::RunSettings run_settings(const std::string& tag) const;
  // That of the models, over it [luamigrate.naming_convention].
  schema::NamingConvention naming_convention() const;

  // The applied revisions whose files are others than those that ran, by the checksums of the log table.
  std::vector<revisions::Index> changed_since_applied(const revisions::Graph& graph, const revisions::Rows& rows,
                                                      const std::map<std::string, state::LogRow>& applied) const;

  revisions::Rows read_rows() const;  // by a connection of its own
  RevisionInfo describe(const revisions::Graph& graph, revisions::Index revision) const;

 private:
  databases::Url url() const;
  bool lock_by_table(LockedSession& session, Access access) const;
  bindings::Interpreter& interpreter() const;  // made when the first file is read

  ProjectOptions options_;
  config::Settings settings_;
  Observer silent_;
  Observer* observer_;
  mutable std::unique_ptr<bindings::Interpreter> interpreter_;
  mutable std::unique_ptr<bindings::Environment> environment_;
};

}  // namespace luamigrate
