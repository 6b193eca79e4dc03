#include "databases/postgresql/connection.h"

#include <fmt/format.h>

#include "databases/postgresql/copy.h"
#include "databases/postgresql/cursor.h"
#include "databases/postgresql/dialect.h"
#include "databases/postgresql/session.h"

namespace luamigrate::databases::postgresql {
namespace {

constexpr const char* lock_number = "hashtextextended('luamigrate:' || $1::text, 0)";

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const Url& url, const ConnectOptions& options) : session_(url, options) {}

  std::int64_t execute(const Statement& statement) override {
    // It would wait for the version table without end: its own run holds it.
    if (locked_table_ && vacuums_everything(statement.sql, dialect().syntax()))
      throw Error(ErrorKind::unsupported,
                  fmt::format("VACUUM of the whole database would wait for the run lock on {}", *locked_table_),
                  "name the tables, as in VACUUM users; or set run_lock = \"session\" in migrate.toml");
    const pqxx::result result = session_.run(statement.sql, statement.params);
    if (!counts_rows(statement.sql, dialect().syntax())) return -1;
    return static_cast<std::int64_t>(result.affected_rows());
  }

  std::unique_ptr<Cursor> query(const Statement& statement) override {
    return open_cursor(session_, statement, dialect().syntax(), !locked_table_, bound_cursors_);
  }

  std::unique_ptr<Cursor> query_small(const Statement& statement) override { return whole_result(session_, statement); }

