// Connections over the ODBC drivers of databases that are here. What the ODBC part does must be right over each of
// them; what a driver cannot do, its tests name.
#pragma once

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "databases/mssql/connection.h"
#include "luamigrate/error.h"
#include "support/failure.h"

namespace luamigrate::databases::mssql::test {

using namespace schema;
using luamigrate::test::failure;
using Values = std::vector<Value>;

// A missing server is a failure, never a test left out.
inline Url server_url(const char* variable) {
  const char* text = std::getenv(variable);
  if (!text) FAIL("set " << variable << " to the URL of a database for tests: scripts/with-databases does");
  return parse_url(text);
}

struct Driver {
  std::string name;
  std::string connection_string;
  std::string bytes_type, text_type, long_type;

  bool is(std::string_view other) const { return name == other; }
};

inline std::filesystem::path sqlite_file() {
  return std::filesystem::temp_directory_path() / fmt::format("luamigrate-odbc-{}.db", getpid());
}

inline Driver sqlite() {
  return {"SQLite", fmt::format("DRIVER={{SQLite3}};Database={};StepAPI=1;Timeout=500", sqlite_file().string()), "BLOB",
          "VARCHAR(200)", "BIGINT"};
}
// Rows by a cursor in portions, not all at once.
inline Driver postgresql() {
  const Url url = server_url("LUAMIGRATE_TEST_POSTGRESQL");
  return {"PostgreSQL",
          fmt::format("DRIVER={{PostgreSQL Unicode}};SERVER={};PORT={};DATABASE={};UID={};PWD={{{}}};UseDeclareFetch=1;"
                      "Fetch=500;BoolsAsChar=0;ByteaAsLongVarBinary=1;MaxVarcharSize=4000",
                      url.host, url.port, url.path, url.user, url.password),
          "BYTEA", "VARCHAR(200)", "BIGINT"};
}
inline Driver mariadb() {
  const Url url = server_url("LUAMIGRATE_TEST_MYSQL");
  return {"MariaDB",
          fmt::format("DRIVER={{MariaDB Unicode}};SOCKET={};DATABASE={};UID={};PWD={{{}}};CHARSET=utf8mb4;OPTION=2",
                      *url.option("unix_socket"), url.path, url.user, url.password),
          "LONGBLOB", "VARCHAR(200) CHARACTER SET utf8mb4", "BIGINT"};
}
inline std::vector<Driver> drivers() {
  return {sqlite(), postgresql(), mariadb()};
}

inline std::unique_ptr<Connection> connected(const Driver& driver) {
  return connect_to(parse_url("odbc:" + driver.connection_string), {}, Server::any);
}

// A table `t` of the test's own, dropped at its end.
class LiveTable {
 public:
  LiveTable(const Driver& driver, const std::string& body) : connection(connected(driver)) {
    run("DROP TABLE IF EXISTS t");
    run("CREATE TABLE t (" + body + ")");
  }
  ~LiveTable() {
    try {
      if (connection->in_transaction()) connection->rollback();
      run("DROP TABLE IF EXISTS t");
    } catch (const Error&) {
      // The next test begins with dropping it.
    }
    connection.reset();
    std::error_code ignored;
    std::filesystem::remove(sqlite_file(), ignored);
  }
  LiveTable(const LiveTable&) = delete;
  LiveTable& operator=(const LiveTable&) = delete;

  std::int64_t run(std::string sql, Values params = {}) {
    return connection->execute({.sql = std::move(sql), .params = std::move(params)});
  }
  Value ask(std::string sql, Values params = {}) {
    return scalar(*connection, {.sql = std::move(sql), .params = std::move(params)});
  }
  // Counts, whatever number type the database has for them.
  std::int64_t count(std::string sql, Values params = {}) {
    const Value value = ask(std::move(sql), std::move(params));
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return std::stoll(*text);
    return -1;
  }

  std::unique_ptr<Connection> connection;
};

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace luamigrate::databases::mssql::test
