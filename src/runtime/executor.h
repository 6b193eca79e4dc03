// Carries out a plan: runs the scripts of its steps, each in a transaction with its row of the version table and its
// row of the log table.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "databases/database.h"
#include "luamigrate/observer.h"
#include "ops/script.h"
#include "revisions/graph.h"
#include "revisions/plan.h"
#include "runtime/hooks.h"
#include "schema/naming.h"
#include "state/log_table.h"
#include "state/version_table.h"

namespace luamigrate::runtime {

// A revision's functions, and its text for the log table.
struct LoadedScript {
  std::unique_ptr<ops::Script> script;
  std::string source;
  std::string shown_path;
};
using ScriptLoader = std::function<LoadedScript(const revisions::RevisionHeader&)>;

struct RunSettings {
  bool one_transaction = false;  // for the whole run, instead of one for each revision
  bool dry_run = false;          // all is tried in one transaction, which is rolled back
  schema::NamingConvention naming;
  std::string tag;                                 // op.tag
  std::map<std::string, std::string> x_arguments;  // op.x
  // How often a revision that was rolled back because a lock was not to be had is tried again, after pauses that grow
  // from about the first one; zero where the database has one lock, which the run waits for by itself.
  int lock_retries = 0;
  bool resume = false;  // go on behind what an earlier run has done of a revision
  std::chrono::milliseconds first_retry_pause{500};
  // Another connection to the database, to ask who holds a lock that is waited for so long; empty: nobody is asked.
  std::function<std::unique_ptr<databases::Connection>()> connect_beside;
  std::chrono::milliseconds lock_timeout{0};
  // Called before each revision: throws where the run is not alone with the database any more; empty: not asked.
  std::function<void()> require_alone;
  std::string resume_command;  // the command line that does so, for messages
  std::stop_token stop;        // asks scripts to end
  std::string user_name;       // for the log table
  std::string host;
  std::string tool_version;
  Hooks* hooks = nullptr;  // none, or one that outlives the run; a dry run calls none
};

struct StepResult {
  revisions::Step step;
  std::chrono::nanoseconds duration{0};
  std::vector<std::string> statements;  // of its operations, values as literals; of a dry run
  std::int64_t rows_touched = 0;        // by its operations
};

// Makes the plan from the rows of the version table. `again` is true when another run has changed them since the plan
// that was made first.
using Planner = std::function<revisions::Plan(const std::vector<std::string>& rows, bool again)>;

// Online: changes a database.
class Executor {
 public:
  // References must outlive it. `log` empty: no log table.
  Executor(const databases::Database& database, databases::Connection& connection, databases::Inspector& inspector,
           state::VersionTable versions, std::optional<state::LogTable> log, const revisions::Graph& graph,
           ScriptLoader load, RunSettings settings, base::Clock clock, Observer& observer);

  // Runs what the planner says, from the rows as they are. A revision that fails leaves the ones before it applied
  // (unless the run is one transaction); its error says so. Throws Error{interrupted} between two revisions when asked
  // to stop, Error{unfinished} where a part of a revision was done by an earlier run, unless the plan resumes it.
  std::vector<StepResult> run(const Planner& planner, const std::stop_token& stop);

 private:
  class Run;
  const databases::Database& database_;
  databases::Connection& connection_;
  databases::Inspector& inspector_;
  state::VersionTable versions_;
  std::optional<state::LogTable> log_;
  const revisions::Graph& graph_;
  ScriptLoader load_;
  RunSettings settings_;
  base::Clock clock_;
  Observer& observer_;
};

// The SQL of each step of a plan as it would be printed offline, without those of the version table.
std::vector<StepResult> preview_plan(const revisions::Plan& plan, const databases::Dialect& dialect,
                                     const revisions::Graph& graph, const ScriptLoader& load,
                                     const RunSettings& settings, Observer& observer);

// Offline: prints the SQL of a plan to Observer::offline_sql.
void print_plan(const revisions::Plan& plan, const databases::Dialect& dialect, const state::VersionTable& versions,
                const revisions::Graph& graph, const ScriptLoader& load, const RunSettings& settings,
                Observer& observer);

}  // namespace luamigrate::runtime
