// A process that is killed in the middle of a rebuild leaves the database as it was.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "laboratory.h"
#include "support/temporary_folder.h"

namespace luamigrate::databases::sqlite::test {
namespace {

const ops::AlterColumn rebuilding{
    .table = "t", .column = "b", .nullable = false, .type = schema::Type{.name = "Integer"}};

// Carries out `rebuilding` as a run does, and tells before each statement.
[[noreturn]] void rebuild(const Url& url, int told) {
  try {
    Laboratory laboratory({}, url);
    laboratory.connection().begin();
    for (const Statement& statement : dialect().compile({rebuilding, {}}, laboratory.inspector())) {
      if (write(told, "s", 1) != 1) _exit(3);
      laboratory.connection().execute(statement);
    }
    if (write(told, "s", 1) != 1) _exit(3);
    close(told);
    pause();  // before COMMIT
  } catch (const Error&) {
    _exit(2);
  }
  _exit(0);
}

// Kills a rebuild some time after it has begun its statement number `count`; false: it had fewer.
bool kill_after(int count, std::chrono::milliseconds delay, const Url& url) {
  std::array<int, 2> pipe_ends{};
  REQUIRE(pipe(pipe_ends.data()) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) rebuild(url, pipe_ends[1]);
  close(pipe_ends[1]);
  char told = 0;
  int statements = 0;
  while (statements < count && read(pipe_ends[0], &told, 1) == 1) ++statements;
  close(pipe_ends[0]);
  std::this_thread::sleep_for(delay);
  kill(child, SIGKILL);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  return statements == count;
}

TEST_CASE("a rebuild of 200000 rows that is killed at any point leaves everything as it was") {
  const luamigrate::test::TemporaryFolder folder;
  const std::string file = (folder.path() / "killed.db").string();
  const Url url{.scheme = "sqlite", .path = file, .query = {{"foreign_keys", "on"}}};
  Texts before;
  const auto everything = [](Laboratory& laboratory) {
    Texts lines = laboratory.rows("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2");
    for (const char* sql : {"SELECT count(*), sum(id), sum(length(b)), max(typeof(b)) FROM t", "SELECT count(*) FROM c",
                            "SELECT * FROM sqlite_sequence", "PRAGMA quick_check"})
      for (const std::string& row : laboratory.rows(sql)) lines.push_back(row);
    return lines;
  };
  {
    Laboratory laboratory(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT, c TEXT);"
        "CREATE TABLE c (t INTEGER REFERENCES t (id) ON DELETE CASCADE);"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
        "INSERT INTO t SELECT i, i, hex(randomblob(40)) FROM n;"
        "INSERT INTO c SELECT id FROM t WHERE id % 100 = 0; CREATE INDEX ix ON t (c)",
        url);
    before = everything(laboratory);
  }
  int killed = 0;
  for (int count = 1;; ++count) {
    const bool more = kill_after(count, std::chrono::milliseconds(count == 3 ? 60 : 2), url);
    if (!more) break;
    ++killed;
    Laboratory laboratory({}, url);
    INFO("killed in statement " << count);
    CHECK(everything(laboratory) == before);
    if (count > 30) break;
  }
  CHECK(killed >= 8);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