  std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                        const std::vector<std::string>& columns) override {
    return copy_rows(session_, table, columns);
  }

  std::unique_ptr<RowWriter> update_rows(const schema::TableName& table, const std::vector<std::string>& columns,
                                         const std::vector<std::string>& keys) override {
    return copy_updates(session_, table, columns, keys);
  }

  void cancel() noexcept override { session_.cancel(); }

  void begin() override {
    session_.begin();
    bound_cursors_ = 0;
    if (!locked_table_) return;
    set_timeout("lock_timeout", lock_timeout_);
    set_timeout("statement_timeout", statement_timeout_);
    for (const char* setting : Session::exact_values) session_.run(fmt::format("SET LOCAL {}", setting));
  }
  void commit() override {
    if (bound_cursors_ > 0)
      throw Error(ErrorKind::script,
                  locked_table_
                      ? "the rows of an op.query that is not at its end would go with the transaction, "
                        "which is to be committed: with run_lock = \"table\" the next may be in another session"
                      : "the rows of an op.query that is not at its end would go with the transaction, "
                        "which is to be committed: it has locked them (FOR UPDATE)",
                  "read its rows into a table of Lua before what commits, or leave the loop over them");
    session_.commit();
  }
  void rollback() override { session_.rollback(); }
  bool in_transaction() const override { return session_.in_transaction(); }

  void set_lock_timeout(std::chrono::milliseconds timeout) override {
    lock_timeout_ = timeout;
    if (!locked_table_) set_timeout("lock_timeout", timeout);
  }
  void set_statement_timeout(std::chrono::milliseconds timeout) override {
    statement_timeout_ = timeout;
    if (!locked_table_) set_timeout("statement_timeout", timeout);
  }

  bool try_run_lock(std::string_view key) override {
    return locked_table_ ? try_table_lock() : ask_lock("pg_try_advisory_lock", key);
  }
  void release_run_lock(std::string_view key) override {
    if (!locked_table_)
      ask_lock("pg_advisory_unlock", key);
    else if (session_.in_transaction())
      session_.rollback();
  }
  void lock_runs_by_table(const schema::TableName& table) override { locked_table_ = dialect().quote(table); }

  std::int64_t session_number() override { return session_.raw().backendpid(); }

  std::string blockers_of(std::int64_t session) override {
    const pqxx::result rows = session_.run(
        "SELECT pid, application_name, coalesce(host(client_addr), ''), state, left(query, 200) FROM pg_stat_activity"
        " WHERE pid = ANY (pg_blocking_pids($1::integer)) ORDER BY pid LIMIT 3",
        {session});
    std::string text;
    for (const pqxx::row& row : rows) {
      if (!text.empty()) text += "; ";
      text += described_backend(row);
      const std::string query = row[4].is_null() ? "" : row[4].c_str();
      if (!query.empty())
        text += fmt::format(", {}: {}", std::string_view(row[3].c_str()) == "active" ? "running" : "last", query);
    }
    return text;
  }

  LockHolder run_lock_holder(std::string_view key) override {
    if (locked_table_) return table_lock_holder();
    // A lock by one 64-bit number is listed as its two halves.
    const pqxx::result rows =
        session_.run(fmt::format("SELECT a.pid, a.application_name, coalesce(host(a.client_addr), ''),"
                                 " to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')"
                                 " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                                 " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
                                 " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                                 " AND ((l.classid::bigint << 32) | l.objid::bigint) = {} LIMIT 1",
                                 lock_number),
                     {std::string(key)});
    return holder_of(rows);
  }

  void on_notice(std::function<void(std::string_view)> listener) override { session_.on_notice(std::move(listener)); }

  std::string description() const override {
    auto& connection = const_cast<Session&>(session_).raw();  // libpqxx has no const accessors
    const int version = connection.server_version();
    const char* host = connection.hostname();
    const char* port = connection.port();
    std::string text = fmt::format("PostgreSQL {}.{}, {}", version / 10000, version % 10000, connection.dbname());
    if (host && *host) text += fmt::format(" at {}", host);
    if (host && *host && *host != '/' && port && *port) text += fmt::format(":{}", port);
    return text;
  }

 private:
  void set_timeout(std::string_view setting, std::chrono::milliseconds timeout) {
    const std::string_view local = session_.in_transaction() ? "LOCAL " : "";
    session_.run(timeout.count() > 0 ? fmt::format("SET {}{} = {}", local, setting, timeout.count())
                                     : fmt::format("SET {}{} TO DEFAULT", local, setting));
  }

  // "backend 812 (psql) from 10.0.0.3", of pid, application_name and client_addr.
  static std::string described_backend(const pqxx::row& row) {
    const auto text = [&](pqxx::row::size_type i) { return row[i].is_null() ? std::string() : row[i].c_str(); };
    std::string result = "backend " + text(0);
    if (!text(1).empty()) result += fmt::format(" ({})", text(1));
    if (!text(2).empty()) result += " from " + text(2);
    return result;
  }

  static LockHolder holder_of(const pqxx::result& rows) {
    if (rows.empty()) return {};
    return {.process = described_backend(rows[0]), .since = rows[0][3].is_null() ? "" : rows[0][3].c_str()};
  }

  // Two transactions that hold this mode keep each other out, and nobody who reads or writes rows.
  bool try_table_lock() {
    session_.begin();
    try {
      session_.run(
          fmt::format("SET LOCAL idle_in_transaction_session_timeout = 0; "
                      "LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT",
                      *locked_table_));
      return true;
    } catch (const Error& error) {
      if (session_.open()) session_.rollback();
      if (error.kind() != ErrorKind::lock_timeout) throw;
      return false;
    }
  }

  LockHolder table_lock_holder() {
    return holder_of(
        session_.run("SELECT a.pid, a.application_name, coalesce(host(a.client_addr), ''),"
                     " to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS TZ')"
                     " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                     " WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'ShareUpdateExclusiveLock'"
                     " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                     " AND l.relation = to_regclass($1) LIMIT 1",
                     {*locked_table_}));
  }

  bool ask_lock(std::string_view function, std::string_view key) {
    const pqxx::result row = session_.run(fmt::format("SELECT {}({})", function, lock_number), {std::string(key)});
    return row[0][0].as<bool>();
  }

  Session session_;
  std::size_t bound_cursors_ = 0;            // of this transaction, with rows left
  std::optional<std::string> locked_table_;  // quoted; set: each transaction may be in another session
  std::chrono::milliseconds lock_timeout_{0};
  std::chrono::milliseconds statement_timeout_{0};
};

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) {
  return std::make_unique<PostgresqlConnection>(url, options);
}

}  // namespace luamigrate::databases::postgresql
