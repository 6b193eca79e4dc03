#pragma once

#include <map>
#include <string>

#include "databases/database.h"
#include "luamigrate/observer.h"
#include "ops/sink.h"
#include "runtime/journal.h"
#include "runtime/lock_watch.h"
#include "runtime/transaction.h"
#include "schema/naming.h"

namespace luamigrate::runtime {

// Changes the database: each operation is named, compiled and executed in the revision's transaction as it comes.
// Outside of it, an operation that can be one transaction is one, with its count in the journal; of any other the
// journal says that it was begun, and then that it was done. What the journal says was done before is passed over.
class LiveSink final : public ops::Sink {
 public:
  // All must outlive it.
  LiveSink(const databases::Database& database, databases::Connection& connection, databases::Inspector& inspector,
           Transaction& transaction, Journal& journal, const schema::NamingConvention& convention, Observer& observer,
           const std::stop_token& stop);

  std::int64_t apply(const ops::Operation& operation) override;
  std::int64_t bulk_insert(const schema::TableName& table, ops::Rows& rows, const ops::Origin& origin) override;
  std::int64_t transform_rows(const ops::Transformation& transformation, const ops::RowTransform& transform) override;
  std::unique_ptr<ops::FoundRows> query(const ops::Query& query) override;
  std::optional<schema::Table> find_table(const schema::TableName& table) override;
  bool has_table(const schema::TableName& table) override;
  bool has_column(const schema::TableName& table, std::string_view column) override;
  bool has_index(const schema::TableName& table, std::string_view index) override;
  void autocommit(const std::function<void()>& block) override;
  void reversible(const std::function<void()>& up, const std::function<void()>& down) override;
  void log(std::string_view text) override;
  void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) override;
  std::string_view dialect() const override { return database_.name; }
  bool offline() const override { return false; }

  // From now on a statement that a lock kept waiting too long says who held it. nullptr: it does not.
  void watch_locks(LockWatch* watch) { watch_ = watch; }

  // From now on the SQL of each operation is added to `statements`, values as literals. It must outlive the sink.
  void note_statements(std::vector<std::string>& statements) { noted_ = &statements; }

  // Rows that its operations have inserted, changed and deleted, as far as the database counts them.
  std::int64_t rows_touched() const noexcept { return rows_touched_; }

 private:
  // Runs `work` for an operation; an error gets the operation and its place, and spoils the transaction.
  template <class Work>
  auto guarded(std::string_view operation, const ops::Origin& origin, Work work);
  // That it runs, to whoever listens.
  void tell(const databases::Statement& statement);
  std::int64_t execute(const databases::Statement& statement, bool is_text);
  // An operation that goes through the table: `work(WalkContext)` answers how many rows it changed.
  template <class Work>
  std::int64_t walk(std::string_view operation, const ops::Origin& origin, const schema::TableName& table, Work work);
  std::int64_t apply(const ops::Operation& named, const std::string& description);
  // The statements of an operation: in the transaction that is open; all in one of their own; each by itself.
  bool is_done(const ops::Operation& operation);  // by a run that was cut off
  std::int64_t execute_inside(const std::vector<databases::Statement>& statements, std::string_view description,
                              bool is_text);
  std::int64_t execute_as_piece(const std::vector<databases::Statement>& statements, std::string_view description);
  std::int64_t execute_apart(const std::vector<databases::Statement>& statements, std::string_view description,
                             bool is_text);

  const databases::Database& database_;
  databases::Connection& connection_;
  databases::Inspector& inspector_;
  Transaction& transaction_;
  Journal& journal_;
  const schema::NamingConvention& convention_;
  Observer& observer_;
  const std::stop_token& stop_;
  std::vector<std::string>* noted_ = nullptr;
  LockWatch* watch_ = nullptr;
  std::int64_t rows_touched_ = 0;
};

}  // namespace luamigrate::runtime
