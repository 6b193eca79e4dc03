// The log table keeps each run of a revision: what ran, from which text, when, for how long and how it ended.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "databases/connection.h"
#include "databases/dialect.h"
#include "databases/inspector.h"
#include "luamigrate/observer.h"
#include "ops/operation.h"
#include "schema/identifier.h"

namespace luamigrate::state {

// How far a revision has come that is not one transaction. What is counted is in the database, whatever comes.
struct Progress {
  std::int64_t operations = 0;  // done
  std::int64_t statements = 0;  // done, of the text of SQL that stands behind them
  std::string fingerprint;      // of the operations done, in their order
  std::string begun;            // the operation behind them where it was begun and may be done; empty: it was not
  // What the script asked of the database by op.has_... in front of what is done, and was told: "y" or "n" each. It
  // asks again when it is run again, and what was done since would make it go another way.
  std::string answers;
  // How far the operation behind them came that goes through a table in batches: the key, a line end, and what
  // operation it is.
  std::string position;

  std::string_view key() const noexcept { return std::string_view(position).substr(0, position.rfind('\n')); }
  std::string_view walk() const noexcept {
    const std::size_t end = position.rfind('\n');
    return end == std::string::npos ? std::string_view() : std::string_view(position).substr(end + 1);
  }
  bool is_something() const noexcept { return operations > 0 || statements > 0 || !begun.empty() || !position.empty(); }
  friend bool operator==(const Progress&, const Progress&) = default;
};

// One row.
struct LogEntry {
  std::string revision;
  Direction direction = Direction::upgrade;
  std::string checksum;  // SHA-256 of the file, hexadecimal
  std::string source;    // its text
  std::chrono::system_clock::time_point started_at;
  std::chrono::nanoseconds duration{0};
  Progress progress;
  std::string user_name;
  std::string host;
  std::string tool_version;
  std::string outcome;  // "running", "done", "failed", "stamped"
  std::string error;    // message of the failure; no password in it
};

// One row as it is read again; its text of the file is left where it is.
struct LogRow {
  std::string revision;
  Direction direction = Direction::upgrade;
  std::string checksum;
  std::string started_at;  // UTC, ISO 8601
  std::chrono::milliseconds duration{0};
  Progress progress;
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

  // A row that is written again as the revision goes on: insert() answers its id, update() changes what can change.
  // REQUIRES: no other run is at the revision meanwhile.
  std::int64_t insert(databases::Connection& connection, const LogEntry& entry) const;
  databases::Statement update(std::int64_t id, const LogEntry& entry) const;

  // The rows, newest first, `limit` at most (zero: all); none where there is no table. Never writes.
  std::vector<LogRow> read(databases::Connection& connection, databases::Inspector& inspector,
                           std::size_t limit = 0) const;

  // The last runs of revisions that did not end well and left a part of themselves, newest first.
  std::vector<LogRow> unfinished(databases::Connection& connection, databases::Inspector& inspector) const;

  // The last text that a revision was applied from; nothing where none is known.
  std::optional<std::string> source_of(databases::Connection& connection, databases::Inspector& inspector,
                                       const std::string& revision) const;

  // The last upgrade of each revision that is applied, as far as the rows tell.
  static std::map<std::string, LogRow> applied(const std::vector<LogRow>& newest_first);

 private:
  std::vector<LogRow> read_where(databases::Connection& connection, std::string_view condition,
                                 std::size_t limit) const;

  const databases::Dialect& dialect_;
  schema::TableName name_;
};

}  // namespace luamigrate::state
