// One session of a server: runs a statement at a time, with errors and notices as luamigrate has them. What Connection,
// cursors and row writers stand on.
#pragma once

#include <array>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <pqxx/connection>
#include <pqxx/errorhandler>
#include <pqxx/nontransaction>
#include <pqxx/pipeline>
#include <pqxx/result>
#include <string>
#include <vector>

#include "databases/database.h"
#include "databases/statement.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {

class Session {
 public:
  // What is read must be what it was when it is written again, and a key must find its row: floats as the numbers that
  // they are, times with their offset in digits, NULL in arrays. How dates are read stays as it is.
  static constexpr std::array exact_values{"extra_float_digits = 3", "datestyle = 'ISO'", "array_nulls = on"};

  // A statement that the server may still be at. Not to be used when the session is gone.
  class Sent {
   public:
    Sent(Session& session, const std::string& sql, std::string told);
    // Waits for it, once. Throws what run() would have thrown.
    pqxx::result take();

   private:
    friend class Session;
    // What a pipeline needs, which keeps the connection for itself.
    struct Work {
      explicit Work(pqxx::connection& connection) : transaction(connection), pipeline(transaction) {}
      pqxx::nontransaction transaction;
      pqxx::pipeline pipeline;
    };

    void receive();

    Session& session_;
    std::string told_;
    std::unique_ptr<Work> work_;  // none: it has been received
    pqxx::result result_;
    std::exception_ptr failure_;
  };

  Session(const Url& url, const ConnectOptions& options);

  pqxx::result run(const std::string& sql, const std::vector<schema::Value>& params = {});
  // Goes on while the server works; errors name `told` as the SQL. Whatever else is asked of the session waits for it
  // first, and a failure of it is that one's too where it ended the transaction.
  std::shared_ptr<Sent> send(const std::string& sql, const std::string& told);
  void begin();
  void commit();
  void rollback();
  bool in_transaction() const { return in_transaction_; }
  // Changes with each transaction: a cursor made in one is gone in the next.
  unsigned transaction() const { return transaction_; }
  // A statement failed in this transaction: until it is rolled back the server takes no other.
  bool failed() const { return failed_; }
  bool open() const { return connection_.is_open(); }

  pqxx::connection& raw() {
    settle();
    return connection_;
  }
  // To throw in place of what libpqxx threw while `sql` ran.
  Error failure(const std::exception& thrown, const std::string& sql, bool committing = false);
  // Asks the server to end the statement at work. For any thread.
  void cancel() noexcept;
  void deliver_notices();
  void on_notice(std::function<void(std::string_view)> listener) { listener_ = std::move(listener); }
  std::string next_cursor_name();
  // The table in which rows of this kind were gathered last; empty: none yet.
  std::string& gathered_in(const std::string& kind) { return gathered_in_[kind]; }

 private:
  // Keeps notices until the statement is over: libpq's callback must not throw.
  class Notices final : public pqxx::errorhandler {
   public:
    explicit Notices(pqxx::connection_base& connection) : pqxx::errorhandler(connection) {}
    bool operator()(const char text[]) noexcept override;
    std::vector<std::string> texts;
  };

  void settle();

  pqxx::connection connection_;
  Notices notices_;
  std::shared_ptr<Sent> sent_;  // until it is received
  std::function<void(std::string_view)> listener_;
  bool in_transaction_ = false;
  bool failed_ = false;
  std::optional<Error> abort_cause_;  // the failure that made the server refuse all else of the transaction
  unsigned transaction_ = 0;
  unsigned cursors_ = 0;
  std::map<std::string, std::string> gathered_in_;
};

}  // namespace luamigrate::databases::postgresql
