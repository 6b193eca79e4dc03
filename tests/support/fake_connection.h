// A connection to nothing: remembers what was sent and fails where it is told to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "databases/connection.h"

namespace luamigrate::test {

class FakeConnection final : public databases::Connection {
 public:
  std::vector<std::string> sent;  // statements, and "BEGIN", "COMMIT", "ROLLBACK"
  std::string fail_on;            // SQL whose execution fails; empty: none
  std::map<std::string, std::vector<std::vector<schema::Value>>> answers;  // rows by SQL of the query
  std::int64_t rows_touched = 1;                                           // what execute() answers
  int lock_refusals = 0;  // how often try_run_lock() says no before it says yes
  bool locked = false;
  bool has_states = false;
  std::function<void(std::string_view)> notice;  // who listens

  std::int64_t execute(const databases::Statement& statement) override;
  std::unique_ptr<databases::Cursor> query(const databases::Statement& statement) override;
  std::unique_ptr<databases::RowWriter> write_rows(const schema::TableName& table,
                                                   const std::vector<std::string>& columns) override;
  std::unique_ptr<databases::RowWriter> update_rows(const schema::TableName& table,
                                                    const std::vector<std::string>& columns,
                                                    const std::vector<std::string>&) override {
    return write_rows(table, columns);
  }
  // Its end is a statement too.
  std::unique_ptr<databases::SessionState> telling_apart(const std::vector<schema::Column>&) override {
    struct State final : databases::SessionState {
      explicit State(std::vector<std::string>& sent_now) : sent(sent_now) {}
      State(const State&) = delete;
      State& operator=(const State&) = delete;
      ~State() override { sent.emplace_back("end of a state"); }
      std::vector<std::string>& sent;
    };
    return has_states ? std::make_unique<State>(sent) : nullptr;
  }
  void cancel() noexcept override {}
  void begin() override;
  void commit() override;
  void rollback() override;
  bool in_transaction() const override { return in_transaction_; }
  void set_lock_timeout(std::chrono::milliseconds) override {}
  void set_statement_timeout(std::chrono::milliseconds) override {}
  bool try_run_lock(std::string_view key) override;
  void release_run_lock(std::string_view key) override;
  databases::LockHolder run_lock_holder(std::string_view) override { return {"pid 4711", "15:30:00"}; }
  void on_notice(std::function<void(std::string_view)> listener) override { notice = std::move(listener); }
  std::string description() const override { return "nothing"; }

 private:
  bool in_transaction_ = false;
};

}  // namespace luamigrate::test
