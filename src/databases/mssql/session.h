// One session over ODBC: runs a statement at a time, with errors and notices as luamigrate has them. What Connection,
// cursors and row writers stand on. Knows SQL Server where it must, and otherwise speaks ODBC alone.
#pragma once

#include <sql.h>
#include <sqlext.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "databases/database.h"
#include "databases/mssql/errors.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {

template <SQLSMALLINT kind>
struct FreeHandle {
  using pointer = SQLHANDLE;
  void operator()(SQLHANDLE handle) const { SQLFreeHandle(kind, handle); }
};
// Shared with whoever cancels it.
using StatementHandle = std::shared_ptr<void>;

// Whose server a connection may lead to: in production SQL Server's alone, in tests of the ODBC part any.
enum class Server { sql_server, any };

class Session {
 public:
  Session(const Url& url, const ConnectOptions& options, Server server);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  bool is_sql_server() const { return is_sql_server_; }
  // Whether what a driver says of the width of a column can be believed.
  bool widths_are_sure() const { return is_sql_server_; }
  // Whether statements may run while rows of another are being read.
  bool reads_beside() const { return reads_beside_; }

  void begin();
  void commit();
  void rollback();
  bool in_transaction() const { return in_transaction_; }

  StatementHandle statement();
  // Before a statement. Throws where the server rolled back and the caller has not heard of it.
  void require_usable(const std::string& sql) const;
  // Throws what `sql` failed with; passes notices on where it only has those to tell.
  void check(SQLRETURN result, SQLHANDLE statement, const std::string& sql);
  // Goes to the end of what a statement answers. Returns how many rows it touched, all counts together if `sum`, else
  // the last one; -1: none.
  std::int64_t finish(SQLHANDLE statement, const std::string& sql, bool sum = false);
  std::int64_t run(const std::string& sql);
  // The same for settings, also where the server has rolled back.
  void restore(const std::string& sql);

  // Asks the server to end the statement made last. For any thread.
  void cancel() noexcept;

  std::string info(SQLUSMALLINT what) const;
  void set_statement_timeout(std::chrono::milliseconds timeout) { statement_timeout_ = timeout; }
  void on_notice(std::function<void(std::string_view)> listener) { listener_ = std::move(listener); }

 private:
  Error failure(SQLSMALLINT kind, SQLHANDLE handle, const std::string& sql, bool committing);
  void deliver_notices(SQLSMALLINT kind, SQLHANDLE handle);
  void set_autocommit(bool on);
  void end(SQLSMALLINT how);

  std::unique_ptr<void, FreeHandle<SQL_HANDLE_ENV>> environment_;
  std::unique_ptr<void, FreeHandle<SQL_HANDLE_DBC>> connection_;
  std::mutex mutex_;          // of
  std::weak_ptr<void> last_;  // the statement made last
  std::function<void(std::string_view)> listener_;
  std::string password_;
  std::chrono::milliseconds statement_timeout_{0};
  bool connected_ = false;
  bool is_sql_server_ = false;
  bool reads_beside_ = true;
  bool in_transaction_ = false;
  bool rolled_back_ = false;  // by the server, in the middle of a transaction of ours
};

}  // namespace luamigrate::databases::mssql
