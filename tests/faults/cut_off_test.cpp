// Runs that the server, the disk, the script or the memory cuts off: a clear error, a database that is consistent, and
// a next run that finishes.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <random>

#include "faults/mixed_revisions.h"
#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/fault_points.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

std::optional<Error> error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

void upgrade(TestProject& project, const LiveDatabase& database, bool resume = false) {
  Migrator({.config_file = project.folder() / "migrate.toml", .url = database.url()}).upgrade({.resume = resume});
}

// The same again, with --resume only where it is asked for.
void check_next_run(TestProject& project, const LiveDatabase& database, const Rows& expected) {
  if (const auto error = error_of([&] { upgrade(project, database); })) {
    INFO(error->message() << "\n" << error->hint());
    REQUIRE(error->kind() == ErrorKind::unfinished);
    CHECK(error->hint().find("luamigrate upgrade --resume head") != std::string::npos);
    upgrade(project, database, true);
  }
  CHECK(missing(left_in(database), expected).empty());
  CHECK(missing(expected, left_in(database)).empty());
}

Rows undisturbed(TestProject& project) {
  const LiveDatabase database(LiveDatabase::CopyOf{project.database});
  upgrade(project, database);
  return left_in(database);
}

// What every error in the middle of a run has to say.
void check_is_clear(const Error& error) {
  CAPTURE(error.message(), error.hint(), error.facts().state);
  CHECK_FALSE(error.message().empty());
  CHECK_FALSE(error.facts().state.empty());
  CHECK_FALSE(error.facts().revision.empty());
  CHECK_FALSE(error.facts().file.empty());
}

// By another session: the next statement finds it gone.
void end_session(const LiveDatabase& database, std::int64_t number) {
  if (database.database().name == "mysql")
    database.execute("KILL CONNECTION " + std::to_string(number));
  else
    database.rows("SELECT pg_terminate_backend(" + std::to_string(number) + ", 10000)");
}

}  // namespace

TEST_CASE("a run whose session the server ends at a statement is finished by the next one") {
  TestProject project(GENERATE("postgresql", "mysql"));
  add_mixed_revisions(project);
  const Rows expected = undisturbed(project);
  std::atomic<std::size_t> count = 0;
  std::size_t last = 0;
  const LiveDatabase* current = nullptr;
  const FaultPoints points([&](const FaultPoint& point) {
    if (point.statement == "row" || ++count != last) return;
    end_session(*current, point.connection.session_number());
  });
  {
    const LiveDatabase database(LiveDatabase::CopyOf{project.database});
    upgrade(project, database);
  }
  const std::size_t all = count;
  constexpr std::size_t wanted = 12;
  const std::size_t offset = std::random_device{}() % all;
  for (std::size_t i = 0; i < wanted; ++i) {
    const LiveDatabase database(LiveDatabase::CopyOf{project.database});
    current = &database;
    count = 0;
    last = 1 + (offset + i * all / wanted) % all;
    CAPTURE(last, all);
    const auto error = error_of([&] { upgrade(project, database); });
    last = 0;
    if (error) {
      CAPTURE(error->message(), error->hint(), error->facts().sql);
      CHECK(error->kind() == ErrorKind::connection);
    }
    check_next_run(project, database, expected);
  }
}

