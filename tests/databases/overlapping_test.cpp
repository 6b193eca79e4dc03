#include "databases/overlapping.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "luamigrate/error.h"
#include "support/fake_connection.h"

using namespace luamigrate;
using databases::Connection;

namespace {

using Rows = std::vector<std::vector<schema::Value>>;

Rows numbered(std::int64_t count) {
  Rows rows;
  for (std::int64_t i = 0; i < count; ++i) rows.push_back({i, fmt::format("row {}", i)});
  return rows;
}

// A connection to nothing, and the same one with a thread beside it.
struct Beside {
  test::FakeConnection* inner = new test::FakeConnection;
  std::unique_ptr<Connection> connection = databases::overlapping(std::unique_ptr<Connection>(inner));
};

void rest() {
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

}  // namespace

TEST_CASE("rows that are read ahead are all of them, in their order") {
  Beside beside;
  const std::int64_t count = GENERATE(0, 1, 99, 100, 101, 599, 600, 601, 1100, 1101, 5000);
  CAPTURE(count);
  beside.inner->answers["SELECT 1"] = numbered(count);
  const auto cursor = beside.connection->query({.sql = "SELECT 1"});
  std::vector<schema::Value> values;
  std::int64_t met = 0;
  for (; cursor->next(values); ++met)
    if (values != std::vector<schema::Value>{met, fmt::format("row {}", met)}) FAIL("not the row " << met);
  CHECK(met == count);
  CHECK_FALSE(cursor->next(values));
}

TEST_CASE("what is asked for between two rows waits for the rows that are read ahead") {
  Beside beside;
  beside.inner->answers["SELECT 1"] = numbered(3000);
  auto cursor = beside.connection->query({.sql = "SELECT 1"});
  std::vector<schema::Value> values;
  int met = 0;
  while (cursor->next(values)) {
    if (++met % 7 == 0) beside.connection->execute({.sql = "UPDATE"});
    if (met == 2000) cursor.reset();
    if (!cursor) break;
  }
  CHECK(met == 2000);
  CHECK(beside.inner->sent.size() == 1 + 2000 / 7);
}

TEST_CASE("work is done in its turn, and its error comes to whoever asked for it") {
  Beside beside;
  const auto first = beside.connection->later([](Connection& connection) {
    rest();
    connection.execute({.sql = "one"});
  });
  const auto second = beside.connection->later([](Connection& connection) {
    rest();
    connection.execute({.sql = "two"});
    throw Error(ErrorKind::database, "two failed");
  });
  CHECK(beside.connection->execute({.sql = "three"}) == 1);
  CHECK(beside.inner->sent == std::vector<std::string>{"one", "two", "three"});
  CHECK_NOTHROW(first.get());
  CHECK_THROWS_WITH(second.get(), "two failed");
  CHECK_THROWS_WITH(second.get(), "two failed");
}

TEST_CASE("a state of the session does not end under the work that goes on") {
  Beside beside;
  beside.inner->has_states = true;
  auto state = beside.connection->telling_apart({});
  const auto done = beside.connection->later([](Connection& connection) {
    rest();
    connection.execute({.sql = "work"});
  });
  state.reset();
  CHECK(beside.inner->sent == std::vector<std::string>{"work", "end of a state"});
  beside.inner->has_states = false;
  CHECK_FALSE(beside.connection->telling_apart({}));
}

TEST_CASE("a connection is not closed under its work") {
  bool done = false;
  {
    Beside beside;
    beside.connection->later([&](Connection&) {
      rest();
      done = true;
    });
  }
  CHECK(done);
}

TEST_CASE("what a database says meanwhile is told by the thread that listens") {
  Beside beside;
  std::vector<std::string> told;
  std::thread::id teller;
  beside.connection->on_notice([&](std::string_view text) {
    told.emplace_back(text);
    teller = std::this_thread::get_id();
  });
  beside.inner->notice("one");
  const auto done = beside.connection->later([&](Connection&) { beside.inner->notice("two"); });
  done.wait();
  CHECK(told == std::vector<std::string>{"one"});
  beside.connection->execute({.sql = "three"});
  CHECK(told == std::vector<std::string>{"one", "two"});
  CHECK(teller == std::this_thread::get_id());
}

TEST_CASE("a connection without a thread beside it does the work at once") {
  test::FakeConnection connection;
  const auto done = connection.later([](Connection& same) { same.execute({.sql = "one"}); });
  CHECK(connection.sent == std::vector<std::string>{"one"});
  CHECK_NOTHROW(done.get());
  const auto failed = connection.later([](Connection&) { throw Error(ErrorKind::database, "no"); });
  CHECK_THROWS_WITH(failed.get(), "no");
}
