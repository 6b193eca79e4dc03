#include "databases/mysql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mysql::test;

TEST_CASE("values go in and come out as they are") {
  LiveSchema live;
  live.run(
      "CREATE TABLE t (b BOOL, i BIGINT, s SMALLINT, u BIGINT UNSIGNED, d DOUBLE, f FLOAT, x LONGTEXT, y BLOB, j JSON, "
      "n DECIMAL(30, 9), ts DATETIME(6), tm TIME, bits BIT(12), c CHAR(3), v VARBINARY(4), e ENUM('a', 'b'), yr YEAR)");
  const std::string longer(5000, 'u');
  const Values row{std::int64_t{1},
                   std::int64_t{-9223372036854775807 - 1},
                   std::int64_t{-7},
                   std::string("18446744073709551615"),
                   0.1,
                   0.1,
                   "it's \\ tab\t \xc3\xbc\n" + longer,
                   Blob{std::string("\0\xff\\n", 4)},
                   std::string(R"({"a": [1, 2]})"),
                   std::string("123456789012345678901.123456789"),
                   std::string("2026-11-20 15:30:00.123456"),
                   std::string("-12:00:01"),
                   std::int64_t{2049},
                   std::string("ab"),
                   Blob{std::string("\0a", 2)},
                   std::string("b"),
                   std::int64_t{2026}};
  Values given = row;
  given[0] = true;
  given[8] = Json{R"({"a": [1, 2]})"};
  CHECK(live.run("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", given) == 1);
  CHECK(live.run("INSERT INTO t (x) VALUES (?)", {Null{}}) == 1);
  Values expected = row;
  expected.insert(expected.end(), row.size(), Null{});
  CHECK(live.all("SELECT * FROM t") == expected);
  CHECK(live.ask("SELECT x FROM t WHERE y = ?", {row[7]}) == row[6]);
}

TEST_CASE("the number of rows is told, and -1 where it has no meaning") {
  LiveSchema live;
  CHECK(live.run("CREATE TABLE t (a INT)") == -1);
  CHECK(live.run("INSERT INTO t VALUES (1), (2), (3), (4), (5)") == 5);
  CHECK(live.run("UPDATE t SET a = 4 WHERE a > 3") == 2);  // of which one was 4 before
  CHECK(live.run("DELETE FROM t WHERE a > ?", {std::int64_t{100}}) == 0);
  CHECK(live.run("SELECT * FROM t") == -1);
}

TEST_CASE("a query is streamed, and other statements run between its rows") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT)");
  live.run("INSERT INTO t SELECT seq FROM seq_1_to_5000");
  for (const bool in_transaction : {true, false}) {
    if (in_transaction) live.connection->begin();
    const auto cursor = live.connection->query(
        {.sql = "SELECT a FROM t WHERE a > ? ORDER BY a FOR UPDATE", .params = {std::int64_t{0}}});
    CHECK(cursor->columns() == std::vector<std::string>{"a"});
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (Values row; cursor->next(row); ++count) {
      sum += std::get<std::int64_t>(row[0]);
      if (count % 1000 == 0) live.run("UPDATE t SET a = a WHERE a = ?", {row[0]});
    }
    CHECK(count == 5000);
    CHECK(sum == 12502500);
    if (in_transaction) live.connection->commit();
  }
}

TEST_CASE("a cursor may outlive its transaction, and its connection") {
  auto live = std::make_unique<LiveSchema>();
  live->connection->begin();
  auto cursor = live->connection->query({.sql = "SELECT seq FROM seq_1_to_1000"});
  live->connection->commit();
  auto other = live->connection->query({.sql = "SELECT seq FROM seq_1_to_10"});
  cursor.reset();
  CHECK(live->ask("SELECT 1") == Value(std::int64_t{1}));
  live.reset();
  other.reset();
}

TEST_CASE("what the server does not hold rows for is read whole") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT, b TEXT)");
  CHECK(live.connection->query({.sql = "SELECT a, b FROM t"})->columns() == std::vector<std::string>{"a", "b"});
  CHECK(live.ask("INSERT INTO t VALUES (7, '') RETURNING a") == Value(std::int64_t{7}));
  CHECK(live.ask("SHOW TABLES") == Value(std::string("t")));
  CHECK(live.ask("SELECT count(*) FROM t") == Value(std::int64_t{1}));
  live.run("CREATE PROCEDURE p() BEGIN SELECT 1 AS x; SELECT 2, 3; END");
  CHECK(live.run("CALL p()") <= 0);
  CHECK(live.ask("CALL p()") == Value(std::int64_t{1}));
  CHECK(live.ask("SELECT 5") == Value(std::int64_t{5}));
}

TEST_CASE("a statement that commits by itself is seen to have ended the transaction") {
  LiveSchema live;
  live.connection->begin();
  CHECK(live.connection->in_transaction());
  live.run("CREATE TEMPORARY TABLE scratch (a INT)");
  CHECK(live.connection->in_transaction());
  live.run("CREATE TABLE t (a INT)");
  CHECK_FALSE(live.connection->in_transaction());
  live.connection->begin();
  live.run("INSERT INTO t VALUES (1)");
  live.connection->rollback();
  CHECK(live.ask("SELECT count(*) FROM t") == Value(std::int64_t{0}));
}

