// A connection to one database. Not for use by several threads at once, but for cancel(); by several in turn it may be
// used.
//
// Errors, of every function: Error{connection} when it is lost, Error{lock_timeout}, Error{database} for the rest, with
// the SQL, the database's own code and words, and the DatabaseFailure class in the facts. Passwords appear in none.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "databases/statement.h"
#include "schema/identifier.h"
#include "schema/packed_rows.h"
#include "schema/table.h"
#include "schema/value.h"

namespace luamigrate::databases {

// Rows of a query as they come from the database.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // The next row's values in `values` (storage reused), in the order of columns(); false after the last one.
  virtual bool next(std::vector<schema::Value>& values) = 0;
  // The same without copies, where that can be: a look at the row, until the next call.
  virtual bool next_view(schema::RowView& row);

 private:
  std::vector<schema::Value> values_;  // of next_view
  schema::PackedRows packed_;
};

// Rows on their way into a table by the fastest means that keeps every value exact.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // `values` in the order of the columns the writer was made for.
  virtual void write(const std::vector<schema::Value>& values) = 0;
  // Rows are only sure to be in the table after this. Without it what was not sent is dropped. Returns how many.
  virtual std::int64_t finish() = 0;
  // Behind an error: which row it was about, 1-based, where the database tells.
  virtual std::optional<std::size_t> refused_row() const { return std::nullopt; }
};

// A state of a session that ends with this.
class SessionState {
 public:
  virtual ~SessionState() = default;
};

// Who holds a lock, as far as the database tells: for messages.
struct LockHolder {
  std::string process;  // "pid 4711", "backend 812 (luamigrate) from 10.0.0.3"
  std::string since;
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Runs one statement to its end. Returns the number of rows it touched; -1 where that has no meaning (DDL).
  virtual std::int64_t execute(const Statement& statement) = 0;

  // Starts a query. The rows are not held in memory; other statements may run meanwhile on this connection.
  virtual std::unique_ptr<Cursor> query(const Statement& statement) = 0;

  // The same for a result that is known to be small: it may be held in memory, in one exchange with the server.
  virtual std::unique_ptr<Cursor> query_small(const Statement& statement) { return query(statement); }

  // A writer for rows that all have these columns; one at a time, and nothing else may run before finish().
  virtual std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                                const std::vector<std::string>& columns) = 0;

  // A writer of new values for `columns` of the rows that it finds by `keys`: rows of it hold the columns, then the
  // keys. To be used inside a transaction; one at a time, and nothing else may run before finish().
  virtual std::unique_ptr<RowWriter> update_rows(const schema::TableName& table,
                                                 const std::vector<std::string>& columns,
                                                 const std::vector<std::string>& keys) = 0;

  // The state in which no two values of these columns are read as one; null: it is always so.
  virtual std::unique_ptr<SessionState> telling_apart(const std::vector<schema::Column>& /*key*/) { return nullptr; }

  // Does `work` with the connection, perhaps on another thread while the caller goes on. It is over before anything
  // else uses the connection; the answer waits for it and throws what it threw.
  virtual std::shared_future<void> later(std::function<void(Connection&)> work) {
    std::packaged_task<void()> now([&] { work(*this); });
    now();
    return now.get_future().share();
  }

  // Ends the statement that the database works on, or that waits for a lock: it fails with
  // DatabaseFailure::cancelled, or as if the lock had not come in time. Where none is at work nothing happens, or the
  // next one fails so. For any thread, as long as the connection lives. What keeps it from the database is not told.
  virtual void cancel() noexcept = 0;

  // Transactions. begin() takes the write lock at once where the database is one file (SQLite), waiting as long as
  // lock_timeout says. REQUIRES: begin() outside, commit() and rollback() inside a transaction.
  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual bool in_transaction() const = 0;

  // Session settings from migrate.toml; zero: the database's own default.
  virtual void set_lock_timeout(std::chrono::milliseconds timeout) = 0;
  virtual void set_statement_timeout(std::chrono::milliseconds timeout) = 0;

  // Tries to take the lock that lets one run at a time work on this database, without waiting. It is the session's: the
  // database frees it when the connection ends, however that happens. Where begin() itself keeps others out (SQLite) it
  // always succeeds.
  virtual bool try_run_lock(std::string_view key) = 0;
  virtual void release_run_lock(std::string_view key) = 0;
  virtual LockHolder run_lock_holder(std::string_view key) = 0;

  // The same lock as one on a table, held by a transaction, for poolers that give each transaction another session.
  // Settings are made for each transaction then. Nothing changes where the lock is no session's.
  virtual void lock_runs_by_table(const schema::TableName& /*table*/) {}

  // The session as the database numbers it, and who keeps a session waiting for a lock now, for messages; empty where
  // the database does not tell.
  virtual std::int64_t session_number() { return 0; }
  virtual std::string blockers_of(std::int64_t /*session*/) { return {}; }

  // What the database says beside results (NOTICE, WARNING); called during execute() and query().
  virtual void on_notice(std::function<void(std::string_view)> listener) = 0;

  // "SQLite 3.40.1, app.db", "PostgreSQL 15.4, shop at db.example:5432".
  virtual std::string description() const = 0;
};

// The value of the first column of the first row, or Null when there is no row.
schema::Value scalar(Connection& connection, const Statement& statement);

}  // namespace luamigrate::databases
