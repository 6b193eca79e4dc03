#include "databases/postgresql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::postgresql::test;

namespace {

std::vector<Value> all(Cursor& cursor) {
  std::vector<Value> result;
  for (std::vector<Value> row; cursor.next(row);) result.insert(result.end(), row.begin(), row.end());
  return result;
}

}  // namespace

TEST_CASE("values go in and come out as they are") {
  LiveSchema live;
  live.run(
      "CREATE TABLE t (b bool, i bigint, s smallint, d float8, x text, y bytea, j jsonb, n numeric, ts timestamp)");
  const std::vector<Value> row{true,
                               std::int64_t{-9223372036854775807 - 1},
                               std::int64_t{-7},
                               0.1,
                               std::string("it's \\ tab\t ü\n"),
                               Blob{std::string("\0\xff\\n", 4)},
                               Json{R"({"a": [1, 2]})"},
                               std::string("12345678901234567890.123456789"),
                               std::string("2026-11-20 15:30:00.123456")};
  CHECK(live.run("INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", row) == 1);
  CHECK(live.run("INSERT INTO t (x) VALUES ($1)", {Null{}}) == 1);
  std::vector<Value> expected = row;
  expected[6] = std::string(R"({"a": [1, 2]})");
  expected.insert(expected.end(), 9, Null{});
  CHECK(all(*live.connection->query({.sql = "SELECT * FROM t"})) == expected);
  CHECK(failure([&] { live.run("INSERT INTO t (x) VALUES ($1)", {std::string("a\0b", 3)}); }).kind() ==
        ErrorKind::script);
}

TEST_CASE("the number of rows is told, and -1 where it has no meaning") {
  LiveSchema live;
  CHECK(live.run("CREATE TABLE t (a int)") == -1);
  CHECK(live.run("INSERT INTO t SELECT generate_series(1, 5)") == 5);
  CHECK(live.run("UPDATE t SET a = 0 WHERE a > 3") == 2);
  CHECK(live.run("DELETE FROM t WHERE false") == 0);
}

TEST_CASE("a query is streamed, and other statements run between its rows") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int)");
  live.run("INSERT INTO t SELECT generate_series(1, 5000)");
  for (const bool in_transaction : {true, false}) {
    if (in_transaction) live.connection->begin();
    const auto cursor =
        live.connection->query({.sql = "SELECT a FROM t WHERE a > $1 ORDER BY a", .params = {std::int64_t{0}}});
    CHECK(cursor->columns() == std::vector<std::string>{"a"});
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (std::vector<Value> row; cursor->next(row); ++count) {
      sum += std::get<std::int64_t>(row[0]);
      if (count % 1000 == 0) live.run("UPDATE t SET a = a WHERE a = $1", {row[0]});
    }
    CHECK(count == 5000);
    CHECK(sum == 12502500);
    if (in_transaction) live.connection->commit();
  }
}

TEST_CASE("a cursor that outlives its transaction does not spoil the next one") {
  LiveSchema live;
  live.connection->begin();
  auto cursor = live.connection->query({.sql = "SELECT generate_series(1, 1000)"});
  live.connection->commit();
  live.connection->begin();
  cursor.reset();
  CHECK(live.ask("SELECT 1") == Value(std::int64_t{1}));
  live.connection->commit();
}

TEST_CASE("two cursors are read by turns, and each goes on where it was") {
  LiveSchema live;
  for (const bool in_transaction : {true, false}) {
    if (in_transaction) live.connection->begin();
    const auto one = live.connection->query({.sql = "SELECT generate_series(1, 9000)"});
    const auto two = live.connection->query({.sql = "SELECT generate_series(10001, 19000)"});
    std::vector<Value> first, second;
    for (std::int64_t i = 1; i <= 9000; ++i) {
      REQUIRE(one->next(first));
      REQUIRE(two->next(second));
      REQUIRE(first == std::vector<Value>{i});
      REQUIRE(second == std::vector<Value>{i + 10000});
    }
    CHECK_FALSE(one->next(first));
    CHECK_FALSE(two->next(second));
    if (in_transaction) live.connection->commit();
  }
}

TEST_CASE("rows of any size come whole, in portions that have room for them") {
  LiveSchema live;
  live.connection->begin();
  const auto cursor = live.connection->query(
      {.sql =
           "SELECT i, repeat('x', CASE WHEN i % 1000 = 0 THEN 300000 ELSE i % 7 END) FROM generate_series(1, 5000) i"});
  std::int64_t count = 0;
  for (std::vector<Value> row; cursor->next(row);) {
    REQUIRE(row[0] == Value(++count));
    REQUIRE(std::get<std::string>(row[1]).size() == static_cast<std::size_t>(count % 1000 == 0 ? 300000 : count % 7));
  }
  CHECK(count == 5000);
}