TEST_CASE("a transaction that the server rolled back takes no more statements") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT PRIMARY KEY, b INT)");
  live.run("INSERT INTO t VALUES (1, 0), (2, 0)");
  const auto other = connected();
  other->begin();
  other->execute({.sql = "UPDATE live_test.t SET b = 1 WHERE a = 1"});
  live.connection->begin();
  live.run("UPDATE t SET b = 2 WHERE a = 2");
  other->set_lock_timeout(std::chrono::seconds(1));
  // Each waits for the other: whichever the server gives up, it was the transaction of one of them.
  const Error waited = failure([&] { other->execute({.sql = "UPDATE live_test.t SET b = 1 WHERE a = 2"}); });
  CHECK(waited.kind() == ErrorKind::lock_timeout);
  CHECK(waited.facts().failure == DatabaseFailure::lock_timeout);
  other->rollback();
  live.connection->rollback();
  CHECK(live.ask("SELECT sum(b) FROM t") == Value(std::string("0")));
}

TEST_CASE("errors carry the code, the SQL, the server's words and their class") {
  LiveSchema live;
  const Error missing = failure([&] { live.run("SELECT * FROM missing"); });
  CHECK(missing.kind() == ErrorKind::database);
  CHECK(missing.message() == "Table 'live_test.missing' doesn't exist");
  CHECK(missing.facts().sqlstate == "42S02");
  CHECK(missing.facts().sql == "SELECT * FROM missing");
  CHECK(missing.facts().failure == DatabaseFailure::syntax);
  const Error position = failure([&] { live.run("SELECT 1\nFROM FROM t"); });
  CHECK(has(position.message(), "near 'FROM t' at line 2"));
  live.run("CREATE TABLE t (a INT PRIMARY KEY, b INT CHECK (b > 0))");
  live.run("INSERT INTO t VALUES (1, 1)");
  const Error twice = failure([&] { live.run("INSERT INTO t VALUES (?, 1)", {std::int64_t{1}}); });
  CHECK(twice.facts().sqlstate == "23000");
  CHECK(twice.facts().failure == DatabaseFailure::constraint);
  CHECK(failure([&] { live.run("INSERT INTO t VALUES (2, 0)"); }).facts().failure == DatabaseFailure::constraint);
  CHECK(failure([&] { live.run(std::string("SELECT '\0'", 10)); }).kind() == ErrorKind::script);
}

TEST_CASE("a lock that is held elsewhere is a lock timeout, and its holder is found") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT PRIMARY KEY)");
  live.run("INSERT INTO t VALUES (1)");
  live.connection->begin();
  live.run("UPDATE t SET a = 2");
  const auto other = connected();
  other->set_lock_timeout(std::chrono::milliseconds(50));
  const Error rows = failure([&] { other->execute({.sql = "UPDATE live_test.t SET a = 3"}); });
  CHECK(rows.kind() == ErrorKind::lock_timeout);
  const Error table = failure([&] { other->execute({.sql = "ALTER TABLE live_test.t ADD b INT"}); });
  CHECK(table.kind() == ErrorKind::lock_timeout);
  CHECK(table.facts().failure == DatabaseFailure::lock_timeout);
  other->set_lock_timeout(std::chrono::milliseconds(0));
  other->set_statement_timeout(std::chrono::milliseconds(50));
  CHECK(has(failure([&] { other->execute({.sql = "SELECT seq FROM seq_1_to_1000000000"}); }).hint(),
            "statement_timeout"));
}

TEST_CASE("a session that is ended by the server is a lost connection, and does not come back by itself") {
  LiveSchema live;
  const auto victim = connected();
  victim->begin();
  live.run("KILL " + std::to_string(victim->session_number()));
  const Error error = failure([&] { victim->execute({.sql = "SELECT 1"}); });
  CHECK(error.kind() == ErrorKind::connection);
  CHECK(error.facts().failure == DatabaseFailure::connection_lost);
  CHECK_FALSE(victim->in_transaction());
  CHECK(failure([&] { victim->execute({.sql = "SELECT 1"}); }).kind() == ErrorKind::connection);
  const auto second = connected();
  second->begin();
  live.run("KILL " + std::to_string(second->session_number()));
  CHECK(failure([&] { second->commit(); }).facts().failure == DatabaseFailure::commit_in_doubt);
}

TEST_CASE("the run lock is one session's and one database's, tells its holder, and is freed with the connection") {
  LiveSchema live;
  auto first = connected();
  const auto second = connected();
  CHECK(first->try_run_lock("app"));
  CHECK_FALSE(second->try_run_lock("app"));
  CHECK(second->try_run_lock("another"));
  CHECK(live.connection->try_run_lock("app"));
  const LockHolder holder = second->run_lock_holder("app");
  CHECK(holder.process == "connection " + std::to_string(first->session_number()) + " (luamigrate@localhost)");
  first->release_run_lock("app");
  CHECK(second->try_run_lock("app"));
  second->release_run_lock("app");
  CHECK(first->try_run_lock("app"));
  first.reset();
  bool taken = false;
  for (int i = 0; i < 100 && !taken; ++i) {
    taken = second->try_run_lock("app");
    if (!taken) second->execute({.sql = "DO SLEEP(0.05)"});
  }
  CHECK(taken);
  CHECK(failure([&] { second->lock_runs_by_table({"", "v"}); }).kind() == ErrorKind::config);
}

TEST_CASE("warnings are told") {
  LiveSchema live;
  std::vector<std::string> notices;
  live.connection->on_notice([&](std::string_view text) { notices.emplace_back(text); });
  live.run("DROP TABLE IF EXISTS nothing_here");
  CHECK(notices == std::vector<std::string>{"Note: Unknown table 'live_test.nothing_here'"});
}
