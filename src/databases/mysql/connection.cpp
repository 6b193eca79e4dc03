#include "databases/mysql/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/mysql/cursor.h"
#include "databases/mysql/dialect.h"
#include "databases/mysql/prepared.h"
#include "databases/mysql/session.h"
#include "databases/mysql/write_rows.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

// Locks by name belong to the whole server, and a name may have 64 characters.
constexpr const char* lock_name = "CONCAT('luamigrate:', SHA1(CONCAT(COALESCE(DATABASE(), ''), ':', ?)))";

// Whether a number of rows means something for it.
bool counts_rows(std::string_view sql) {
  static constexpr std::array<std::string_view, 7> words{"insert", "update", "delete", "replace",
                                                         "with",   "load",   "call"};
  return sql::is_one_of(sql::Tokenizer(sql, dialect().syntax()).next_significant(), words);
}

// A cell of a list that a person reads.
std::string cell(const schema::Value& value) {
  if (const auto* found = std::get_if<std::string>(&value)) return *found;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return {};
}

// A TIMESTAMP is told in the session's time zone, where an hour comes twice when summer ends.
class InUtc final : public SessionState {
 public:
  InUtc(Session& session, const std::string& zone)
      : session_(session), go_back_("SET SESSION time_zone = " + dialect().literal(zone)) {
    session_.run("SET SESSION time_zone = '+00:00'");
  }
  InUtc(const InUtc&) = delete;
  InUtc& operator=(const InUtc&) = delete;
  ~InUtc() override {
    try {
      session_.restore(go_back_);
    } catch (const Error&) {
      // The session is gone, and its settings with it.
    }
  }

 private:
  Session& session_;
  std::string go_back_;
};

// LOCK TABLES, UNLOCK TABLES.
bool is_table_lock(std::string_view sql) {
  static constexpr std::array<std::string_view, 2> verbs{"lock", "unlock"}, objects{"table", "tables"};
  sql::Tokenizer tokens(sql, dialect().syntax());
  return sql::is_one_of(tokens.next_significant(), verbs) && sql::is_one_of(tokens.next_significant(), objects);
}

constexpr const char* ended_by_procedure = "what came before the CALL is kept if the procedure has committed it";

bool is_call(std::string_view sql) {
  static constexpr std::array<std::string_view, 1> call{"call"};
  return sql::is_one_of(sql::Tokenizer(sql, dialect().syntax()).next_significant(), call);
}

class MysqlConnection final : public Connection {
 public:
  MysqlConnection(const Url& url, const ConnectOptions& options)
      : session_(url, options), url_(url), options_(options) {}

  std::int64_t execute(const Statement& statement) override {
    // As it begins, the next transaction would end the lock, and while there is one the log table cannot be written.
    if (in_transaction() && is_table_lock(statement.sql)) {
      if (listener_) listener_("in the transaction of a revision LOCK TABLES and UNLOCK TABLES are passed over");
      return -1;
    }
    const std::int64_t touched = in_transaction() && is_call(statement.sql) ? run_call(statement) : run(statement);
    return counts_rows(statement.sql) ? touched : -1;
  }

  std::unique_ptr<Cursor> query(const Statement& statement) override { return open_cursor(session_, statement, true); }
  std::unique_ptr<Cursor> query_small(const Statement& statement) override {
    return open_cursor(session_, statement, false);
  }

  std::unique_ptr<RowWriter> write_rows(const schema::TableName& table,
                                        const std::vector<std::string>& columns) override {
    return insert_rows(session_, table, columns);
  }
  std::unique_ptr<RowWriter> update_rows(const schema::TableName& table, const std::vector<std::string>& columns,
                                         const std::vector<std::string>& keys) override {
    return mysql::update_rows(session_, table, columns, keys);
  }

  std::unique_ptr<SessionState> telling_apart(const std::vector<schema::Column>& key) override {
    if (std::ranges::none_of(key, [](const schema::Column& column) { return column.type.name == "TIMESTAMP"; }))
      return nullptr;
    const auto zones = first_row("SELECT @@time_zone, @@system_time_zone", {});
    const std::string zone = cell(zones.at(0));
    const std::string meant = zone == "SYSTEM" ? cell(zones.at(1)) : zone;
    const bool has_no_summer = meant == "UTC" || meant.starts_with('+') || meant.starts_with('-');
    return has_no_summer ? nullptr : std::make_unique<InUtc>(session_, zone);
  }

