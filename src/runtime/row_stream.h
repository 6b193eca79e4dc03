#pragma once

#include <cstdint>
#include <future>
#include <string>
#include <vector>

#include "base/cache_line.h"
#include "databases/connection.h"
#include "schema/identifier.h"
#include "schema/value.h"

namespace luamigrate::runtime {

// Rows on their way into a table, written many at a time, while the next ones are made: between two parts whoever makes
// them may use the connection. A new part begins where a row has other columns than the one before, for a column left
// out takes its default.
//
// Errors name the row, where the database tells which one it was; they may come some thousand rows behind it.
class RowStream {
 public:
  // Both must outlive it.
  RowStream(databases::Connection& connection, const schema::TableName& table)
      : connection_(connection), table_(table) {}
  ~RowStream();
  RowStream(const RowStream&) = delete;
  RowStream& operator=(const RowStream&) = delete;

  // Takes the values and leaves others there, for their storage.
  void write(const std::vector<std::string>& columns, std::vector<schema::Value>& values);

  // Waits for what is being written. Throws what went wrong with it.
  void settle();

  // Writes what is left. Returns how many rows there were.
  std::int64_t finish();

  std::int64_t count() const noexcept { return sent_ + static_cast<std::int64_t>(gathered_.size); }

 private:
  struct alignas(base::apart) Part {
    std::vector<std::string> columns;
    std::vector<std::vector<schema::Value>> rows;  // the first `size` of them; the others are storage
    std::size_t size = 0;
    std::size_t bytes = 0;    // in memory, about
    std::int64_t before = 0;  // rows of the parts before it
  };

  void send();
  void write_part(databases::Connection& connection, Part& part) const;

  databases::Connection& connection_;
  const schema::TableName& table_;
  Part gathered_, written_;
  std::shared_future<void> writing_;
  std::int64_t sent_ = 0;
};

}  // namespace luamigrate::runtime
