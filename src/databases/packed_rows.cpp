#include "databases/packed_rows.h"

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace luamigrate::databases {
namespace {

template <class Number>
void add_number(std::vector<char>& bytes, Number number) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof number);
  std::memcpy(bytes.data() + at, &number, sizeof number);
}

void add_text(std::vector<char>& bytes, std::string_view text) {
  add_number(bytes, text.size());
  bytes.insert(bytes.end(), text.begin(), text.end());
}

template <class Number>
Number take_number(const char*& from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  from += sizeof number;
  return number;
}

std::string_view take_text(const char*& from) {
  const auto size = take_number<std::size_t>(from);
  const std::string_view text(from, size);
  from += size;
  return text;
}

// The alternative of `value` that holds what is to be read, as it was or made anew.
template <class Alternative>
Alternative& alternative(schema::Value& value) {
  if (auto* held = std::get_if<Alternative>(&value)) return *held;
  return value.emplace<Alternative>();
}

// In the order of the alternatives of Value.
enum class Kind : char { null, boolean, integer, real, text, blob, json };

struct Add {
  std::vector<char>& bytes;

  void kind(Kind kind) const { bytes.push_back(static_cast<char>(kind)); }
  void operator()(schema::Null) const { kind(Kind::null); }
  void operator()(bool flag) const {
    kind(Kind::boolean);
    bytes.push_back(flag ? 1 : 0);
  }
  void operator()(std::int64_t number) const {
    kind(Kind::integer);
    add_number(bytes, number);
  }
  void operator()(double number) const {
    kind(Kind::real);
    add_number(bytes, number);
  }
  void operator()(const std::string& text) const {
    kind(Kind::text);
    add_text(bytes, text);
  }
  void operator()(const schema::Blob& blob) const {
    kind(Kind::blob);
    add_text(bytes, blob.bytes);
  }
  void operator()(const schema::Json& json) const {
    kind(Kind::json);
    add_text(bytes, json.text);
  }
};

void take_value(const char*& from, schema::Value& value) {
  switch (static_cast<Kind>(*from++)) {
    case Kind::null: value = schema::Null{}; return;
    case Kind::boolean: value = *from++ != 0; return;
    case Kind::integer: value = take_number<std::int64_t>(from); return;
    case Kind::real: value = take_number<double>(from); return;
    case Kind::text: alternative<std::string>(value).assign(take_text(from)); return;
    case Kind::blob: alternative<schema::Blob>(value).bytes.assign(take_text(from)); return;
    case Kind::json: alternative<schema::Json>(value).text.assign(take_text(from)); return;
  }
}

}  // namespace

void PackedRows::clear() noexcept {
  bytes_.clear();
  count_ = at_ = 0;
}

void PackedRows::add(const std::vector<schema::Value>& values) {
  add_number(bytes_, values.size());
  for (const schema::Value& value : values) std::visit(Add{bytes_}, value);
  ++count_;
}

bool PackedRows::take(std::vector<schema::Value>& values) {
  if (at_ == bytes_.size()) return false;
  const char* from = bytes_.data() + at_;
  values.resize(take_number<std::size_t>(from));
  for (schema::Value& value : values) take_value(from, value);
  at_ = static_cast<std::size_t>(from - bytes_.data());
  return true;
}

}  // namespace luamigrate::databases
