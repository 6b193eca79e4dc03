#include "base/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"

namespace luamigrate::base {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;
constexpr std::size_t longest_record = std::size_t{16} * 1024 * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

bool CsvReader::next(std::vector<std::string_view>& fields) {
  begin_ = next_;
  line_ = next_line_;
  while (scan() == Found::too_little)
    if (!read_more()) return false;
  next_line_ += static_cast<std::size_t>(std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                                                    buffer_.begin() + static_cast<std::ptrdiff_t>(next_), '\n'));
  fields.clear();
  for (const Field& field : fields_) fields.push_back(text_of(field));
  return true;
}

// Finds the fields of the record at begin_.
CsvReader::Found CsvReader::scan() {
  fields_.clear();
  const std::size_t size = buffer_.size();
  std::size_t at = begin_;
  if (at == size) return Found::too_little;
  while (true) {
    Field field{at, at, false, false};
    if (at < size && buffer_[at] == '"') {
      if (scan_quoted(at, field) == Found::too_little) return Found::too_little;
    } else {
      while (at < size && buffer_[at] != separator_ && buffer_[at] != '\n' && buffer_[at] != '\r') ++at;
      field.end = at;
    }
    if (at == size && !at_end_) return Found::too_little;
    fields_.push_back(field);
    if (at < size && buffer_[at] == separator_) {
      ++at;
      continue;
    }
    if (at < size && buffer_[at] == '\r') {
      if (at + 1 == size && !at_end_) return Found::too_little;
      if (at + 1 < size && buffer_[at + 1] == '\n') ++at;
    }
    if (at < size) ++at;
    next_ = at;
    return Found::record;
  }
}

CsvReader::Found CsvReader::scan_quoted(std::size_t& at, Field& field) {
  const std::size_t size = buffer_.size();
  field.is_quoted = true;
  field.begin = ++at;
  while (true) {
    at = buffer_.find('"', at);
    if (at == std::string::npos || (at + 1 == size && !at_end_)) {
      if (at_end_) fail("a quote is not closed");
      return Found::too_little;
    }
    if (at + 1 == size || buffer_[at + 1] != '"') break;
    field.has_doubled_quotes = true;
    at += 2;
  }
  field.end = at++;
  if (at < size && buffer_[at] != separator_ && buffer_[at] != '\n' && buffer_[at] != '\r')
    fail("text after a closing quote");
  return Found::record;
}

// False: there is nothing left of a record.
bool CsvReader::read_more() {
  if (at_end_) return begin_ < buffer_.size();
  buffer_.erase(0, begin_);
  begin_ = next_ = 0;
  const std::size_t held = buffer_.size();
  if (held > longest_record) fail("a record of more than 16 MB: perhaps a quote is not closed");
  buffer_.resize(held + std::max(piece, held));  // a long record is not looked through again and again
  const std::size_t count = source_(buffer_.data() + held, buffer_.size() - held);
  buffer_.resize(held + count);
  at_end_ = count == 0;
  if (at_start_ && std::string_view(buffer_).starts_with(byte_order_mark)) begin_ = next_ = byte_order_mark.size();
  if (at_start_ && (at_end_ || buffer_.size() >= byte_order_mark.size())) at_start_ = false;
  return true;
}

// Doubled quotes are made one, in place.
std::string_view CsvReader::text_of(const Field& field) {
  const std::string_view whole(buffer_.data() + field.begin, field.end - field.begin);
  if (!field.has_doubled_quotes) return whole;
  std::size_t to = field.begin;
  for (std::size_t from = field.begin; from < field.end; ++from) {
    buffer_[to++] = buffer_[from];
    if (buffer_[from] == '"') ++from;
  }
  return {buffer_.data() + field.begin, to - field.begin};
}

void CsvReader::fail(const char* what) const {
  throw Error(ErrorKind::script, fmt::format("line {}: {}", line_, what));
}

}  // namespace luamigrate::base
