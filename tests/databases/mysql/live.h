#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <string>

#include "databases/registry.h"
#include "luamigrate/error.h"
#include "support/failure.h"

namespace luamigrate::databases::mysql::test {

using namespace schema;
using luamigrate::test::failure;
using Values = std::vector<Value>;

// A missing server is a failure, never a test left out.
inline Url server_url() {
  const char* text = std::getenv("LUAMIGRATE_TEST_MYSQL");
  if (!text) FAIL("set LUAMIGRATE_TEST_MYSQL to the URL of a MySQL or MariaDB database for tests");
  return parse_url(text);
}

inline const Database& database() {
  return *find_database("mysql");
}

inline std::unique_ptr<Connection> connected() {
  return databases::connect(database(), server_url(), {});
}

// A database of the test's own, in use, dropped at its end.
class LiveSchema {
 public:
  LiveSchema() : connection(connected()) {
    run("DROP DATABASE IF EXISTS live_test");
    run("CREATE DATABASE live_test CHARACTER SET utf8mb4");
    run("USE live_test");
  }
  ~LiveSchema() {
    try {
      if (connection->in_transaction()) connection->rollback();
      run("DROP DATABASE IF EXISTS live_test");
    } catch (const Error&) {
      // The next test begins with dropping it.
    }
  }
  LiveSchema(const LiveSchema&) = delete;
  LiveSchema& operator=(const LiveSchema&) = delete;

  std::int64_t run(std::string sql, Values params = {}) {
    return connection->execute({.sql = std::move(sql), .params = std::move(params)});
  }
  Value ask(std::string sql, Values params = {}) {
    return scalar(*connection, {.sql = std::move(sql), .params = std::move(params)});
  }
  Values all(std::string sql, Values params = {}) {
    const auto cursor = connection->query({.sql = std::move(sql), .params = std::move(params)});
    Values result;
    for (Values row; cursor->next(row);) result.insert(result.end(), row.begin(), row.end());
    return result;
  }
  template <class Body>
  void apply(Body body) {
    const auto inspector = database().inspect(*connection);
    for (const Statement& statement : database().dialect->compile({std::move(body), {}}, *inspector))
      connection->execute(statement);
  }

  std::unique_ptr<Connection> connection;
};

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace luamigrate::databases::mysql::test
