#include "schema/packed_rows.h"

#include <string>
#include <type_traits>

namespace luamigrate::schema {
namespace {

// The alternative of `value` that holds what is to be read, as it was or made anew.
template <class Alternative>
Alternative& alternative(Value& value) {
  if (auto* held = std::get_if<Alternative>(&value)) return *held;
  return value.emplace<Alternative>();
}

}  // namespace

struct PackedRows::Add {
  std::vector<char>& bytes;

  template <class Number>
  void number(Number number) const {
    const auto* first = reinterpret_cast<const char*>(&number);
    bytes.insert(bytes.end(), first, first + sizeof number);
  }
  void text(Kind kind, std::string_view text) const {
    number(kind);
    number(text.size());
    bytes.insert(bytes.end(), text.begin(), text.end());
  }

  void operator()(Null) const { number(Kind::null); }
  void operator()(bool flag) const {
    number(Kind::boolean);
    number(static_cast<char>(flag));
  }
  void operator()(std::int64_t value) const {
    number(Kind::integer);
    number(value);
  }
  void operator()(double value) const {
    number(Kind::real);
    number(value);
  }
  void operator()(const std::string& value) const { text(Kind::text, value); }
  void operator()(const Blob& blob) const { text(Kind::blob, blob.bytes); }
  void operator()(const Json& json) const { text(Kind::json, json.text); }
};

void PackedRows::clear() noexcept {
  bytes_.clear();
  count_ = at_ = 0;
}

void PackedRows::add(const std::vector<Value>& values) {
  const std::size_t start = bytes_.size();
  Head head{values.size(), 0};
  const Add add{bytes_};
  add.number(head);
  for (const Value& value : values) std::visit(add, value);
  head.bytes = bytes_.size() - start - sizeof head;
  std::memcpy(bytes_.data() + start, &head, sizeof head);
  ++count_;
}

bool PackedRows::take(RowView& row) {
  if (at_ == bytes_.size()) return false;
  const char* from = bytes_.data() + at_;
  const auto head = RowView::take<Head>(from);
  row.values_ = from;
  row.size_ = head.values;
  at_ += sizeof head + head.bytes;
  return true;
}

bool PackedRows::take(std::vector<Value>& values) {
  RowView row;
  if (!take(row)) return false;
  values.resize(row.size_);
  row.for_each_kind([&](std::size_t i, Kind kind, const auto& held) {
    if constexpr (!std::is_same_v<std::decay_t<decltype(held)>, std::string_view>)
      values[i] = held;
    else if (kind == Kind::text)
      alternative<std::string>(values[i]).assign(held);
    else if (kind == Kind::blob)
      alternative<Blob>(values[i]).bytes.assign(held);
    else
      alternative<Json>(values[i]).text.assign(held);
  });
  return true;
}

}  // namespace luamigrate::schema
