#include "support/fault_points.h"

#include "databases/decorate.h"

namespace luamigrate::test {
namespace {

using databases::Connection;
using databases::Statement;

class FaultyConnection final : public Connection {
 public:
  FaultyConnection(std::unique_ptr<Connection> connection, AtFaultPoint at)
      : inner_(std::move(connection)), at_(std::move(at)) {}

  std::int64_t execute(const Statement& statement) override {
    return between(statement.sql, [&] { return inner_->execute(statement); });
  }
  std::unique_ptr<databases::Cursor> query(const Statement& statement) override {
    return between(statement.sql, [&] { return inner_->query(statement); });
  }
  std::unique_ptr<databases::Cursor> query_small(const Statement& statement) override {
    return between(statement.sql, [&] { return inner_->query_small(statement); });
  }
  std::unique_ptr<databases::RowWriter> write_rows(const schema::TableName& table,
                                                   const std::vector<std::string>& columns) override {
    return between("new writer", [&] { return std::make_unique<Writer>(*this, inner_->write_rows(table, columns)); });
  }
  std::unique_ptr<databases::RowWriter> update_rows(const schema::TableName& table,
                                                    const std::vector<std::string>& columns,
                                                    const std::vector<std::string>& keys) override {
    return between("new writer",
                   [&] { return std::make_unique<Writer>(*this, inner_->update_rows(table, columns, keys)); });
  }
  std::unique_ptr<databases::SessionState> telling_apart(const std::vector<schema::Column>& key) override {
    return inner_->telling_apart(key);
  }
  void cancel() noexcept override { inner_->cancel(); }
  void begin() override {
    between("BEGIN", [&] { inner_->begin(); });
  }
  void commit() override {
    between("COMMIT", [&] { inner_->commit(); });
  }
  void rollback() override {
    between("ROLLBACK", [&] { inner_->rollback(); });
  }
  bool in_transaction() const override { return inner_->in_transaction(); }
  void set_lock_timeout(std::chrono::milliseconds timeout) override { inner_->set_lock_timeout(timeout); }
  void set_statement_timeout(std::chrono::milliseconds timeout) override { inner_->set_statement_timeout(timeout); }
  bool try_run_lock(std::string_view key) override {
    return between("run lock", [&] { return inner_->try_run_lock(key); });
  }
  void release_run_lock(std::string_view key) override {
    between("end of the run lock", [&] { inner_->release_run_lock(key); });
  }
  databases::LockHolder run_lock_holder(std::string_view key) override { return inner_->run_lock_holder(key); }
  void lock_runs_by_table(const schema::TableName& table) override { inner_->lock_runs_by_table(table); }
  std::int64_t session_number() override { return inner_->session_number(); }
  std::string blockers_of(std::int64_t session) override { return inner_->blockers_of(session); }
  void on_notice(std::function<void(std::string_view)> listener) override { inner_->on_notice(std::move(listener)); }
  std::string description() const override { return inner_->description(); }

 private:
  class Writer final : public databases::RowWriter {
   public:
    Writer(FaultyConnection& connection, std::unique_ptr<databases::RowWriter> inner)
        : connection_(connection), inner_(std::move(inner)) {}
    void write(const std::vector<schema::Value>& values) override {
      connection_.between("row", [&] { inner_->write(values); });
    }
    std::int64_t finish() override {
      return connection_.between("end of rows", [&] { return inner_->finish(); });
    }
    std::optional<std::size_t> refused_row() const override { return inner_->refused_row(); }

   private:
    FaultyConnection& connection_;
    std::unique_ptr<databases::RowWriter> inner_;
  };

  template <class Work>
  auto between(std::string_view statement, Work work) -> decltype(work()) {
    at_({*inner_, statement, false});
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      at_({*inner_, statement, true});
    } else {
      auto result = work();
      at_({*inner_, statement, true});
      return result;
    }
  }

  std::unique_ptr<Connection> inner_;
  AtFaultPoint at_;
};

}  // namespace

void set_fault_points(AtFaultPoint at) {
  databases::decorate_connections([at = std::move(at)](std::unique_ptr<Connection> connection) {
    return std::make_unique<FaultyConnection>(std::move(connection), at);
  });
}

FaultPoints::~FaultPoints() {
  databases::decorate_connections({});
}

}  // namespace luamigrate::test
