#include "support/fake_connection.h"

#include <fmt/format.h>

#include "luamigrate/error.h"

namespace luamigrate::test {
namespace {

class ListCursor final : public databases::Cursor {
 public:
  explicit ListCursor(std::vector<std::vector<schema::Value>> rows) : rows_(std::move(rows)) {
    for (std::size_t i = 0; !rows_.empty() && i < rows_.front().size(); ++i) columns_.push_back(fmt::format("c{}", i));
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  bool next(std::vector<schema::Value>& values) override {
    if (at_ == rows_.size()) return false;
    values = rows_[at_++];
    return true;
  }

 private:
  std::vector<std::vector<schema::Value>> rows_;
  std::vector<std::string> columns_;
  std::size_t at_ = 0;
};

// Notes each row as one statement.
class NotingWriter final : public databases::RowWriter {
 public:
  NotingWriter(std::vector<std::string>& sent, std::string head) : sent_(sent), head_(std::move(head)) {}
  void write(const std::vector<schema::Value>&) override { ++count_; }
  std::int64_t finish() override {
    sent_.push_back(fmt::format("{}: {} rows", head_, count_));
    return count_;
  }

 private:
  std::vector<std::string>& sent_;
  std::string head_;
  std::int64_t count_ = 0;
};

}  // namespace

std::int64_t FakeConnection::execute(const databases::Statement& statement) {
  sent.push_back(statement.sql);
  if (!fail_on.empty() && statement.sql == fail_on) {
    Error error(ErrorKind::database, "the database refused a statement");
    error.facts().sql = statement.sql;
    error.facts().failure = DatabaseFailure::other;
    throw error;
  }
  return rows_touched;
}

std::unique_ptr<databases::Cursor> FakeConnection::query(const databases::Statement& statement) {
  sent.push_back(statement.sql);
  return std::make_unique<ListCursor>(answers[statement.sql]);
}

std::unique_ptr<databases::RowWriter> FakeConnection::write_rows(const schema::TableName& table,
                                                                 const std::vector<std::string>& columns) {
  return std::make_unique<NotingWriter>(sent, fmt::format("{} ({})", table.name, fmt::join(columns, ", ")));
}

void FakeConnection::begin() {
  sent.push_back("BEGIN");
  in_transaction_ = true;
}

void FakeConnection::commit() {
  sent.push_back("COMMIT");
  in_transaction_ = false;
}

void FakeConnection::rollback() {
  sent.push_back("ROLLBACK");
  in_transaction_ = false;
}

bool FakeConnection::try_run_lock(std::string_view) {
  if (lock_refusals > 0) {
    --lock_refusals;
    return false;
  }
  return locked = true;
}

void FakeConnection::release_run_lock(std::string_view) {
  locked = false;
}

}  // namespace luamigrate::test