  // By a session of its own: this one is taken.
  void cancel() noexcept override {
    try {
      Session(url_, options_).run(fmt::format("KILL QUERY {}", mysql_thread_id(session_.raw())));
    } catch (const std::exception&) {
      // The statement goes on.
    }
  }

  void begin() override { session_.begin(); }
  void commit() override { session_.commit(); }
  void rollback() override { session_.rollback(); }
  bool in_transaction() const override { return session_.in_transaction(); }

  // Both count in whole seconds: of metadata locks, and of locks on rows.
  void set_lock_timeout(std::chrono::milliseconds timeout) override {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeout).count();
    const std::string value = seconds > 0 ? std::to_string(seconds) : "DEFAULT";
    session_.run(fmt::format("SET SESSION lock_wait_timeout = {0}, innodb_lock_wait_timeout = {0}", value));
  }

  // MySQL's is for SELECT only, and in milliseconds.
  void set_statement_timeout(std::chrono::milliseconds timeout) override {
    const auto count = timeout.count();
    if (session_.is_mariadb())
      session_.run(count > 0 ? fmt::format("SET SESSION max_statement_time = {}.{:03}", count / 1000, count % 1000)
                             : std::string("SET SESSION max_statement_time = DEFAULT"));
    else
      session_.run(fmt::format("SET SESSION max_execution_time = {}", count));
  }

  bool try_run_lock(std::string_view key) override { return ask_lock("GET_LOCK({}, 0)", key); }
  void release_run_lock(std::string_view key) override { ask_lock("RELEASE_LOCK({})", key); }

  LockHolder run_lock_holder(std::string_view key) override {
    const auto holder = first_row(fmt::format("SELECT IS_USED_LOCK({})", lock_name), {std::string(key)});
    if (holder.empty() || std::holds_alternative<schema::Null>(holder[0])) return {};
    const std::string process = described(cell(holder[0]), false);
    return {.process = process.empty() ? "connection " + cell(holder[0]) : process, .since = ""};
  }

  void lock_runs_by_table(const schema::TableName&) override {
    throw Error(ErrorKind::config, "run_lock = \"table\" is not to be had on MySQL and MariaDB",
                "leave run_lock out, and connect to the server itself rather than to a pooler");
  }

  std::int64_t session_number() override { return static_cast<std::int64_t>(mysql_thread_id(session_.raw())); }

  std::string blockers_of(std::int64_t session) override {
    std::vector<std::string> blockers;
    for (const std::string& process : blocking_processes(session))
      if (std::string about = described(process, true); !about.empty()) blockers.push_back(std::move(about));
    return fmt::format("{}", fmt::join(blockers, "; "));
  }

  void on_notice(std::function<void(std::string_view)> listener) override {
    listener_ = listener;
    session_.on_notice(std::move(listener));
  }

  std::string description() const override {
    MYSQL* handle = const_cast<Session&>(session_).raw();
    const std::string version = mysql_get_server_info(handle);
    const std::string number = version.substr(0, version.find('-'));
    std::string text = fmt::format("{} {}, {}", session_.is_mariadb() ? "MariaDB" : "MySQL", number, url_.path);
    if (const std::string* socket = url_.option("unix_socket")) return fmt::format("{} at {}", text, *socket);
    if (!url_.host.empty()) text += " at " + url_.host;
    if (!url_.port.empty()) text += ":" + url_.port;
    return text;
  }

 private:
  // A procedure that ends the transaction and begins another one seems to have done neither: what came before may be
  // kept, or lost.
  std::int64_t run_call(const Statement& statement) {
    session_.run("SAVEPOINT luamigrate_call");
    std::int64_t touched = 0;
    try {
      touched = run(statement);
    } catch (Error& error) {
      if (in_transaction() && !releases_savepoint()) error.facts().left_behind = ended_by_procedure;
      throw;
    }
    if (!in_transaction() || releases_savepoint()) return touched;
    Error error(ErrorKind::database, "the procedure has ended the revision's transaction, and begun another one",
                "let it leave transactions to the revision; or say transactional = false, and begin and commit there");
    error.facts().sql = statement.sql;
    error.facts().failure = DatabaseFailure::other;
    error.facts().left_behind = ended_by_procedure;
    throw error;
  }

  // False: it is gone with its transaction.
  bool releases_savepoint() {
    constexpr unsigned no_such_savepoint = 1305;
    try {
      session_.run("RELEASE SAVEPOINT luamigrate_call");
      return true;
    } catch (const Error&) {
      if (mysql_errno(session_.raw()) != no_such_savepoint) throw;
      return false;
    }
  }

  std::int64_t run(const Statement& statement) {
    if (statement.params.empty()) return session_.run(statement.sql);
    Prepared prepared(session_, statement.sql);
    if (prepared.refused()) return session_.run(with_literals(dialect(), statement));
    Parameters parameters;
    for (const schema::Value& value : statement.params) parameters.add(value);
    return prepared.execute(parameters);
  }

  std::vector<schema::Value> first_row(std::string sql, std::vector<schema::Value> params) {
    const auto cursor = query_small({.sql = std::move(sql), .params = std::move(params)});
    std::vector<schema::Value> row;
    return cursor->next(row) ? row : std::vector<schema::Value>();
  }

  bool ask_lock(std::string_view call, std::string_view key) {
    const auto row =
        first_row("SELECT " + fmt::format(fmt::runtime(call), std::string_view(lock_name)), {std::string(key)});
    const auto* got = row.empty() ? nullptr : std::get_if<std::int64_t>(&row[0]);
    return got && *got == 1;
  }

  // "connection 12 (app@10.0.0.3:5123), running: UPDATE ..."; empty where it is gone or not to be seen.
  std::string described(const std::string& process, bool with_statement) {
    const auto row = first_row(
        "SELECT ID, USER, HOST, COMMAND, LEFT(INFO, 200) FROM information_schema.PROCESSLIST WHERE ID = ?", {process});
    if (row.empty()) return {};
    std::string result = fmt::format("connection {} ({}@{})", cell(row[0]), cell(row[1]), cell(row[2]));
    if (with_statement && !cell(row[4]).empty()) result += ", running: " + cell(row[4]);
    if (with_statement && cell(row[3]) == "Sleep") result += ", idle in a transaction";
    return result;
  }

  // Of locks on rows both say who holds them. Of locks on tables MySQL does; on MariaDB whoever has a transaction open
  // may be the one.
  std::vector<std::string> blocking_processes(std::int64_t session) {
    static constexpr std::array<const char*, 2> mariadb{
        "SELECT b.trx_mysql_thread_id FROM information_schema.INNODB_LOCK_WAITS w"
        " JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id"
        " JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id"
        " WHERE r.trx_mysql_thread_id = ? ORDER BY 1 LIMIT 3",
        "SELECT t.trx_mysql_thread_id FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p"
        " ON p.ID = ? AND p.STATE = 'Waiting for table metadata lock' AND t.trx_mysql_thread_id <> p.ID"
        " WHERE t.trx_mysql_thread_id <> 0 ORDER BY t.trx_started LIMIT 3"};
    static constexpr std::array<const char*, 2> mysql{
        "SELECT blocking_pid FROM sys.innodb_lock_waits WHERE waiting_pid = ? ORDER BY 1 LIMIT 3",
        "SELECT blocking_pid FROM sys.schema_table_lock_waits WHERE waiting_pid = ? AND blocking_pid <> waiting_pid"
        " ORDER BY 1 LIMIT 3"};
    std::vector<std::string> processes;
    for (const char* sql : session_.is_mariadb() ? mariadb : mysql) {
      const auto cursor = query_small({.sql = sql, .params = {session}});
      for (std::vector<schema::Value> row; cursor->next(row);) processes.push_back(cell(row[0]));
      if (!processes.empty()) break;
    }
    return processes;
  }

  Session session_;
  std::function<void(std::string_view)> listener_;
  Url url_;
  ConnectOptions options_;
};

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) {
  return std::make_unique<MysqlConnection>(url, options);
}

}  // namespace luamigrate::databases::mysql
