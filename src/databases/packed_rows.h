#pragma once

#include <cstddef>
#include <vector>

#include "schema/value.h"

namespace luamigrate::databases {

// Rows one behind the other in one piece of memory. What one thread writes and another reads has to go from one
// processor's cache to the other's: packed, a row is one or two lines of it, which are fetched before they are asked
// for; as a vector of values with their texts it is one line for each of those, here and there.
class PackedRows {
 public:
  void clear() noexcept;
  void add(const std::vector<schema::Value>& values);

  std::size_t count() const noexcept { return count_; }
  std::size_t bytes() const noexcept { return bytes_.size(); }

  // The first row that was not yet taken, into `values`, whose storage is used again. False: there is none left.
  bool take(std::vector<schema::Value>& values);

 private:
  std::vector<char> bytes_;  // each row: how many values; each value: its alternative, and what it holds
  std::size_t count_ = 0;
  std::size_t at_ = 0;  // where the next one to be taken begins
};

}  // namespace luamigrate::databases