TEST_CASE("an error in a row far behind is the query's, whoever waits for it") {
  LiveSchema live;
  const std::string sql = "SELECT 1 / (5000 - i) FROM generate_series(1, 9000) i";
  const auto fails = [&](const auto& statement) {
    const Error error = failure(statement);
    CHECK(error.facts().sqlstate == "22012");
    CHECK(error.facts().sql == sql);
  };
  const auto read = [](Cursor& cursor, int rows) {
    for (std::vector<Value> row; rows > 0; --rows) REQUIRE(cursor.next(row));
  };
  SECTION("the next row") {
    live.connection->begin();
    const auto cursor = live.connection->query({.sql = sql});
    fails([&] { all(*cursor); });
  }
  SECTION("another statement of the transaction") {
    live.connection->begin();
    const auto cursor = live.connection->query({.sql = sql});
    read(*cursor, 3000);
    fails([&] { live.run("SELECT 1"); });
    live.connection->rollback();
    CHECK(live.ask("SELECT 1") == Value(std::int64_t{1}));
  }
  SECTION("the commit") {
    live.connection->begin();
    const auto cursor = live.connection->query({.sql = sql});
    read(*cursor, 3000);
    fails([&] { live.connection->commit(); });
    live.connection->rollback();
  }
  SECTION("outside a transaction it is seen at once, for the server keeps the rows") {
    fails([&] { live.connection->query({.sql = sql}); });
    CHECK(live.ask("SELECT 1") == Value(std::int64_t{1}));
  }
}

TEST_CASE("an error of another connection that the server makes is not the end of this one") {
  LiveSchema live;
  live.connection->begin();
  const Error error =
      failure([&] { live.run("DO $$BEGIN RAISE EXCEPTION 'far away' USING ERRCODE = '08001'; END$$"); });
  CHECK(error.kind() == ErrorKind::database);
  CHECK(live.connection->in_transaction());
  live.connection->rollback();
  CHECK(live.ask("SELECT 1") == Value(std::int64_t{1}));
}

TEST_CASE("a session that is ended while rows are on their way is a lost connection") {
  LiveSchema live;
  const auto victim = connected();
  const Value id = scalar(*victim, {.sql = "SELECT pg_backend_pid()"});
  victim->begin();
  auto cursor = victim->query({.sql = "SELECT i, pg_sleep(0) FROM generate_series(1, 100000) i"});
  std::vector<Value> row;
  for (int i = 0; i < 300; ++i) REQUIRE(cursor->next(row));
  live.run("SELECT pg_terminate_backend($1)", {id});
  CHECK(failure([&] { all(*cursor); }).kind() == ErrorKind::connection);
  CHECK_FALSE(victim->in_transaction());
  cursor.reset();
  CHECK(failure([&] { victim->execute({.sql = "SELECT 1"}); }).kind() == ErrorKind::connection);
}

TEST_CASE("a query without rows knows its columns, and one that changes rows runs whole") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int, b text)");
  CHECK(live.connection->query({.sql = "SELECT a, b FROM t"})->columns() == std::vector<std::string>{"a", "b"});
  CHECK(live.ask("INSERT INTO t VALUES (7) RETURNING a") == Value(std::int64_t{7}));
  CHECK(live.ask("WITH gone AS (DELETE FROM t RETURNING a) SELECT a FROM gone") == Value(std::int64_t{7}));
  CHECK(live.ask("SELECT count(*) FROM t") == Value(std::int64_t{0}));
  CHECK(live.ask("SHOW search_path") == Value(std::string("live_test, public")));
}

TEST_CASE("a transaction is kept or undone whole, DDL too") {
  LiveSchema live;
  live.connection->begin();
  CHECK(live.connection->in_transaction());
  live.run("CREATE TABLE t (a int)");
  live.connection->rollback();
  CHECK(live.ask("SELECT to_regclass('t') IS NULL") == Value(true));
  live.connection->begin();
  live.run("CREATE TABLE t (a int)");
  live.connection->commit();
  CHECK_FALSE(live.connection->in_transaction());
  CHECK(live.ask("SELECT to_regclass('t') IS NULL") == Value(false));
}

TEST_CASE("the commit of a transaction that has failed is an error, not a silent rollback") {
  LiveSchema live;
  live.connection->begin();
  CHECK_THROWS_AS(live.run("SELECT 1/0"), Error);
  CHECK(failure([&] { live.connection->commit(); }).facts().sqlstate == "22012");
  live.connection->rollback();
  CHECK(live.ask("SELECT 1") == Value(std::int64_t{1}));
}

