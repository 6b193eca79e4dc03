#include "runtime/row_stream.h"

#include <fmt/format.h>

#include <utility>

#include "luamigrate/error.h"

namespace luamigrate::runtime {
namespace {

// As much as is written at a time: enough to make the beginning and end of COPY cheap, and little memory.
constexpr std::size_t most_rows = 4'000;
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;

std::size_t size_of(const schema::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  if (const auto* blob = std::get_if<schema::Blob>(&value)) return blob->bytes.size();
  if (const auto* json = std::get_if<schema::Json>(&value)) return json->text.size();
  return 0;
}

}  // namespace

void RowStream::write(schema::Row& row) {
  if (!same_columns(row)) {
    flush();
    columns_.clear();
    for (const auto& [name, value] : row) columns_.push_back(name);
  }
  if (waiting_ == rows_.size()) rows_.emplace_back();
  std::vector<schema::Value>& values = rows_[waiting_++];
  values.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    bytes_ += size_of(row[i].second);
    std::swap(values[i], row[i].second);
  }
  if (waiting_ == most_rows || bytes_ > most_bytes) flush();
}

std::int64_t RowStream::finish() {
  flush();
  return written_;
}

bool RowStream::same_columns(const schema::Row& row) const {
  if (row.size() != columns_.size()) return false;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (row[i].first != columns_[i]) return false;
  return true;
}

void RowStream::flush() {
  if (waiting_ == 0) return;
  const auto writer = connection_.write_rows(table_, columns_);
  try {
    for (std::size_t i = 0; i < waiting_; ++i) writer->write(rows_[i]);
    writer->finish();
  } catch (const Error& error) {
    const auto number = writer->refused_row();
    if (!number) throw;
    Error named(error.kind(),
                fmt::format("{} (in row {})", error.message(), static_cast<std::size_t>(written_) + *number),
                error.hint());
    named.facts() = error.facts();
    throw named;
  }
  written_ += static_cast<std::int64_t>(waiting_);
  waiting_ = 0;
  // Rows of great texts are not worth their memory.
  if (bytes_ > most_bytes) rows_.clear();
  bytes_ = 0;
}

}  // namespace luamigrate::runtime
