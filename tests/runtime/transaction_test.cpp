#include "runtime/transaction.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/fake_connection.h"

using namespace luamigrate;
using namespace luamigrate::runtime;
using luamigrate::test::FakeConnection;

namespace {
using Sent = std::vector<std::string>;
}

TEST_CASE("what is not committed is rolled back") {
  FakeConnection connection;
  {
    Transaction transaction(connection, Transaction::Kind::real);
    transaction.execute({.sql = "A"});
  }
  CHECK(connection.sent == Sent{"BEGIN", "A", "ROLLBACK"});
}

TEST_CASE("a statement that must be outside commits what came before and begins anew") {
  FakeConnection connection;
  Transaction transaction(connection, Transaction::Kind::real);
  transaction.execute({.sql = "A"});
  CHECK_FALSE(transaction.partly_kept());
  transaction.execute({.sql = "B", .outside_transaction = true});
  CHECK(transaction.partly_kept());
  transaction.execute({.sql = "C"});
  transaction.commit();
  CHECK(connection.sent == Sent{"BEGIN", "A", "COMMIT", "B", "BEGIN", "C", "COMMIT"});
}

TEST_CASE("a spoiled transaction is never committed") {
  FakeConnection connection;
  {
    Transaction transaction(connection, Transaction::Kind::real);
    transaction.spoil("first");
    transaction.spoil("second");
    try {
      transaction.commit();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.hint().find("first") != std::string::npos);
    }
  }
  CHECK(connection.sent == Sent{"BEGIN", "ROLLBACK"});
}

TEST_CASE("a check that finds a row before COMMIT keeps everything back and says what it found") {
  FakeConnection connection;
  connection.answers["CHECK t"] = {{std::string("child"), std::int64_t{7}}};
  {
    Transaction transaction(connection, Transaction::Kind::real);
    transaction.execute({.sql = "A", .check_before_commit = "CHECK t"});
    transaction.execute({.sql = "B", .check_before_commit = "CHECK t"});
    try {
      transaction.commit();
      FAIL("no error");
    } catch (const Error& error) {
      CHECK(error.facts().sql == "CHECK t");
      CHECK(error.facts().database_message == "c0 child, c1 7");
      CHECK(error.facts().failure == DatabaseFailure::constraint);
    }
  }
  CHECK(connection.sent == Sent{"BEGIN", "A", "B", "CHECK t", "ROLLBACK"});
}

TEST_CASE("without a transaction every statement is kept at once") {
  FakeConnection connection;
  Transaction transaction(connection, Transaction::Kind::none);
  CHECK_FALSE(transaction.partly_kept());
  transaction.execute({.sql = "A"});
  CHECK(transaction.partly_kept());
  transaction.commit();
  CHECK(connection.sent == Sent{"A"});
}
