#include "databases/mssql/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/mssql/cursor.h"
#include "databases/mssql/dialect.h"
#include "databases/mssql/parameters.h"
#include "databases/mssql/write_rows.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mssql {
namespace {

// Whether a number of rows means something for it; of a batch it is that of its last statement.
bool counts_rows(std::string_view sql) {
  static constexpr std::array<std::string_view, 11> words{"insert", "update", "delete",  "merge", "with", "declare",
                                                          "exec",   "if",     "execute", "begin", "set"};
  return sql::is_one_of(sql::Tokenizer(sql, dialect().syntax()).next_significant(), words);
}

std::string text(const schema::Value& value) {
  if (const auto* found = std::get_if<std::string>(&value)) return *found;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return {};
}

class MssqlConnection final : public Connection {
 public:
  MssqlConnection(const Url& url, const ConnectOptions& options, Server server)
      : session_(url, options, server), url_(url) {}

  std::int64_t execute(const Statement& statement) override {
    BoundStatement bound(session_, statement);
    const StatementHandle handle = session_.statement();
    bound.execute(handle.get());
    const std::int64_t touched = session_.finish(handle.get(), bound.sql());
    return counts_rows(statement.sql) ? touched : -1;
  }

  std::unique_ptr<Cursor> query(const Statement& statement) override { return open_cursor(session_, statement, false); }
  std::unique_ptr<Cursor> query_small(const Statement& statement) override {
    return open_cursor(session_, statement, true);
  }

  std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                        const std::vector<std::string>& columns) override {
    return insert_rows(session_, table, columns);
  }
  std::unique_ptr<RowWriter> update_rows(const schema::TableName& table, const std::vector<std::string>& columns,
                                         const std::vector<std::string>& keys) override {
    return mssql::update_rows(session_, table, columns, keys);
  }

  void cancel() noexcept override { session_.cancel(); }

  void begin() override { session_.begin(); }
  void commit() override { session_.commit(); }
  void rollback() override { session_.rollback(); }
  bool in_transaction() const override { return session_.in_transaction(); }

  void set_lock_timeout(std::chrono::milliseconds timeout) override {
    if (session_.is_sql_server())
      session_.run(fmt::format("SET LOCK_TIMEOUT {}", timeout.count() > 0 ? timeout.count() : -1));
  }
  // The driver gives up by itself, in whole seconds.
  void set_statement_timeout(std::chrono::milliseconds timeout) override { session_.set_statement_timeout(timeout); }

  // The session's, not a transaction's: it stays when one is rolled back, and goes when the session does.
  bool try_run_lock(std::string_view key) override {
    const auto row = first_row(
        "DECLARE @result int; EXEC @result = sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = "
        "'Session', @LockTimeout = 0; SELECT @result",
        {lock_name(key)});
    const auto* result = row.empty() ? nullptr : std::get_if<std::int64_t>(&row[0]);
    if (!result || *result < -1)
      throw Error(ErrorKind::database,
                  fmt::format("sp_getapplock refuses the run lock{}",
                              result ? fmt::format(" with {}", *result) : std::string()),
                  "the login needs to be a user of the database");
    return *result >= 0;
  }

  void release_run_lock(std::string_view key) override {
    first_row(
        "DECLARE @result int; EXEC @result = sp_releaseapplock @Resource = ?, @LockOwner = 'Session'; SELECT "
        "@result",
        {lock_name(key)});
  }

  // Who may not look (VIEW SERVER STATE) is not told.
  LockHolder run_lock_holder(std::string_view key) override {
    try {
      const auto row = first_row(
          "SELECT s.session_id, s.login_name, s.host_name, s.program_name, CONVERT(varchar(19), s.login_time, 120) "
          "FROM "
          "sys.dm_tran_locks AS l JOIN sys.dm_exec_sessions AS s ON s.session_id = l.request_session_id WHERE "
          "l.resource_type = 'APPLICATION' AND l.resource_database_id = DB_ID() AND l.request_status = 'GRANT' AND "
          "CHARINDEX(LEFT(?, 32), l.resource_description) > 0",
          {lock_name(key)});
      if (row.empty()) return {};
      return {.process = fmt::format("session {} ({}@{}, {})", text(row[0]), text(row[1]), text(row[2]), text(row[3])),
              .since = text(row[4])};
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::connection) throw;
      return {};
    }
  }

  void lock_runs_by_table(const schema::TableName&) override {
    throw Error(ErrorKind::config, "run_lock = \"table\" is not to be had on SQL Server",
                "leave run_lock out, and connect to the server itself rather than to a pooler");
  }

  std::int64_t session_number() override {
    if (!session_.is_sql_server()) return 0;
    const auto row = first_row("SELECT CONVERT(bigint, @@SPID)", {});
    const auto* number = row.empty() ? nullptr : std::get_if<std::int64_t>(&row[0]);
    return number ? *number : 0;
  }

  std::string blockers_of(std::int64_t session) override {
    const auto row = first_row(
        "SELECT s.session_id, s.login_name, s.host_name, s.program_name, s.status, t.text FROM sys.dm_exec_requests AS "
        "r JOIN sys.dm_exec_sessions AS s ON s.session_id = r.blocking_session_id JOIN sys.dm_exec_connections AS c ON "
        "c.session_id = s.session_id OUTER APPLY sys.dm_exec_sql_text(c.most_recent_sql_handle) AS t WHERE "
        "r.session_id = ?",
        {session});
    if (row.empty()) return {};
    std::string result = fmt::format("session {} ({}@{}, {})", text(row[0]), text(row[1]), text(row[2]), text(row[3]));
    if (text(row[4]) == "sleeping") result += ", idle in a transaction";
    if (!text(row[5]).empty()) result += ", its last statement: " + text(row[5]).substr(0, 200);
    return result;
  }

  void on_notice(std::function<void(std::string_view)> listener) override { session_.on_notice(std::move(listener)); }

  std::string description() const override {
    const std::string name = session_.is_sql_server() ? "SQL Server" : session_.info(SQL_DBMS_NAME);
    std::string result = fmt::format("{} {}, {}", name, session_.info(SQL_DBMS_VER), session_.info(SQL_DATABASE_NAME));
    if (!url_.host.empty()) result += " at " + url_.host;
    if (!url_.port.empty()) result += ":" + url_.port;
    return result;
  }

 private:
  static std::string lock_name(std::string_view key) { return "luamigrate:" + std::string(key); }

  std::vector<schema::Value> first_row(std::string sql, std::vector<schema::Value> params) {
    const auto cursor = query_small({.sql = std::move(sql), .params = std::move(params)});
    std::vector<schema::Value> row;
    return cursor->next(row) ? row : std::vector<schema::Value>();
  }

  Session session_;
  Url url_;
};

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) {
  return connect_to(url, options, Server::sql_server);
}

std::unique_ptr<Connection> connect_to(const Url& url, const ConnectOptions& options, Server server) {
  return std::make_unique<MssqlConnection>(url, options, server);
}

}  // namespace luamigrate::databases::mssql
