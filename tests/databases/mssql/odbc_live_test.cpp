// Statements, parameters, values, errors and transactions over ODBC.
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <limits>

#include "databases/mssql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mssql::test;

namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

// VmHWM, in KiB.
long most_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("values of every kind come back as they went, bound as parameters") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, fmt::format("id INTEGER, n {}, r DOUBLE PRECISION, s {}, b {}", driver.long_type,
                                       driver.text_type, driver.bytes_type));
    const std::string bytes("\0\1\xff\n'", 5);
    const std::vector<Values> rows{
        {std::int64_t{1}, most, 0.1, std::string("it's ? :x \\ \"q\""), Blob{bytes}},
        {std::int64_t{2}, least, -1e300, std::string("Zürich 東京 \xF0\x9F\x90\x98"),
         Blob{std::string(100'000, '\xfe')}},
        {std::int64_t{3}, Null{}, Null{}, Null{}, Null{}},
        {std::int64_t{4}, std::int64_t{9007199254740993}, 2.5, std::string(200, 'x'), Blob{std::string(1, '\0')}},
    };
    for (const Values& row : rows) CHECK(live.run("INSERT INTO t (id, n, r, s, b) VALUES (?, ?, ?, ?, ?)", row) == 1);
    const auto cursor = live.connection->query({.sql = "SELECT id, n, r, s, b FROM t ORDER BY id"});
    CHECK(cursor->columns() == std::vector<std::string>{"id", "n", "r", "s", "b"});
    Values found;
    for (const Values& row : rows) {
      REQUIRE(cursor->next(found));
      CHECK(found == row);
    }
    CHECK(!cursor->next(found));
    CHECK(live.count("SELECT count(*) FROM t WHERE s = ?", {rows[1][3]}) == 1);
    CHECK(live.count("SELECT count(*) FROM t WHERE n = ? AND id = ?", {most, std::int64_t{1}}) == 1);
    CHECK(live.run("UPDATE t SET s = ? WHERE id > ?", {Null{}, std::int64_t{2}}) == 2);
    CHECK(live.run("DELETE FROM t WHERE id < ?", {std::int64_t{0}}) == 0);
  }
}

TEST_CASE("a long text comes back whole, in pieces of any border") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, driver.is("MariaDB") ? "s LONGTEXT CHARACTER SET utf8mb4" : "s TEXT");
    for (const std::size_t length : {16'383U, 16'384U, 16'385U, 300'001U}) {
      std::string text;
      while (text.size() < length) text += text.size() % 3 == 0 ? "ü" : text.size() % 7 == 0 ? "\xF0\x9F\x90\x98" : "a";
      live.run("DELETE FROM t");
      live.run("INSERT INTO t (s) VALUES (?)", {text});
      CHECK((live.ask("SELECT s FROM t") == Value(text)));
    }
  }
}

TEST_CASE("other statements run while rows are read") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER");
    live.connection->begin();
    for (std::int64_t i = 0; i < 5; ++i) live.run("INSERT INTO t (a) VALUES (?)", {i});
    const auto cursor = live.connection->query({.sql = "SELECT a FROM t WHERE a < 5 ORDER BY a"});
    Values row;
    std::int64_t sum = 0;
    while (cursor->next(row)) {
      sum += std::get<std::int64_t>(row[0]);
      live.run("INSERT INTO t (a) VALUES (?)", {std::int64_t{100}});
    }
    CHECK(sum == 10);
    CHECK(live.count("SELECT count(*) FROM t") == 10);
    live.connection->commit();
  }
}

TEST_CASE("a refused statement tells the SQL, the state and the kind of failure, and shows no value") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER NOT NULL PRIMARY KEY");
    const Error syntax = failure([&] { live.run("SELEKT 1"); });
    CHECK(syntax.kind() == ErrorKind::database);
    CHECK(syntax.facts().sql == "SELEKT 1");
    CHECK(syntax.facts().sqlstate.size() == 5);
    CHECK(!has(syntax.message(), "["));
    live.run("INSERT INTO t (a) VALUES (?)", {std::int64_t{4711}});
    const Error twice = failure([&] { live.run("INSERT INTO t (a) VALUES (?)", {std::int64_t{4711}}); });
    CHECK(twice.kind() == ErrorKind::database);
    CHECK(twice.facts().sql == "INSERT INTO t (a) VALUES (?)");
    if (!driver.is("SQLite")) {  // says HY000 of everything
      CHECK(syntax.facts().failure == DatabaseFailure::syntax);
      CHECK(twice.facts().failure == DatabaseFailure::constraint);
    }
    CHECK(failure([&] { live.run("INSERT INTO t (a) VALUES (?)", {std::string("\xff\xfe")}); }).hint() ==
          "write blob(...) for bytes");
    CHECK(failure([&] { live.run(std::string("SELECT '\0'", 10)); }).kind() == ErrorKind::script);
    CHECK(live.count("SELECT count(*) FROM t") == 1);
  }
}

