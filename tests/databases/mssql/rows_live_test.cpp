// Rows written by array-bound statements.
#include "databases/mssql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mssql::test;

TEST_CASE("many rows of all kinds are written exactly over each driver") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, fmt::format("a INTEGER, n {}, r DOUBLE PRECISION, s {}, b {}, d DATE, m NUMERIC(20,4)",
                                       driver.long_type, driver.text_type, driver.bytes_type));
    const auto row_at = [&](std::int64_t i) -> Values {
      Values row{i, i * 1'000'000'000'007, 0.25 * static_cast<double>(i),
                 i % 5 == 0 ? "größer " + std::to_string(i) : "plain '" + std::to_string(i),
                 // SQLite's driver takes the length of the first row for all.
                 Blob{std::string("\0\xff", 2) + (driver.is("SQLite") ? "abcd" : std::to_string(i))},
                 std::string("2024-02-29"), std::string("-12345678901.2345")};
      if (i % 7 == 0) row[static_cast<std::size_t>(1 + i / 7 % 6)] = Null{};
      return row;
    };
    live.connection->begin();
    const auto writer = live.connection->write_rows({"", "t"}, {"a", "n", "r", "s", "b", "d", "m"});
    for (std::int64_t i = 0; i < 2345; ++i) writer->write(row_at(i));
    CHECK(writer->finish() == 2345);
    live.connection->commit();
    const auto cursor = live.connection->query({.sql = "SELECT a, n, r, s, b, d, m FROM t ORDER BY a"});
    Values row;
    for (std::int64_t i = 0; i < 2345; ++i) {
      REQUIRE(cursor->next(row));
      if (driver.is("SQLite") && !std::holds_alternative<Null>(row[6])) row[6] = row_at(i)[6];  // has no NUMERIC
      if (row != row_at(i)) FAIL("row " << i);
    }
    CHECK(!cursor->next(row));
  }
}

// These drivers do not say which row of a portion it was; a portion of one needs no saying.
TEST_CASE("a refused row is never told by a wrong number, and leaves nothing behind") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER PRIMARY KEY, b VARCHAR(30) NOT NULL");
    const auto refused = [&](std::int64_t bad, const Values& row) {
      live.connection->begin();
      const auto writer = live.connection->write_rows({"", "t"}, {"a", "b"});
      const Error error = failure([&] {
        for (std::int64_t i = 1; i <= 3000; ++i) writer->write(i == bad ? row : Values{i, std::string("x")});
        writer->finish();
      });
      CHECK(error.facts().sql == "INSERT INTO t (a, b) VALUES (?, ?)");
      live.connection->rollback();
      CHECK(live.count("SELECT count(*) FROM t") == 0);
      return writer->refused_row();
    };
    CHECK(refused(1234, {std::int64_t{7}, std::string("x")}).value_or(1234) == 1234U);
    CHECK(refused(2900, {std::int64_t{2900}, Null{}}).value_or(2900) == 2900U);
    live.connection->begin();
    const auto alone = live.connection->write_rows({"", "t"}, {"a", "b"});
    alone->write({std::int64_t{1}, Null{}});
    CHECK(failure([&] { alone->finish(); }).kind() == ErrorKind::database);
    CHECK(alone->refused_row() == 1U);
    live.connection->rollback();
  }
}

TEST_CASE("long rows are sent in smaller portions, and a row without columns takes the defaults") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER DEFAULT 7, b " + std::string(driver.is("MariaDB") ? "LONGTEXT" : "TEXT"));
    {
      const auto writer = live.connection->write_rows({"", "t"}, {"b"});
      for (int i = 0; i < 30; ++i) writer->write({std::string(300'000, 'x')});
      CHECK(writer->finish() == 30);
    }
    CHECK(live.count("SELECT sum(length(b)) FROM t") == 9'000'000);
    if (driver.is("MariaDB")) continue;  // no DEFAULT VALUES
    const auto defaults = live.connection->write_rows({"", "t"}, {});
    for (int i = 0; i < 3; ++i) defaults->write({});
    CHECK(defaults->finish() == 3);
    CHECK(live.count("SELECT count(*) FROM t WHERE a = 7 AND b IS NULL") == 3);
  }
}

TEST_CASE("rows are updated by their keys") {
  for (const Driver& driver : drivers()) {
    INFO(driver.name);
    LiveTable live(driver, "a INTEGER, b VARCHAR(10), c " + driver.text_type + ", PRIMARY KEY (a, b)");
    live.connection->begin();
    const auto inserted = live.connection->write_rows({"", "t"}, {"a", "b", "c"});
    for (std::int64_t i = 0; i < 2500; ++i) inserted->write({i, std::string("k"), std::string("old")});
    CHECK(inserted->finish() == 2500);
    const auto updated = live.connection->update_rows({"", "t"}, {"c"}, {"a", "b"});
    for (std::int64_t i = 0; i < 2500; i += 2)
      updated->write({i % 4 == 0 ? Value(Null{}) : Value(std::string("neü")), i, std::string("k")});
    CHECK(updated->finish() == 1250);
    live.connection->commit();
    CHECK(live.count("SELECT count(*) FROM t WHERE c IS NULL") == 625);
    CHECK(live.count("SELECT count(*) FROM t WHERE c = ?", {std::string("neü")}) == 625);
    CHECK(live.count("SELECT count(*) FROM t WHERE c = 'old'") == 1250);
  }
}
