#include "databases/mysql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mysql::test;

TEST_CASE("many rows are written exactly, in as few statements as they fit into") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT PRIMARY KEY AUTO_INCREMENT, b DOUBLE, c LONGTEXT)");
  const auto writer = live.connection->write_rows({"", "t"}, {"a", "b", "c"});
  for (std::int64_t i = 0; i < 2345; ++i)
    writer->write({i, 0.1 * static_cast<double>(i), i % 7 == 0 ? Value(Null{}) : Value(std::string("'\\") + "x\n")});
  CHECK(writer->finish() == 2345);
  CHECK(live.all("SELECT count(*), min(a), max(a), count(c) FROM t") ==
        Values{std::int64_t{2345}, std::int64_t{0}, std::int64_t{2344}, std::int64_t{2009 + 1}});
  CHECK(live.ask("SELECT b FROM t WHERE a = 3") == Value(0.1 * 3));
  CHECK(live.ask("SELECT c FROM t WHERE a = 1") == Value(std::string("'\\x\n")));
}

TEST_CASE("long rows are split by their size, and a row without columns takes the defaults") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT DEFAULT 7, b LONGTEXT)");
  const auto writer = live.connection->write_rows({"", "t"}, {"b"});
  for (int i = 0; i < 30; ++i) writer->write({std::string(100'000, 'x')});
  CHECK(writer->finish() == 30);
  CHECK(live.ask("SELECT sum(length(b)) FROM t") == Value(std::string("3000000")));
  const auto defaults = live.connection->write_rows({"", "t"}, {});
  for (int i = 0; i < 3; ++i) defaults->write({});
  CHECK(defaults->finish() == 3);
  CHECK(live.ask("SELECT count(*) FROM t WHERE a = 7 AND b IS NULL") == Value(std::int64_t{3}));
}

TEST_CASE("the row that is refused is told by its number") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT PRIMARY KEY, b VARCHAR(3) NOT NULL)");
  live.connection->begin();
  const auto refused = [&](std::int64_t bad, const Values& row) {
    const auto writer = live.connection->write_rows({"", "t"}, {"a", "b"});
    const Error error = failure([&] {
      for (std::int64_t i = 1; i <= 3000; ++i) writer->write(i == bad ? row : Values{i, std::string("x")});
      writer->finish();
    });
    CHECK(error.facts().sql == "INSERT INTO t (a, b) VALUES (?, ?)");
    live.connection->rollback();
    live.connection->begin();
    return writer->refused_row();
  };
  CHECK(refused(1234, {std::int64_t{7}, std::string("x")}) == 1234u);
  CHECK(refused(2900, {std::int64_t{2900}, Null{}}) == 2900u);
  CHECK(refused(5, {std::int64_t{5}, std::string("too long")}) == 5u);
}

TEST_CASE("rows are updated by their keys in one statement, inside the transaction") {
  LiveSchema live;
  live.run("CREATE TABLE t (a INT, b VARCHAR(10), c TEXT, PRIMARY KEY (a, b))");
  live.run("INSERT INTO t SELECT seq, 'k', 'old' FROM seq_0_to_2499");
  live.connection->begin();
  {
    const auto writer = live.connection->update_rows({"live_test", "t"}, {"c"}, {"a", "b"});
    for (std::int64_t i = 0; i < 2500; i += 2) writer->write({std::string("new"), i, std::string("k")});
    writer->write({std::string("new"), std::int64_t{9999}, std::string("k")});
    CHECK(writer->finish() == 1250);
  }
  CHECK(live.connection->in_transaction());
  CHECK(live.ask("SELECT count(*) FROM t WHERE c = 'new'") == Value(std::int64_t{1250}));
  live.connection->rollback();
  CHECK(live.ask("SELECT count(*) FROM t WHERE c = 'new'") == Value(std::int64_t{0}));
}
