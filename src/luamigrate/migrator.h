// A Migrator is one project (a migrate.toml with its revisions) and the database its settings point at.
//
//   luamigrate::Migrator migrator({.config_file = "migrate.toml"});
//   luamigrate::RunReport report = migrator.upgrade({.target = "head"});
//
// Every function reads what it needs afresh, so a Migrator may live as long as the program. It may be used by one
// thread at a time. All functions throw Error; what the database holds then stands in its facts. Functions that only
// read never write to the database, not even the version table.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "luamigrate/observer.h"
#include "luamigrate/report.h"

namespace luamigrate {

struct ProjectOptions {
  std::filesystem::path
      config_file;  // empty: $LUAMIGRATE_CONFIG, else migrate.toml in this folder or the nearest above
  std::string section = "luamigrate";
  std::string environment;  // lays [<section>.env.<environment>] over the section; empty: $LUAMIGRATE_ENV
  std::string url;          // instead of the configured one
  std::vector<std::pair<std::string, std::string>> x_arguments;  // op.x: key, value

  // Where time and new revision ids come from; empty: the system's clock and random source.
  std::function<std::chrono::system_clock::time_point()> clock;
  std::function<std::string()> new_revision_id;
};

// A run that changes nothing.
enum class DryRun {
  no,
  // The steps from where the database is, and their SQL. Where DDL rolls back they are tried in one transaction that is
  // rolled back; elsewhere each is written as offline, and what asks the database is an Error{unsupported}.
  statements,
  // They are tried, data and all, in one transaction that is rolled back, and the report says what they did. Throws
  // Error{unsupported} where DDL does not roll back.
  rollback,
};

struct UpgradeRequest {
  std::string target = "head";
  bool sql = false;  // print the script to Observer::offline_sql, connect to nothing; `FROM:TO` allowed
  std::string tag;   // op.tag
  DryRun dry_run = DryRun::no;
  bool resume = false;  // go on behind what a failed or killed run has done of a revision outside a transaction
  std::stop_token stop;
};

struct DowngradeRequest {
  std::string target;
  bool sql = false;  // needs `FROM:TO`
  std::string tag;
  DryRun dry_run = DryRun::no;
  bool resume = false;  // go on behind what a failed or killed run has done of a revision outside a transaction
  std::stop_token stop;
};

struct StampRequest {
  std::vector<std::string> targets;
  bool sql = false;
  std::string tag;
  bool purge = false;  // empties the version table first
  std::stop_token stop;
};

struct HistoryRequest {
  std::string range;              // "A:B"; empty: all
  bool indicate_current = false;  // looks into the database
};

struct HeadsRequest {
  bool resolve_dependencies = false;  // dependencies count as parents
};

struct NewRevisionRequest {
  std::string message;
  std::string head = "head";  // the parent; several by merge()
  bool splice = false;        // allow a parent that is no head
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string version_path;  // a folder of version_locations; empty: the parent's, else the first
  std::string revision_id;   // empty: a new one

  bool autogenerate = false;   // fill it with what makes the database as the models say
  bool allow_drop = false;     // also what no revision of the project has made
  bool from_database = false;  // fill it with what makes the database as it is
  bool stamp = false;          // with from_database: the database is at it
  std::stop_token stop;
};

struct MergeRequest {
  std::vector<std::string> revisions;
  std::string message;
  std::vector<std::string> branch_labels;
  std::string revision_id;
  bool splice = false;
};

struct RebaseRequest {
  std::string target;  // what moves, with all that descends from it
  std::string onto;    // its new parent; empty: the one head that does not descend from it
};

struct InitRequest {
  std::filesystem::path folder = ".";
  std::string template_name = "generic";
};

class Migrator {
 public:
  // Throws Error{config} when the project cannot be found or its settings are wrong. `observer`, if any, must outlive
  // the Migrator.
  explicit Migrator(ProjectOptions options, Observer* observer = nullptr);
  ~Migrator();
  Migrator(Migrator&&) noexcept;
  Migrator& operator=(Migrator&&) noexcept;

  // Runs revisions. Each is applied whole or not at all wherever the database can do that; a failure keeps the ones
  // before it, and its Error names them.
  RunReport upgrade(const UpgradeRequest& request);
  RunReport downgrade(const DowngradeRequest& request);

  // Sets the version table without running anything.
  RunReport stamp(const StampRequest& request);

  // Returns when the database answers. Throws Error{connection} with its last words after `timeout`, and whatever no
  // waiting mends at once.
  void wait(std::chrono::milliseconds timeout, const std::stop_token& stop = {});

  // Makes the version table if there is none; with `sql` prints how.
  void ensure_version(bool sql = false);

  CurrentReport current();
  std::vector<RevisionInfo> heads(const HeadsRequest& request = {});
  std::vector<RevisionInfo> branches();                                   // the branch points
  std::vector<RevisionInfo> history(const HistoryRequest& request = {});  // newest first
  std::vector<RevisionInfo> show(const std::string& target);              // several for "heads" and "current"

  // What the log table keeps, newest first; `limit` zero: all.
  std::vector<LogInfo> log(std::size_t limit = 0);
  StatusReport status();

  NewRevisionReport revision(const NewRevisionRequest& request);  // writes a file
  // In what models and database differ. Throws Error{config} where there are no models, or they cannot be right.
  CheckReport check(bool allow_drop = false);
  // Models that say what the database holds, as Lua.
  std::string reflect();
  NewRevisionReport merge(const MergeRequest& request);

  // Gives a revision another parent, by changing that line of its file and nothing else. Throws Error{target} where it
  // is applied to the database, and where something would be lost or left behind.
  RebaseReport rebase(const RebaseRequest& request);

  // Opens $VISUAL or $EDITOR on the file of the revision; returns when the editor is closed.
  void edit(const std::string& target);

  // Writes a new project into a folder; no project is needed, and no existing file is changed.
  static InitReport init(const InitRequest& request);
  static std::vector<TemplateInfo> templates();

  class Project;  // the library's own

 private:
  std::unique_ptr<Project> project_;
};

}  // namespace luamigrate
