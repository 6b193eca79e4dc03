// Where a script's calls go. A script drives a sink and never knows which: the live one changes a database, the offline
// one prints SQL, the recording one only remembers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ops/operation.h"
#include "schema/packed_rows.h"
#include "schema/table.h"
#include "schema/value.h"

namespace luamigrate::ops {

struct Query {
  std::string sql;
  luamigrate::schema::Parameters parameters;
  Origin origin;
  std::string_view function = "query";  // which of `op` asks it, for messages
};

// The rows of a query, one at a time. Other statements may be sent between two calls of next().
class FoundRows {
 public:
  virtual ~FoundRows() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // A look at the next row, until the next call; false after the last one.
  virtual bool next(luamigrate::schema::RowView& row) = 0;
};

// Rows to insert, one at a time. Columns may differ from row to row.
class Rows {
 public:
  virtual ~Rows() = default;
  // Of the row that next() gave last.
  virtual const std::vector<std::string>& columns() const = 0;
  // The next row in `values` (storage reused), or false after the last one.
  virtual bool next(std::vector<luamigrate::schema::Value>& values) = 0;
};

// A way through the rows of a table in the order of a key, batch by batch.
struct Walk {
  luamigrate::schema::TableName table;
  std::vector<std::string> key;  // empty: the primary key
  std::string where;             // SQL; empty: all rows
  std::int64_t batch_size = 0;   // zero: chosen by the sink
  CommitAt commit = CommitAt::revision;
  std::chrono::milliseconds pause{0};  // between two batches
};

// A walk that changes some of the rows.
struct Transformation {
  Walk walk;
  std::vector<std::string> columns;  // read beside the key
  std::vector<std::string> set;      // that may be changed; none of the key
  Origin origin;
};

// A row that a transformation has met: values of its key, then of its columns, then of those of `set` that are neither.
struct MetRow {
  const std::vector<std::string>& names;
  const std::vector<luamigrate::schema::Value>& values;
};

// What becomes of it: a value for each column of `set`, looked at where it is given.
struct RowAnswer {
  std::vector<luamigrate::schema::Value> values;
  std::vector<char> given;
};

// False leaves the row as it is. The answer comes with places for all values, none of them given.
using RowTransform = std::function<bool(const MetRow& row, RowAnswer& answer)>;

class Sink {
 public:
  virtual ~Sink() = default;

  // Carries the operation out. Returns the number of rows that its last statement touched, -1 where that has no
  // meaning.
  virtual std::int64_t apply(const Operation& operation) = 0;

  // Inserts the rows as they come, never holding them all. Returns how many.
  virtual std::int64_t bulk_insert(const luamigrate::schema::TableName& table, Rows& rows, const Origin& origin) = 0;

  // Holds one batch of rows at a time and visits none twice. Returns how many it changed.
  virtual std::int64_t transform_rows(const Transformation& transformation, const RowTransform& transform) = 0;

  // Error{unsupported} where there is no database to ask (offline).
  virtual std::unique_ptr<FoundRows> query(const Query& query) = 0;
  virtual std::optional<luamigrate::schema::Table> find_table(const luamigrate::schema::TableName& table) = 0;
  virtual bool has_table(const luamigrate::schema::TableName& table) = 0;
  virtual bool has_column(const luamigrate::schema::TableName& table, std::string_view column) = 0;
  virtual bool has_index(const luamigrate::schema::TableName& table, std::string_view index) = 0;

  // Runs `block` outside the transaction: what came before is committed, a new one begins after it.
  virtual void autocommit(const std::function<void()>& block) = 0;

  // op.reversible: `up` now, or `down` in its place when the operations are recorded to be inverted.
  virtual void reversible(const std::function<void()>& up, const std::function<void()>& down) = 0;

  virtual void log(std::string_view text) = 0;
  // How far what `label` names has come, of how much where that is known. `done` is its last word.
  virtual void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) = 0;
  virtual std::string_view dialect() const = 0;  // "sqlite"
  virtual bool offline() const = 0;
};

}  // namespace luamigrate::ops
