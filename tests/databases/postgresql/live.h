#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <string>

#include "databases/registry.h"
#include "luamigrate/error.h"
#include "support/failure.h"

namespace luamigrate::databases::postgresql::test {

using namespace schema;
using luamigrate::test::failure;

// A missing server is a failure, never a test left out.
inline Url server_url() {
  const char* text = std::getenv("LUAMIGRATE_TEST_POSTGRESQL");
  if (!text) FAIL("set LUAMIGRATE_TEST_POSTGRESQL to the URL of a PostgreSQL database for tests");
  return parse_url(text);
}

inline const Database& database() {
  return *find_database("postgresql");
}

inline std::unique_ptr<Connection> connected() {
  return databases::connect(database(), server_url(), {});
}

// A schema of the test's own, first in the search path, dropped at its end.
class LiveSchema {
 public:
  LiveSchema() : connection(connected()) {
    run("DROP SCHEMA IF EXISTS live_test CASCADE");
    run("CREATE SCHEMA live_test");
    run("SET search_path TO live_test, public");
  }
  ~LiveSchema() {
    try {
      if (connection->in_transaction()) connection->rollback();
      run("DROP SCHEMA IF EXISTS live_test CASCADE");
    } catch (const Error&) {
      // The next test begins with dropping it.
    }
  }
  LiveSchema(const LiveSchema&) = delete;
  LiveSchema& operator=(const LiveSchema&) = delete;

  std::int64_t run(std::string sql, std::vector<Value> params = {}) {
    return connection->execute({.sql = std::move(sql), .params = std::move(params)});
  }
  Value ask(std::string sql, std::vector<Value> params = {}) {
    return scalar(*connection, {.sql = std::move(sql), .params = std::move(params)});
  }
  template <class Body>
  void apply(Body body) {
    const auto inspector = database().inspect(*connection);
    for (const Statement& statement : database().dialect->compile({std::move(body), {}}, *inspector))
      connection->execute(statement);
  }

  std::unique_ptr<Connection> connection;
};

}  // namespace luamigrate::databases::postgresql::test
