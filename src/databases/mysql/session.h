// One session of a server: runs a statement at a time, with errors and warnings as luamigrate has them. What
// Connection, cursors and row writers stand on.
#pragma once

#include <mysql.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "databases/database.h"
#include "databases/mysql/errors.h"
#include "databases/statement.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mysql {

class Session {
 public:
  Session(const Url& url, const ConnectOptions& options);

  // Sends a text. Returns how many rows it touched, -1 for one that returns rows: they are read and dropped.
  std::int64_t run(const std::string& sql);

  // The same for what a transaction that the server rolled back does not stop: settings and tables of the session.
  void restore(const std::string& sql);

  void begin();
  void commit();
  void rollback();
  // As the server says: a statement may have ended the transaction by itself.
  bool in_transaction() const { return in_transaction_; }

  MYSQL* raw() { return handle_.get(); }
  bool is_mariadb() const;

  // Before a statement. Throws where the server rolled back and the caller has not heard of it.
  void require_usable(const std::string& sql) const;
  // After a statement that went well: what became of the transaction, and warnings for the listener.
  void statement_is_over();
  // To throw for what failed while `sql` ran. `statement`: where the failure is told, else the connection.
  Error failure(const std::string& sql, MYSQL_STMT* statement = nullptr, bool committing = false);

  void on_notice(std::function<void(std::string_view)> listener) { listener_ = std::move(listener); }
  std::string next_name();  // for a table of this session

 private:
  struct Close {
    void operator()(MYSQL* handle) const { mysql_close(handle); }
  };

  std::int64_t send(const std::string& sql);
  void deliver_warnings();

  std::unique_ptr<MYSQL, Close> handle_;
  std::function<void(std::string_view)> listener_;
  bool in_transaction_ = false;
  bool rolled_back_ = false;  // by the server, in the middle of a transaction of ours
  unsigned names_ = 0;
};

}  // namespace luamigrate::databases::mysql
