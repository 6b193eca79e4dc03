// Runs that are asked to stop while the database works on a statement, or while that waits for a lock.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// None of them ends by itself in a time that a test has.
const std::map<std::string, std::string> endless{
    {"sqlite", "WITH RECURSIVE slow(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM slow) SELECT n FROM slow WHERE n < 0"},
    {"postgresql", "SELECT slow FROM generate_series(1, 1000000000000) AS slow WHERE slow < 0"},
    {"mysql", "SELECT slow.seq FROM seq_1_to_10000000 AS slow, seq_1_to_10000000 AS b WHERE slow.seq + b.seq < 0"}};

// Statements of other sessions that the server works on, or that wait.
const std::map<std::string, std::string> at_work{
    {"postgresql",
     "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = "
     "'active' AND (query LIKE '%slow%' AND query NOT LIKE 'DECLARE%' OR query LIKE 'FETCH%')"},
    {"mysql", "SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE '%slow%' AND ID <> CONNECTION_ID()"}};

class Listening final : public Observer {
 public:
  void statement(std::string_view sql) override {
    if (sql.find("slow") != std::string_view::npos) told = true;
  }
  std::atomic<bool> told = false;
};

// Upgrades, and asks for a stop as soon as the database is seen to be at the statement.
Error stopped(TestProject& project, const std::string& database, bool in_statement = true) {
  Listening observer;
  std::stop_source source;
  std::atomic<bool> is_over = false;
  std::thread asking([&] {
    // SQLite does not tell what it works on; what is asked for just before it begins holds as well. It waits for a lock
    // before there is a statement.
    const auto is_at_work = [&] {
      if (database == "sqlite" && !in_statement) return true;
      return observer.told && (database == "sqlite" || !project.database.rows(at_work.at(database)).empty());
    };
    do std::this_thread::sleep_for(std::chrono::milliseconds(in_statement ? 2 : 100));
    while (!is_over && !is_at_work());
    source.request_stop();
  });
  Migrator migrator({.config_file = project.folder() / "migrate.toml"}, &observer);
  std::optional<Error> error;
  try {
    migrator.upgrade({.stop = source.get_token()});
  } catch (const Error& thrown) {
    error = thrown;
  }
  is_over = true;
  asking.join();
  REQUIRE(error);
  return *error;
}

const std::string counters = R"lua(
  op.create_table("counters", { column("id", Integer, { primary_key = true }), column("visits", Integer) })
  op.execute("INSERT INTO counters VALUES (1, 0), (2, 0)"))lua";

}  // namespace

TEST_CASE("a statement at work ends when the run is asked to stop, and nothing of its revision is kept") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  project.revision("a1", "", counters, "");
  project.upgrade();
  const std::string slow = GENERATE("op.execute([[INSERT INTO counters (id) @]])", "op.query([[@]])",
                                    "pcall(op.execute, [[INSERT INTO counters (id) @]])",
                                    "op.bulk_insert('counters', function() return op.first([[@]]) end)");
  std::string body = "op.execute('UPDATE counters SET visits = 1')\n" + slow;
  body.replace(body.find('@'), 1, endless.at(database));
  CAPTURE(database, body);
  project.revision("b2", "a1", body, "");
  const Error error = stopped(project, database);
  CHECK(error.kind() == ErrorKind::interrupted);
  CHECK(error.message().starts_with("interrupted in "));
  CHECK(error.hint() == "run the same command again to go on");
  CHECK(error.facts().revision == "b2");
  CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
  CHECK(project.database.rows("SELECT visits FROM counters") == Rows{"0", "0"});
  CHECK(project.version_rows() == Rows{"a1"});
  project.revision("b2", "a1", "op.execute('UPDATE counters SET visits = 2')", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT visits FROM counters") == Rows{"2", "2"});
}

TEST_CASE("batches that were committed before a statement was ended stay, and the next run goes on behind them") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  project.revision("a1", "", counters, "");
  const auto add_walk =
      [&](const std::string& at) {
        project.revision("b2", "a1", R"lua(
      op.transform_rows("counters", { set = { "visits" }, batch_size = 1, commit = "batch" }, function(row)
        if row.id == 2 then )lua" + at + R"lua( end
        return { visits = row.visits + 1 }
      end))lua",
                         "");
      };
  add_walk("op.first([[" + endless.at(database) + "]])");
  project.upgrade("a1");
  const Error error = stopped(project, database);
  CHECK(error.kind() == ErrorKind::interrupted);
  CHECK(error.hint() == "run the same command again to go on");
  CHECK(project.database.rows("SELECT visits FROM counters ORDER BY id") == Rows{"1", "0"});
  add_walk("");
  project.upgrade();
  CHECK(project.database.rows("SELECT visits FROM counters") == Rows{"1", "1"});
}

TEST_CASE("a statement that waits for a lock ends when the run is asked to stop") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database, "lock_timeout = \"1h\"\nlock_retries = 3");
  project.database.execute("CREATE TABLE slow (n INTEGER)");
  project.revision("a1", "", "op.execute('DROP TABLE slow')", "");
  const auto holder = project.database.connect();
  holder->begin();
  holder->execute({.sql = "INSERT INTO slow VALUES (1)"});
  const Error error = stopped(project, database, false);
  holder->rollback();
  CHECK(error.kind() == ErrorKind::interrupted);
  CHECK(project.database.rows("SELECT n FROM slow").empty());
  project.upgrade();
  CHECK(project.version_rows() == Rows{"a1"});
}
