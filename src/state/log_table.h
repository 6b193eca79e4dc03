// The log table keeps each run of a revision: what ran, from which text, when, for how long and how it ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "databases/connection.h"
#include "databases/dialect.h"
#include "databases/inspector.h"
#include "luamigrate/observer.h"
#include "ops/operation.h"
#include "schema/identifier.h"

namespace luamigrate::state {

// One row.
struct LogEntry {
  std::string revision;
  Direction direction = Direction::upgrade;
  std::string checksum;  // SHA-256 of the file, hexadecimal
  std::string source;    // its text
  std::chrono::system_clock::time_point started_at;
  std::chrono::nanoseconds duration{0};
  std::int64_t operations = 0;  // done
  std::string user_name;
  std::string host;
  std::string tool_version;
  std::string outcome;  // "done", "failed", "stamped"
  std::string error;    // message of the failure; no password in it
};

// One row as it is read again; its text of the file is left where it is.
struct LogRow {
  std::string revision;
  Direction direction = Direction::upgrade;
  std::string checksum;
  std::string started_at;  // UTC, ISO 8601
  std::chrono::milliseconds duration{0};
  std::int64_t operations = 0;
  std::string user_name;
  std::string host;
  std::string tool_version;
  std::string outcome;
  std::string error;
};

class LogTable {
 public:
  // `dialect` must outlive it.
  LogTable(const databases::Dialect& dialect, schema::TableName name) : dialect_(dialect), name_(std::move(name)) {}

  ops::Operation creation() const;
  void ensure(databases::Connection& connection, databases::Inspector& inspector) const;
  databases::Statement insertion(const LogEntry& entry) const;

  // The rows, newest first, `limit` at most (zero: all); none where there is no table. Never writes.
  std::vector<LogRow> read(databases::Connection& connection, databases::Inspector& inspector,
                           std::size_t limit = 0) const;

  // The last upgrade of each revision that is applied, as far as the rows tell.
  static std::map<std::string, LogRow> applied(const std::vector<LogRow>& newest_first);

 private:
  const databases::Dialect& dialect_;
  schema::TableName name_;
};

}  // namespace luamigrate::state
