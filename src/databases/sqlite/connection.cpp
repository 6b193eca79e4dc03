#include "databases/sqlite/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "databases/sqlite/dialect.h"
#include "databases/sqlite/errors.h"
#include "databases/sqlite/names.h"
#include "databases/sqlite/prepared.h"
#include "databases/sqlite/run_lock.h"
#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

namespace fs = std::filesystem;

// Switches the enforcement of foreign keys off while it lives, where it is on. PRAGMA foreign_keys does nothing inside
// a transaction; sqlite3_db_config has no such limit.
class ForeignKeysOff {
 public:
  explicit ForeignKeysOff(sqlite3* handle) : handle_(handle) {
    int enforced = 0;
    if (handle_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &enforced);
    if (enforced == 0) handle_ = nullptr;
    if (!handle_) return;
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 0, &enforced);
    if (enforced != 0)  // rather no rebuild than one that takes child rows along
      throw Error(ErrorKind::unsupported, "this SQLite does not let foreign keys be switched off inside a transaction",
                  "take foreign_keys=on out of the database URL");
  }
  ~ForeignKeysOff() {
    if (handle_) sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  }
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

 private:
  sqlite3* handle_;  // nullptr: nothing to switch on again
};

// Whether a number of rows means something for it.
bool writes_rows(std::string_view sql) {
  static constexpr std::array<std::string_view, 5> verbs{"INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"};
  return sql::is_one_of(sql::Tokenizer(sql, syntax).next_significant(), verbs);
}

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const std::string& path, int flags, std::string shown)
      : shown_(std::move(shown)),
        path_(path == ":memory:" ? "" : path),
        database_(open(path, flags | SQLITE_OPEN_NOMUTEX)),  // one thread at a time, as of any connection
        run_lock_(path_.empty() ? "" : path_ + "-luamigrate"),
        read_only_((flags & SQLITE_OPEN_READONLY) != 0) {
    set_lock_timeout(std::chrono::milliseconds(0));
    sqlite3_busy_handler(
        handle(),
        [](void* self, int refusals) { return static_cast<SqliteConnection*>(self)->waits_on(refusals) ? 1 : 0; },
        this);
    // The handler is asked every so many instructions of SQLite's machine: as often as a statement has time to end.
    constexpr int instructions = 10'000;
    sqlite3_progress_handler(
        handle(), instructions, [](void* self) { return static_cast<SqliteConnection*>(self)->is_to_end() ? 1 : 0; },
        this);
    // Opening alone reads nothing: the first statement finds out whether this is a database.
    const auto cursor = query({.sql = "PRAGMA schema_version"});
    std::vector<schema::Value> values;
    cursor->next(values);
  }

  std::int64_t execute(const Statement& statement) override {
    // A statement of a rebuild asks for a check in the place of enforcement: DROP TABLE would delete the rows first,
    // and children with ON DELETE CASCADE would go with them.
    const bool rebuilds = !statement.check_before_commit.empty();
    const ForeignKeysOff unenforced(rebuilds ? handle() : nullptr);
    try {
      Running running(*this, statement.sql, SQLITE_STATIC);
      running.bind(statement.params);
      while (running.step()) {
      }
      return sqlite3_stmt_readonly(running.get()) == 0 && writes_rows(statement.sql) ? sqlite3_changes64(handle()) : -1;
    } catch (const Error&) {
      // What a rebuild switched on for itself must not outlive it.
      if (rebuilds) sqlite3_db_config(handle(), SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0, nullptr);
      throw;
    }
  }

  std::unique_ptr<Cursor> query(const Statement& statement) override {
    auto running = std::make_unique<Running>(*this, statement.sql, SQLITE_TRANSIENT);
    running->bind(statement.params);
    return std::make_unique<Stepping>(std::move(running));
  }

  std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                        const std::vector<std::string>& columns) override {
    return std::make_unique<Inserting>(*this, dialect().insert_sql(table, columns));
  }

  std::unique_ptr<RowWriter> update_rows(const schema::TableName& table, const std::vector<std::string>& columns,
                                         const std::vector<std::string>& keys) override {
    return std::make_unique<Inserting>(*this, dialect().update_sql(table, columns, keys));
  }

  // sqlite3_interrupt() would end ROLLBACK too, as long as a cursor is open.
  void cancel() noexcept override { cancelled_ = true; }

  void begin() override {
    // SQLite opens a file that it may not write for reading, and BEGIN IMMEDIATE only reads then.
    if (!read_only_ && sqlite3_db_readonly(handle(), "main") == 1)
      throw error_of(SQLITE_READONLY, "attempt to write a readonly database", "BEGIN IMMEDIATE", shown_);
    try {
      run(read_only_ ? "BEGIN" : "BEGIN IMMEDIATE");
    } catch (Error& error) {
      if (error.kind() == ErrorKind::lock_timeout && !path_.empty()) error.facts().blocked_by = writer_of(path_);
      throw;
    }
  }
  void commit() override {
    run("COMMIT");
    cancelled_ = false;
  }
  void rollback() override {
    cancelled_ = false;
    run("ROLLBACK");
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(handle()) == 0; }

  void set_lock_timeout(std::chrono::milliseconds timeout) override {
    constexpr std::chrono::milliseconds usual = std::chrono::seconds(5);
    lock_timeout_ = timeout.count() > 0 ? timeout : usual;
  }
  void enforce_foreign_keys() { sqlite3_db_config(handle(), SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr); }
  void set_statement_timeout(std::chrono::milliseconds timeout) override { statement_timeout_ = timeout; }

  // BEGIN IMMEDIATE keeps other writers out by itself; a lock beside the file keeps other runs out between two of them,
  // and says who they wait for.
  bool try_run_lock(std::string_view) override { return run_lock_.try_lock(); }
  void release_run_lock(std::string_view) override { run_lock_.release(); }
  LockHolder run_lock_holder(std::string_view) override { return run_lock_.holder(); }
  void on_notice(std::function<void(std::string_view)>) override {}  // SQLite says nothing beside results

  std::string description() const override { return fmt::format("SQLite {}, {}", sqlite3_libversion(), shown_); }

 private:
  // A statement with its parameters, from its first step to its end.
  class Running {
   public:
    Running(SqliteConnection& connection, std::string sql, sqlite3_destructor_type ownership)
        : connection_(connection), sql_(std::move(sql)), ownership_(ownership) {
      statement_ = connection_.cache_.take(connection_.handle(), sql_);
      if (!statement_) refuse_text();
    }
    ~Running() {
      if (statement_) connection_.cache_.give_back(sql_, std::move(statement_));
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void bind(const std::vector<schema::Value>& params) {
      if (sqlite3_bind_parameter_count(get()) > static_cast<int>(params.size()))
        refuse_parameter(static_cast<int>(params.size()) + 1);
      for (std::size_t i = 0; i < params.size(); ++i)
        if (bind_value(get(), i, params[i], ownership_) != SQLITE_OK)
          throw last_error(connection_.handle(), sql_, connection_.shown_);
      spent_ = {};
    }

    // Whether there is a row. What the script does between two of them is no time of the statement's.
    bool step() {
      const bool is_timed = connection_.statement_timeout_.count() > 0;
      if (is_timed) connection_.started_ = std::chrono::steady_clock::now() - spent_;
      const int code = sqlite3_step(get());
      if (is_timed) spent_ = std::chrono::steady_clock::now() - connection_.started_;
      if (code == SQLITE_ROW) return true;
      if (code == SQLITE_DONE) return false;
      throw last_error(connection_.handle(), sql_, connection_.shown_);
    }

    void reset() { sqlite3_reset(get()); }
    sqlite3_stmt* get() const { return statement_.get(); }

   private:
    [[noreturn]] void refuse_text() const {
      if (sqlite3_errcode(connection_.handle()) != SQLITE_OK)
        throw last_error(connection_.handle(), sql_, connection_.shown_);
      throw Error(ErrorKind::script, "there is no SQL in the statement", "leave it out, or write a statement");
    }

    // SQLite would take it for NULL.
    [[noreturn]] void refuse_parameter(int number) const {
      const char* const name = sqlite3_bind_parameter_name(get(), number);
      Error error(ErrorKind::script, fmt::format("no value is given for the parameter {}", name ? name : "?"),
                  "give the values as a table behind the SQL, or write them as literals");
      error.facts().sql = sql_;
      throw error;
    }

    SqliteConnection& connection_;
    std::string sql_;
    sqlite3_destructor_type ownership_;
    Prepared statement_;
    std::chrono::steady_clock::duration spent_{};  // in steps
  };

  class Stepping final : public Cursor {
   public:
    // A statement kept from before learns at its first step that the tables have other columns now.
    explicit Stepping(std::unique_ptr<Running> running) : running_(std::move(running)), has_row_(running_->step()) {
      const int count = sqlite3_column_count(running_->get());
      for (int i = 0; i < count; ++i) columns_.emplace_back(sqlite3_column_name(running_->get(), i));
    }
    const std::vector<std::string>& columns() const override { return columns_; }
    bool next(std::vector<schema::Value>& values) override {
      if (running_ && handed_out_) has_row_ = running_->step();
      handed_out_ = true;
      if (!has_row_) {
        running_.reset();
        return false;
      }
      values.resize(columns_.size());
      for (std::size_t i = 0; i < values.size(); ++i) read_value(running_->get(), i, values[i]);
      return true;
    }

   private:
    std::unique_ptr<Running> running_;
    bool has_row_;  // running_ stands at one
    bool handed_out_ = false;
    std::vector<std::string> columns_;
  };

  class Inserting final : public RowWriter {
   public:
    Inserting(SqliteConnection& connection, const std::string& sql) : running_(connection, sql, SQLITE_STATIC) {}
    void write(const std::vector<schema::Value>& values) override {
      running_.bind(values);
      running_.step();
      running_.reset();
      ++count_;
    }
    std::int64_t finish() override { return count_; }
    std::optional<std::size_t> refused_row() const override { return static_cast<std::size_t>(count_) + 1; }

   private:
    Running running_;
    std::int64_t count_ = 0;
  };

  SQLite::Database open(const std::string& path, int flags) const {
    try {
      return SQLite::Database(path, flags);
    } catch (const SQLite::Exception& failure) {
      throw error_of(failure.getExtendedErrorCode(), failure.what(), {}, shown_);
    }
  }

  bool is_to_end() const {
    return cancelled_ ||
           (statement_timeout_.count() > 0 && std::chrono::steady_clock::now() - started_ > statement_timeout_);
  }

  // Whether a lock is asked for again, after a pause; `refusals`: how often it was refused.
  bool waits_on(int refusals) {
    const auto now = std::chrono::steady_clock::now();
    if (refusals == 0) refused_since_ = now;
    if (cancelled_ || now - refused_since_ >= lock_timeout_) return false;
    constexpr std::chrono::milliseconds longest{50};
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(longest, std::chrono::milliseconds(1 + refusals)));
    return true;
  }
  void run(const char* sql) { Running(*this, sql, SQLITE_STATIC).step(); }
  sqlite3* handle() const { return database_.getHandle(); }

  std::string shown_;
  std::string path_;  // empty: in memory
  SQLite::Database database_;
  RunLockFile run_lock_;
  StatementCache cache_;
  bool read_only_;
  std::atomic<bool> cancelled_ = false;  // what runs until the transaction ends
  std::chrono::milliseconds lock_timeout_{0}, statement_timeout_{0};
  std::chrono::steady_clock::time_point started_;  // of the statement at work, as if its steps followed each other
  std::chrono::steady_clock::time_point refused_since_;
};