TEST_CASE("errors carry the code, the SQL, the server's words and their class") {
  LiveSchema live;
  const Error missing = failure([&] { live.run("SELECT * FROM missing"); });
  CHECK(missing.kind() == ErrorKind::database);
  CHECK(missing.message() == "relation \"missing\" does not exist");
  CHECK(missing.facts().sqlstate == "42P01");
  CHECK(missing.facts().sql == "SELECT * FROM missing");
  CHECK(missing.facts().failure == DatabaseFailure::syntax);
  live.run("CREATE TABLE t (a int PRIMARY KEY)");
  live.run("INSERT INTO t VALUES (1)");
  const Error twice = failure([&] { live.run("INSERT INTO t VALUES ($1)", {std::int64_t{1}}); });
  CHECK(twice.facts().sqlstate == "23505");
  CHECK(twice.facts().failure == DatabaseFailure::constraint);
  CHECK(failure([&] { live.run("SELECT 1/0"); }).facts().failure == DatabaseFailure::other);
  // The query's own SQL is told, not that of its cursor.
  CHECK(failure([&] { live.ask("SELECT * FROM missing"); }).facts().sql == "SELECT * FROM missing");
}

TEST_CASE("a lock that is held elsewhere is a lock timeout") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int)");
  live.connection->begin();
  live.run("LOCK TABLE t");
  const auto other = connected();
  other->set_lock_timeout(std::chrono::milliseconds(50));
  const Error error = failure([&] { other->execute({.sql = "ALTER TABLE live_test.t ADD b int"}); });
  CHECK(error.kind() == ErrorKind::lock_timeout);
  CHECK(error.facts().sqlstate == "55P03");
  CHECK(error.facts().failure == DatabaseFailure::lock_timeout);
  other->set_lock_timeout(std::chrono::milliseconds(0));
  other->set_statement_timeout(std::chrono::milliseconds(50));
  CHECK(failure([&] { other->execute({.sql = "SELECT pg_sleep(5)"}); }).facts().sqlstate == "57014");
}

TEST_CASE("a session that is ended by the server is a lost connection, and does not come back by itself") {
  LiveSchema live;
  const auto victim = connected();
  const Value id = scalar(*victim, {.sql = "SELECT pg_backend_pid()"});
  victim->begin();
  live.run("SELECT pg_terminate_backend($1)", {id});
  const Error error = failure([&] { victim->execute({.sql = "SELECT 1"}); });
  CHECK(error.kind() == ErrorKind::connection);
  CHECK(error.facts().failure == DatabaseFailure::connection_lost);
  CHECK_FALSE(victim->in_transaction());
  CHECK(failure([&] { victim->execute({.sql = "SELECT 1"}); }).kind() == ErrorKind::connection);
}

TEST_CASE("a connection that goes away during COMMIT leaves it in doubt") {
  LiveSchema live;
  const auto victim = connected();
  const Value id = scalar(*victim, {.sql = "SELECT pg_backend_pid()"});
  victim->begin();
  live.run("SELECT pg_terminate_backend($1)", {id});
  CHECK(failure([&] { victim->commit(); }).facts().failure == DatabaseFailure::commit_in_doubt);
}

TEST_CASE("the run lock is one session's, tells its holder, and is freed with the connection") {
  auto first = connected();
  const auto second = connected();
  CHECK(first->try_run_lock("app"));
  CHECK_FALSE(second->try_run_lock("app"));
  CHECK(second->try_run_lock("another"));
  const LockHolder holder = second->run_lock_holder("app");
  CHECK(holder.process.starts_with("backend "));
  CHECK(holder.process.find("(luamigrate)") != std::string::npos);
  CHECK_FALSE(holder.since.empty());
  first->release_run_lock("app");
  CHECK(second->try_run_lock("app"));
  second->release_run_lock("app");
  CHECK(first->try_run_lock("app"));
  first.reset();
  bool taken = false;
  for (int i = 0; i < 100 && !taken; ++i) {
    taken = second->try_run_lock("app");
    if (!taken) second->execute({.sql = "SELECT pg_sleep(0.05)"});
  }
  CHECK(taken);
}

TEST_CASE("notices are told") {
  LiveSchema live;
  std::vector<std::string> notices;
  live.connection->on_notice([&](std::string_view text) { notices.emplace_back(text); });
  live.run("DROP TABLE IF EXISTS nothing_here");
  CHECK(notices == std::vector<std::string>{"NOTICE:  table \"nothing_here\" does not exist, skipping"});
}
