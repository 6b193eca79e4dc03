// The run lock and other locks on real databases: who holds one is named, and what a run does about it.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "base/process.h"
#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// Tells who it waits for, and when a revision has begun.
class WaitingObserver final : public Observer {
 public:
  void waiting(std::string_view who, std::chrono::nanoseconds) override { who_ = who; }
  void step_started(const StepEvent&) override { started = true; }
  void warning(std::string_view text) override {
    warnings.emplace_back(text);
    warned = true;
  }
  const std::string& who() const { return who_; }
  std::vector<std::string> warnings;
  std::atomic<bool> started = false, warned = false;

 private:
  std::string who_;
};

Migrator migrator_of(const TestProject& project, Observer* observer) {
  return Migrator({.config_file = project.folder() / "migrate.toml"}, observer);
}

bool wait_for(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

// A revision that runs until rows are in `gate`, outside a transaction so that it sees them.
void add_slow_revision(TestProject& project) {
  project.database.execute("CREATE TABLE gate (n INTEGER)");
  project.revision("a1", "", R"lua(transactional = false
function upgrade()
  while op.scalar("SELECT count(*) FROM gate") == 0 do end
end
function downgrade() end)lua");
}

}  // namespace

TEST_CASE("a run that meets another one names it, gives up in time, and finds nothing to do afterwards") {
  const std::string database = GENERATE(from_range(live_databases()));
  const std::string kind = GENERATE("session", "table");
  CAPTURE(database, kind);
  if (database == "mysql" && kind == "table") return;  // refuses it
  TestProject project(database, "run_lock_timeout = \"1s\"\nrun_lock = \"" + kind + "\"");
  add_slow_revision(project);
  WaitingObserver first, second;
  std::thread holder([&] { migrator_of(project, &first).upgrade({}); });
  const bool begun = wait_for([&] { return first.started.load(); });
  const Error error = failure([&] { migrator_of(project, &second).upgrade({}); });
  project.database.execute("INSERT INTO gate VALUES (1)");
  holder.join();
  REQUIRE(begun);

  CHECK(error.kind() == ErrorKind::lock_timeout);
  const std::string process = database == "sqlite"  ? "another luamigrate (pid " + std::to_string(base::process_id())
                              : database == "mysql" ? "another luamigrate (connection "
                                                    : "another luamigrate (backend ";
  CHECK(error.message().find(process) == 0);
  if (database != "mysql") CHECK(error.message().find("running since 20") != std::string::npos);
  CHECK(error.message().find("works on this database; waited ") != std::string::npos);
  CHECK(error.hint().find("run_lock_timeout") != std::string::npos);
  CHECK(second.who().find(process) == 0);
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK(project.upgrade().steps.empty());
}

TEST_CASE("a statement that waits for a lock too long names who holds it, and its revision is run again") {
  TestProject project("postgresql", "lock_timeout = \"300ms\"\nlock_retries = 3");
  project.database.execute("CREATE TABLE t (id INTEGER)");
  project.revision("a1", "", R"lua(
    op.execute("INSERT INTO t (id) VALUES (1)")
    op.add_column("t", column("v", Integer)))lua",
                   "");
  const auto other = project.database.connect();
  other->begin();
  other->execute({.sql = "LOCK TABLE t IN ROW SHARE MODE"});
  const std::string blocker = "backend " + std::to_string(other->session_number()) + " (luamigrate)";

  SECTION("until it is let go") {
    WaitingObserver observer;
    std::thread run([&] { migrator_of(project, &observer).upgrade({}); });
    const bool warned = wait_for([&] { return observer.warned.load(); });
    other->rollback();
    run.join();
    REQUIRE(warned);
    CHECK(observer.warnings.front().find("a1 gave way to a lock (canceling statement due to lock timeout; held by " +
                                         blocker) == 0);
    CHECK(observer.warnings.front().find("(1 of 3)") != std::string::npos);
    CHECK(project.database.rows("SELECT id, v FROM t") == Rows{"1|NULL"});
  }
  SECTION("in vain") {
    project.write("migrate.toml", "[luamigrate]\nurl = \"" + project.database.url() +
                                      "\"\nlock_timeout = \"200ms\"\nlock_retries = 1\n");
    const Error error = failure([&] { project.upgrade(); });
    CHECK(error.kind() == ErrorKind::lock_timeout);
    CHECK(error.facts().blocked_by.find(blocker) == 0);
    CHECK(error.facts().operation == "add_column");
    CHECK(error.facts().state == "the database is at base; nothing of a1 was kept");
    CHECK(project.observer.warnings.size() == 1);
    other->rollback();
    CHECK(project.database.rows("SELECT * FROM t").empty());
    project.upgrade();
  }
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("a writer that holds the file of the database is named") {
  TestProject project("sqlite", "run_lock_timeout = \"200ms\"");
  project.revision("a1", "", "op.create_table('t', { column('id', Integer) })", "");
  const auto other = project.database.connect();
  other->begin();
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::lock_timeout);
  CHECK(error.facts().blocked_by.find("pid " + std::to_string(base::process_id())) == 0);
  other->rollback();
  project.upgrade();
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("a concurrent index is built while other runs wait for the run lock") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer) })
    op.create_index("ix_t_id", "t", { "id" }, { concurrently = true }))lua",
                   "");
  std::vector<std::thread> runs;
  std::atomic<int> finished = 0;
  for (int i = 0; i < 4; ++i)
    runs.emplace_back([&] {
      WaitingObserver observer;
      migrator_of(project, &observer).upgrade({});
      ++finished;
    });
  for (std::thread& run : runs) run.join();
  CHECK(finished == 4);
  CHECK(project.database.rows("SELECT count(*), min(outcome) FROM luamigrate_log") == Rows{"1|done"});
}

TEST_CASE("a VACUUM that would wait for the run's own lock is refused") {
  TestProject project("postgresql", "run_lock = \"table\"");
  const std::string statement = GENERATE("VACUUM", "vacuum (analyze, verbose)", "VACUUM FULL FREEZE");
  project.revision("a1", "", "transactional = false\nfunction upgrade() op.execute('" + statement + "') end");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::unsupported);
  CHECK(error.message() == "VACUUM of the whole database would wait for the run lock on luamigrate_version");
  project.revision("a1", "", R"lua(transactional = false
function upgrade() op.execute('VACUUM (ANALYZE) luamigrate_log') end)lua");
  project.migrator().upgrade({.resume = true});
  CHECK(project.version_rows() == Rows{"a1"});
}