// What stands between a path and a database, said before SQLite says "unable to open database file".
void check_path(const fs::path& path, const std::string& shown) {
  const auto refuse = [&](const std::string& why, const std::string& hint) {
    throw Error(ErrorKind::connection, fmt::format("the SQLite file {} {}", shown, why), hint);
  };
  std::error_code unreadable;  // then opening it fails, with better words
  if (fs::is_directory(path, unreadable)) refuse("is a folder", "name a file in the url");
  if (fs::exists(path, unreadable) || unreadable) return;
  const fs::path folder = path.parent_path();
  if (!folder.empty() && !fs::exists(folder, unreadable))
    refuse(fmt::format("cannot be made: the folder {} does not exist", folder.string()), "make the folder first");
}

// Whether the URL asks for foreign keys to be enforced.
bool enforces_foreign_keys(const Url& url) {
  bool enforced = false;
  for (const auto& [name, value] : url.query) {
    if (name != "foreign_keys")
      throw Error(ErrorKind::config, fmt::format("SQLite has no URL option \"{}\"", name),
                  "the one there is, is foreign_keys=on");
    const bool on = value == "on" || value == "true" || value == "1";
    if (!on && value != "off" && value != "false" && value != "0")
      throw Error(ErrorKind::config, fmt::format("the URL option foreign_keys is \"{}\"", value),
                  "write foreign_keys=on or foreign_keys=off");
    enforced = on;
  }
  return enforced;
}

std::unique_ptr<SqliteConnection> open(const Url& url, const ConnectOptions& options) {
  constexpr int writing = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (url.path.empty() || url.path == ":memory:")
    return std::make_unique<SqliteConnection>(":memory:", writing, "in memory");
  const fs::path path = options.base_folder / url.path;
  std::error_code unreadable;
  // Nothing is in a file that is not there, and reading makes none.
  if ((options.read_only || !options.create) && !fs::exists(path, unreadable) && !unreadable)
    return std::make_unique<SqliteConnection>(":memory:", writing, url.path + " (no such file yet)");
  check_path(path, url.path);
  return std::make_unique<SqliteConnection>(path.string(), options.read_only ? SQLITE_OPEN_READONLY : writing,
                                            url.path);
}

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) {
  if (!url.host.empty())
    throw Error(ErrorKind::config,
                fmt::format("the database URL \"{}\" names a host, and SQLite has none", without_password(url)),
                "write three slashes before a relative path, as in sqlite:///app.db, and four before an absolute one");
  const bool enforced = enforces_foreign_keys(url);
  auto connection = open(url, options);
  if (enforced) connection->enforce_foreign_keys();
  return connection;
}

}  // namespace luamigrate::databases::sqlite