TEST_CASE("a session that ends in the middle of rows keeps whole batches, or nothing") {
  TestProject project(GENERATE("postgresql", "mysql"));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 5000 then return { id = n, v = 0 } end end))lua",
                   "");
  std::size_t rows_left = 0;
  std::atomic<std::int64_t> session = 0;
  const FaultPoints points([&](const FaultPoint& point) {
    session = point.connection.session_number();
    if (point.statement != "row" || point.after || rows_left == 0 || --rows_left > 0) return;
    end_session(project.database, session);
  });
  project.upgrade();
  const auto cut_off = [&](std::string_view operation) {
    Error error = failure([&] { project.upgrade(); });
    check_is_clear(error);
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(error.facts().operation == operation);
    return error;
  };

  SECTION("a stream of bulk_insert") {
    project.revision("b2", "a1", R"lua(
      local n = 5000
      op.bulk_insert("t", function() n = n + 1; if n <= 105000 then return { id = n, v = 0 } end end))lua",
                     "");
    rows_left = 20'000;
    CHECK(cut_off("bulk_insert").facts().state == "the database is at a1; nothing of b2 was kept");
    CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"5000"});
    project.upgrade();
    CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"105000"});
  }
  SECTION("a walk that commits each batch") {
    project.revision("b2", "a1", R"lua(
      op.transform_rows("t", { set = { "v" }, batch_size = 1000, commit = "batch" }, function(row) return { v = row.v + 1 } end))lua",
                     "");
    rows_left = 3'500;
    const Error error = cut_off("transform_rows");
    CHECK(error.hint().find("it goes on behind the last batch") != std::string::npos);
    CHECK(error.facts().state ==
          "the version table is at a1; done and kept of b2: 0 operations and the rows up to 3000 in the next one");
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v ORDER BY v") == Rows{"0|2000", "1|3000"});
    project.upgrade();
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|5000"});
  }
  SECTION("a walk in the transaction of its revision") {
    project.revision("b2", "a1", R"lua(
      op.transform_rows("t", { set = { "v" }, batch_size = 1000 }, function(row) return { v = row.v + 1 } end))lua",
                     "");
    rows_left = 3'500;
    CHECK(cut_off("transform_rows").facts().state == "the database is at a1; nothing of b2 was kept");
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"0|5000"});
    project.upgrade();
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|5000"});
  }
  SECTION("a query that is being read") {
    class EndingObserver final : public Observer {
     public:
      explicit EndingObserver(std::function<void()> end) : end_(std::move(end)) {}
      void log(std::string_view) override { end_(); }

     private:
      std::function<void()> end_;
    };
    project.revision("b2", "a1", R"lua(
      op.execute("UPDATE t SET v = 7")
      local n = 0
      for row in op.query("SELECT a.id FROM t a, t b WHERE b.id <= 20 ORDER BY a.id, b.id") do
        n = n + 1
        if n == 4000 then op.log("now") end
      end
      op.execute("UPDATE t SET v = 8"))lua",
                     "");
    bool ends = true;
    EndingObserver observer([&] {
      if (std::exchange(ends, false)) end_session(project.database, session);
    });
    Migrator migrator({.config_file = project.folder() / "migrate.toml"}, &observer);
    const Error error = failure([&] { migrator.upgrade({}); });
    check_is_clear(error);
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"0|5000"});
    migrator.upgrade({});
    CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"8|5000"});
  }
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("a statement that ends its own session is named") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer) })
    op.execute("SELECT pg_terminate_backend(pg_backend_pid())"))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  check_is_clear(error);
  CHECK(error.kind() == ErrorKind::connection);
  CHECK(error.facts().operation == "execute");
  CHECK(error.facts().line == 9);
  CHECK(error.facts().sql == "SELECT pg_terminate_backend(pg_backend_pid())");
  CHECK(error.message() == "the connection to PostgreSQL was lost: the server has ended the session; its log says why");
  CHECK(error.facts().state == "the database is at base; nothing of a1 was kept");
  CHECK(project.version_rows().empty());
}

TEST_CASE("a run whose lock the server has taken away begins no other revision") {
  TestProject project("postgresql", GENERATE("", "run_lock = \"table\""));
  project.revision("a1", "", R"lua(
    op.execute([[SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()]]))lua",
                   "");
  project.revision("b2", "a1", "op.create_table('t', { column('id', Integer) })", "");
  const Error error = failure([&] { project.upgrade(); });
  CAPTURE(error.message());
  CHECK(error.kind() == ErrorKind::connection);
  CHECK(error.message().find("the session that holds the run lock has ended") == 0);
  CHECK(error.facts().applied == Rows{"a1"});
  CHECK(error.facts().state == "the database is at a1");
  CHECK(project.version_rows() == Rows{"a1"});
  project.upgrade();
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("a disk that is full at any time leaves a database that the next run finishes") {
  TestProject project("sqlite");
  add_mixed_revisions(project);
  const Rows expected = undisturbed(project);
  std::int64_t pages = 0;
  const FaultPoints points([&](const FaultPoint& point) {
    if (pages > 0) databases::scalar(point.connection, {.sql = "PRAGMA max_page_count = " + std::to_string(pages)});
  });
  int failed = 0;
  bool finished = false;
  for (std::int64_t limit = 2; !finished; limit += 2) {
    REQUIRE(limit < 200);
    CAPTURE(limit);
    const LiveDatabase database(LiveDatabase::CopyOf{project.database});
    pages = limit;
    const auto error = error_of([&] { upgrade(project, database); });
    pages = 0;
    finished = !error;
    if (!error) continue;
    ++failed;
    CAPTURE(error->message(), error->facts().sql);
    CHECK(error->kind() == ErrorKind::database);
    CHECK((error->message() + error->facts().database_message).find("full") != std::string::npos);
    CHECK(database.rows("PRAGMA integrity_check") == Rows{"ok"});
    check_next_run(project, database, expected);
  }
  CHECK(failed >= 5);
}

