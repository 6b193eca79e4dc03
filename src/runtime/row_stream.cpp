#include "runtime/row_stream.h"

#include <fmt/format.h>

#include <utility>

#include "luamigrate/error.h"

namespace luamigrate::runtime {
namespace {

// As much as is written at a time: enough to make the beginning and end of COPY cheap, and little memory.
constexpr std::size_t most_rows = 16'000;
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;
constexpr std::size_t great_row = 2048;
// What is not worth another thread.
constexpr std::size_t few_rows = 100;

}  // namespace

RowStream::~RowStream() {
  if (writing_.valid()) writing_.wait();
}

void RowStream::write(const std::vector<std::string>& columns, std::vector<schema::Value>& values) {
  if (columns != gathered_.columns) {
    send();
    gathered_.columns = columns;
  }
  if (gathered_.size == gathered_.rows.size()) gathered_.rows.emplace_back();
  for (const schema::Value& value : values) gathered_.bytes += sizeof value + schema::text_size(value);
  std::swap(gathered_.rows[gathered_.size++], values);
  if (gathered_.size == most_rows || gathered_.bytes > most_bytes) send();
}

void RowStream::settle() {
  if (writing_.valid()) std::exchange(writing_, {}).get();
}

std::int64_t RowStream::finish() {
  settle();
  if (gathered_.size > 0) write_part(connection_, gathered_);
  return count();
}

void RowStream::send() {
  settle();
  if (gathered_.size == 0) return;
  sent_ += static_cast<std::int64_t>(gathered_.size);
  if (gathered_.size < few_rows) {
    write_part(connection_, gathered_);
  } else {
    std::swap(gathered_, written_);
    gathered_.columns = written_.columns;
    writing_ = connection_.later([this](databases::Connection& connection) { write_part(connection, written_); });
  }
  // Rows of great texts are not worth their memory.
  if (gathered_.bytes > gathered_.size * great_row) gathered_.rows.clear();
  gathered_.size = gathered_.bytes = 0;
  gathered_.before = sent_;
}

void RowStream::write_part(databases::Connection& connection, Part& part) const {
  std::unique_ptr<databases::RowWriter> writer;
  try {
    writer = connection.write_rows(table_, part.columns);
    for (std::size_t i = 0; i < part.size; ++i) writer->write(part.rows[i]);
    writer->finish();
  } catch (const Error& error) {
    std::optional<std::size_t> number;
    if (writer) number = writer->refused_row();
    // About the columns: the first row is the first to have these. Of the database's errors those in the first part are
    // as well about the table.
    const bool is_about_columns = part.before > 0 && error.facts().failure == DatabaseFailure::syntax;
    if (!number && (is_about_columns || (!writer && error.kind() == ErrorKind::script))) number = 1;
    if (!number || error.kind() == ErrorKind::connection) throw;
    throw error.told_as(
        fmt::format("{} (in row {})", error.message(), static_cast<std::size_t>(part.before) + *number));
  }
}

}  // namespace luamigrate::runtime
