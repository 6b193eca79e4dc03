#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "databases/connection.h"
#include "schema/identifier.h"
#include "schema/value.h"

namespace luamigrate::runtime {

// Rows on their way into a table, written many at a time: between two parts whoever makes the rows may use the
// connection. A new writer begins where a row has other columns than the one before, for a column left out takes its
// default.
//
// Errors name the row, where the database tells which one it was.
class RowStream {
 public:
  // Both must outlive it.
  RowStream(databases::Connection& connection, const schema::TableName& table)
      : connection_(connection), table_(table) {}

  // Takes the values out of `row` and leaves others there, for their storage.
  void write(schema::Row& row);

  // Writes what is left. Returns how many rows there were.
  std::int64_t finish();

  std::int64_t count() const noexcept { return written_ + static_cast<std::int64_t>(waiting_); }

 private:
  bool same_columns(const schema::Row& row) const;
  void flush();

  databases::Connection& connection_;
  const schema::TableName& table_;
  std::vector<std::string> columns_;
  std::vector<std::vector<schema::Value>> rows_;  // the first `waiting_` of them, of these columns
  std::size_t waiting_ = 0;
  std::size_t bytes_ = 0;  // of their texts, about
  std::int64_t written_ = 0;
};

}  // namespace luamigrate::runtime