TEST_CASE("a transaction is kept as a whole, or not at all") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER");
    const auto other = connected(driver);
    CHECK(!live.connection->in_transaction());
    live.connection->begin();
    CHECK(live.connection->in_transaction());
    live.run("INSERT INTO t (a) VALUES (1)");
    live.connection->rollback();
    CHECK(!live.connection->in_transaction());
    CHECK(live.count("SELECT count(*) FROM t") == 0);
    live.connection->begin();
    live.run("INSERT INTO t (a) VALUES (1)");
    live.connection->commit();
    CHECK(scalar(*other, {.sql = "SELECT a FROM t"}) == Value(std::int64_t{1}));
    live.run("INSERT INTO t (a) VALUES (2)");  // by itself
    CHECK(live.count("SELECT count(*) FROM t") == 2);
    if (driver.is("MariaDB")) continue;  // its DDL commits
    live.connection->begin();
    live.run("CREATE TABLE luamigrate_odbc (a INTEGER)");
    live.connection->rollback();
    CHECK(failure([&] { live.run("SELECT * FROM luamigrate_odbc"); }).kind() == ErrorKind::database);
  }
}

TEST_CASE("many rows are streamed in constant memory where the driver hands them over so") {
  for (const Driver& driver : {sqlite(), postgresql()}) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER, s VARCHAR(200)");
    live.run(driver.is("SQLite")
                 ? "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) "
                   "SELECT i, hex(zeroblob(100)) FROM n"
                 : "INSERT INTO t SELECT i, repeat('0', 200) FROM generate_series(1, 400000) i");
    live.connection->begin();
    const auto cursor = live.connection->query({.sql = "SELECT a, s FROM t"});
    Values row;
    REQUIRE(cursor->next(row));
    const long before = most_memory();
    std::int64_t count = 1, sum = std::get<std::int64_t>(row[0]);
    while (cursor->next(row)) {
      ++count;
      sum += std::get<std::int64_t>(row[0]);
    }
    CHECK(count == 400'000);
    CHECK(sum == std::int64_t{400'000} * 400'001 / 2);
    CHECK(most_memory() - before < 20'000);  // the rows are 80 MB, and more as UTF-16
    live.connection->rollback();
  }
}

TEST_CASE("a connection that is cut is told as lost, in a statement, while reading and in COMMIT") {
  const Driver driver = postgresql();
  const auto killer = connected(driver);
  const auto cut = [&](Connection& connection) {
    const Value id = scalar(connection, {.sql = "SELECT pg_backend_pid()"});
    scalar(*killer, {.sql = "SELECT pg_terminate_backend(?::int)", .params = {id}});
    usleep(200'000);
  };
  {
    LiveTable live(driver, "a INTEGER");
    live.connection->begin();
    live.run("INSERT INTO t (a) VALUES (1)");
    cut(*live.connection);
    const Error error = failure([&] { live.run("INSERT INTO t (a) VALUES (2)"); });
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(error.facts().failure == DatabaseFailure::connection_lost);
    CHECK(!live.connection->in_transaction());
  }
  {
    LiveTable live(driver, "a INTEGER");
    live.run("INSERT INTO t SELECT generate_series(1, 5000)");
    live.connection->begin();
    const auto cursor = live.connection->query({.sql = "SELECT a FROM t"});
    Values row;
    REQUIRE(cursor->next(row));
    cut(*live.connection);
    std::size_t count = 1;
    const Error error = failure([&] {
      while (cursor->next(row)) ++count;
    });
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(count < 5000);
  }
  {
    LiveTable live(driver, "a INTEGER");
    live.connection->begin();
    live.run("INSERT INTO t (a) VALUES (1)");
    cut(*live.connection);
    const Error error = failure([&] { live.connection->commit(); });
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(error.facts().failure == DatabaseFailure::commit_in_doubt);
  }
}

TEST_CASE("a lock that another holds ends in a lock timeout, which may be tried again") {
  const Driver driver = postgresql();
  LiveTable live(driver, "a INTEGER PRIMARY KEY");
  live.run("INSERT INTO t (a) VALUES (1)");
  const auto other = connected(driver);
  live.connection->begin();
  live.run("UPDATE t SET a = 2");
  other->execute({.sql = "SET lock_timeout = 100"});
  const Error error = failure([&] { other->execute({.sql = "UPDATE t SET a = 3"}); });
  CHECK(error.kind() == ErrorKind::lock_timeout);
  CHECK(error.facts().failure == DatabaseFailure::lock_timeout);
}

TEST_CASE("what the server says beside results is heard") {
  const Driver driver = postgresql();
  LiveTable live(driver, "a INTEGER");
  std::vector<std::string> notices;
  live.connection->on_notice([&](std::string_view text) { notices.emplace_back(text); });
  live.run("DO $$ BEGIN RAISE NOTICE 'look here'; END $$");
  REQUIRE(notices.size() == 1);
  CHECK(has(notices[0], "look here"));
}
