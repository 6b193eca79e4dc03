// Rows one behind the other in one piece of memory.
//
// What one thread writes and another reads has to go from one processor's cache to the other's. Packed, a row is a line
// or two of it, which are fetched before they are asked for; as a vector of values with their texts it is a line for
// each of those, here and there.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "schema/value.h"

namespace luamigrate::schema {

// A packed row, where it stands: valid until the rows are changed.
class RowView {
 public:
  RowView() = default;

  std::size_t size() const noexcept { return size_; }

  // Calls `visit(number, value)` with each value: Null, bool, std::int64_t, double, or std::string_view for a text,
  // bytes and JSON.
  template <class Visit>
  void for_each(const Visit& visit) const {
    for_each_kind([&](std::size_t i, Kind, const auto& value) { visit(i, value); });
  }

 private:
  friend class PackedRows;

  // Before each value; in the order of the alternatives of Value.
  enum class Kind : char { null, boolean, integer, real, text, blob, json };

  template <class Number>
  static Number take(const char*& from) {
    Number number;
    std::memcpy(&number, from, sizeof number);
    from += sizeof number;
    return number;
  }
  static std::string_view take_text(const char*& from) {
    const auto size = take<std::size_t>(from);
    const std::string_view text(from, size);
    from += size;
    return text;
  }

  // Calls `visit(number, kind, value)`: what text, bytes and JSON are told apart by.
  template <class Visit>
  void for_each_kind(const Visit& visit) const;

  const char* values_ = nullptr;
  std::size_t size_ = 0;
};

class PackedRows {
 public:
  void clear() noexcept;
  void add(const std::vector<Value>& values);

  std::size_t count() const noexcept { return count_; }
  std::size_t bytes() const noexcept { return bytes_.size(); }

  // The first row that was not yet taken; the second one copies it, into storage that is used again. False: there is
  // none left.
  bool take(RowView& row);
  bool take(std::vector<Value>& values);

 private:
  using Kind = RowView::Kind;
  struct Add;
  struct Head {  // of each row
    std::size_t values;
    std::size_t bytes;  // behind the head
  };

  std::vector<char> bytes_;
  std::size_t count_ = 0;
  std::size_t at_ = 0;  // where the next one to be taken begins
};

template <class Visit>
void RowView::for_each_kind(const Visit& visit) const {
  const char* from = values_;
  for (std::size_t i = 0; i < size_; ++i) {
    switch (const auto kind = take<Kind>(from)) {
      case Kind::null: visit(i, kind, Null{}); break;
      case Kind::boolean: visit(i, kind, take<char>(from) != 0); break;
      case Kind::integer: visit(i, kind, take<std::int64_t>(from)); break;
      case Kind::real: visit(i, kind, take<double>(from)); break;
      case Kind::text:
      case Kind::blob:
      case Kind::json: visit(i, kind, take_text(from)); break;
    }
  }
}

}  // namespace luamigrate::schema