namespace {

// A file may grow to this many bytes in the server's process of a session, which the server takes like a disk that is
// full. What the server logs in is smaller. Only the account of a process may set that.
void limit_files(databases::Connection& connection, rlim_t bytes) {
  const auto session = static_cast<pid_t>(connection.session_number());
  struct stat owner = {};
  REQUIRE(::stat(("/proc/" + std::to_string(session)).c_str(), &owner) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
    const bool is_owner = owner.st_uid == ::geteuid() || (::setgid(owner.st_gid) == 0 && ::setuid(owner.st_uid) == 0);
    ::_exit(is_owner && ::prlimit(session, RLIMIT_FSIZE, &limit, nullptr) == 0 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
}

}  // namespace

TEST_CASE("a disk of PostgreSQL's that is full in the middle of rows keeps whole batches, or nothing") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Text) })
    op.execute("INSERT INTO t (id, v) SELECT i, repeat('x', 1000) FROM generate_series(1, 12000) AS i"))lua",
                   "");
  project.upgrade();
  bool is_small = true;
  const FaultPoints points([&](const FaultPoint& point) {
    constexpr rlim_t megabytes = 1024 * 1024;
    if (is_small && point.statement == "BEGIN" && point.after) limit_files(point.connection, 17 * megabytes);
  });
  const auto check_is_full = [](const Error& error) {
    check_is_clear(error);
    CHECK(error.kind() == ErrorKind::database);
    CHECK((error.message() + error.facts().database_message).find("could not extend file") != std::string::npos);
  };

  SECTION("a stream of bulk_insert") {
    project.revision("b2", "a1", R"lua(
      local n = 12000
      op.bulk_insert("t", function() n = n + 1; if n <= 32000 then return { id = n, v = ("y"):rep(1000) } end end))lua",
                     "");
    const Error error = failure([&] { project.upgrade(); });
    check_is_full(error);
    CHECK(error.facts().operation == "bulk_insert");
    CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
    CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"12000"});
    is_small = false;
    project.upgrade();
    CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"32000"});
  }
  SECTION("a walk that commits each batch") {
    project.revision("b2", "a1", R"lua(
      op.transform_rows("t", { set = { "v" }, batch_size = 1000, commit = "batch" }, function(row) return { v = row.v .. "z" } end))lua",
                     "");
    const Error error = failure([&] { project.upgrade(); });
    check_is_full(error);
    CHECK(error.facts().operation == "transform_rows");
    CHECK(error.hint().find("it goes on behind the last batch") != std::string::npos);
    const std::string done = project.database.rows("SELECT count(*) FROM t WHERE v LIKE '%z'").at(0);
    CHECK(error.facts().state == "the version table is at a1; done and kept of b2: 0 operations and the rows up to " +
                                     done + " in the next one");
    CHECK(project.database.rows("SELECT max(id) FROM t WHERE v LIKE '%z'") == Rows{done});
    is_small = false;
    project.upgrade();
    CHECK(project.database.rows("SELECT count(*) FROM t WHERE v LIKE '%xz'") == Rows{"12000"});
  }
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("an error in row 777777 of a walk is told with its key, and the next run goes on before it") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    if op.dialect == "mysql" then op.execute("SET SESSION max_recursive_iterations = 1000000") end
    op.execute([[INSERT INTO t (id, v) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800000)
      SELECT i, 0 FROM n]]))lua",
                   "");
  const auto add_walk = [&](const std::string& wrong) {
    project.revision("b2", "a1", R"lua(
  op.transform_rows("t", { set = { "v" }, batch_size = 50000, commit = "batch" }, function(row)
    return { v = )lua" + wrong + R"lua( }
  end))lua",
                     "");
  };
  add_walk("row.id == 777777 and row.nothing.more or row.v + 1");
  const Error error = failure([&] { project.upgrade(); });
  check_is_clear(error);
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message().find("attempt to index a nil value (field 'nothing')") != std::string::npos);
  CHECK(error.message().find("(in the row with id = 777777)") != std::string::npos);
  CHECK(error.facts().file == "versions/b2.lua");
  CHECK(error.facts().line == 9);
  CHECK(error.facts().operation == "transform_rows");
  CHECK(error.facts().state ==
        "the version table is at a1; done and kept of b2: 0 operations and the rows up to 750000 in the next one");
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v ORDER BY v") == Rows{"0|50000", "1|750000"});
  add_walk("row.id > 750000 and row.v + 1 or error('was done')");
  project.upgrade();
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v ORDER BY v") == Rows{"1|800000"});
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("a script that needs more memory than it may have ends, and nothing is kept of its revision") {
  TestProject project(GENERATE(from_range(live_databases())), "[lua]\nmemory_limit = \"32MB\"\n");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Text) })
    op.bulk_insert("t", { { id = 1, v = "x" }, { id = 2, v = "y" } }))lua",
                   "");
  project.revision("b2", "a1", R"lua(
    op.execute("UPDATE t SET v = 'changed'")
    local kept = {}
    op.transform_rows("t", { set = { "v" } }, function(row)
      for i = 1, 1e9 do kept[i] = row.v .. i end
    end))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  check_is_clear(error);
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message().find("memory") != std::string::npos);
  CHECK(error.hint().find("memory_limit") != std::string::npos);
  CHECK(error.facts().state == "the database is at a1; nothing of b2 was kept");
  CHECK(project.database.rows("SELECT v FROM t ORDER BY id") == Rows{"x", "y"});
  project.revision("b2", "a1", "op.execute(\"UPDATE t SET v = 'changed'\")", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT DISTINCT v FROM t") == Rows{"changed"});
}
