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
    const pqxx::result result = session_.run(statement.sql, statement.params);
    if (!counts_rows(statement.sql, dialect().syntax())) return -1;
    return static_cast<std::int64_t>(result.affected_rows());
  }

  std::unique_ptr<Cursor> query(const Statement& statement) override {
    return open_cursor(session_, statement, dialect().syntax());
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

  void begin() override { session_.begin(); }
  void commit() override { session_.commit(); }
  void rollback() override { session_.rollback(); }
  bool in_transaction() const override { return session_.in_transaction(); }

  void set_lock_timeout(std::chrono::milliseconds timeout) override { set_timeout("lock_timeout", timeout); }
  void set_statement_timeout(std::chrono::milliseconds timeout) override { set_timeout("statement_timeout", timeout); }

  bool try_run_lock(std::string_view key) override { return ask_lock("pg_try_advisory_lock", key); }
  void release_run_lock(std::string_view key) override { ask_lock("pg_advisory_unlock", key); }

  LockHolder run_lock_holder(std::string_view key) override {
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
    if (rows.empty()) return {};
    const auto text = [&](pqxx::row::size_type i) {
      return rows[0][i].is_null() ? std::string() : std::string(rows[0][i].c_str());
    };
    LockHolder holder{.process = "backend " + text(0), .since = text(3)};
    if (!text(1).empty()) holder.process += fmt::format(" ({})", text(1));
    if (!text(2).empty()) holder.process += " from " + text(2);
    return holder;
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
    session_.run(timeout.count() > 0 ? fmt::format("SET {} = {}", setting, timeout.count())
                                     : fmt::format("SET {} TO DEFAULT", setting));
  }

  bool ask_lock(std::string_view function, std::string_view key) {
    const pqxx::result row = session_.run(fmt::format("SELECT {}({})", function, lock_number), {std::string(key)});
    return row[0][0].as<bool>();
  }

  Session session_;
};

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) {
  return std::make_unique<PostgresqlConnection>(url, options);
}

}  // namespace luamigrate::databases::postgresql
