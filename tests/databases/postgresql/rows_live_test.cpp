#include "databases/postgresql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("rows arrive by COPY exactly as they are") {
  LiveSchema live;
  live.run("CREATE TABLE live_test.\"Odd Name\" (\"Id\" bigint, x text, y bytea, d float8, b bool, j json)");
  const std::vector<std::string> texts{
      "", "\\N", "\\.", "a\tb", "a\\b", "line\nbreak\r", "ü 漢字 🙂", "\b\f\v\x01", "it's \"q\"", "\\\\N", "\\t"};
  const auto writer = live.connection->write_rows({"live_test", "Odd Name"}, {"Id", "x", "y", "d", "b", "j"});
  for (std::size_t i = 0; i < texts.size(); ++i)
    writer->write({static_cast<std::int64_t>(i), texts[i], Blob{texts[i]}, 0.1, true, Json{R"({"a":"\n\\"})"}});
  writer->write({std::int64_t{99}, Null{}, Null{}, Null{}, Null{}, Null{}});
  CHECK(writer->finish() == 12);

  const auto cursor = live.connection->query({.sql = "SELECT * FROM \"Odd Name\" ORDER BY \"Id\""});
  std::vector<Value> row;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    REQUIRE(cursor->next(row));
    CHECK(row == std::vector<Value>{static_cast<std::int64_t>(i), texts[i], Blob{texts[i]}, 0.1, true,
                                    std::string(R"({"a":"\n\\"})")});
  }
  REQUIRE(cursor->next(row));
  CHECK(row == std::vector<Value>{std::int64_t{99}, Null{}, Null{}, Null{}, Null{}, Null{}});
  CHECK_FALSE(cursor->next(row));
}

TEST_CASE("rows of a writer that is not finished are dropped, and the connection goes on") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int)");
  { live.connection->write_rows({"", "t"}, {"a"})->write({std::int64_t{1}}); }
  CHECK(live.ask("SELECT count(*) FROM t") == Value(std::int64_t{0}));
}

TEST_CASE("a row that the table refuses is an error with the server's words") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int CHECK (a > 0))");
  const auto writer = live.connection->write_rows({"", "t"}, {"a"});
  const Error error = failure([&] {
    writer->write({std::int64_t{-1}});
    writer->finish();
  });
  CHECK(error.facts().sqlstate == "23514");
  CHECK(error.facts().sql == "COPY t (a) FROM STDIN");
  CHECK(live.ask("SELECT count(*) FROM t") == Value(std::int64_t{0}));
  CHECK(failure([&] { live.connection->write_rows({"", "t"}, {"missing"}); }).facts().sqlstate == "42703");
}

TEST_CASE("rows without columns take the default of each") {
  LiveSchema live;
  live.run("CREATE TABLE t (a int DEFAULT 7)");
  const auto writer = live.connection->write_rows({"", "t"}, {});
  writer->write({});
  writer->write({});
  CHECK(writer->finish() == 2);
  CHECK(live.ask("SELECT sum(a) FROM t") == Value(std::int64_t{14}));
}
