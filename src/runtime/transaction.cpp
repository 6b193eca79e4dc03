#include "runtime/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "luamigrate/error.h"
#include "runtime/journal.h"

namespace luamigrate::runtime {
Transaction::Transaction(databases::Connection& connection, Kind kind) : connection_(connection), kind_(kind) {
  if (kind_ != Kind::none) connection_.begin();
}

Transaction::~Transaction() {
  rollback();
}

std::int64_t Transaction::execute(const databases::Statement& statement) {
  if (!statement.check_before_commit.empty() &&
      std::ranges::find(checks_, statement.check_before_commit) == checks_.end())
    checks_.push_back(statement.check_before_commit);
  if (kind_ == Kind::none) partly_kept_ = true;
  if (!statement.outside_transaction || !connection_.in_transaction()) return connection_.execute(statement);
  std::int64_t touched = -1;
  if (kind_ == Kind::trial) return touched;
  outside([&] { touched = connection_.execute(statement); });
  return touched;
}

void Transaction::outside(const std::function<void()>& block) {
  if (!connection_.in_transaction() || kind_ == Kind::trial) {
    block();
    return;
  }
  commit_part();
  const bool before = std::exchange(outside_, true);
  try {
    block();
  } catch (...) {
    outside_ = before;
    spoil("a block outside the transaction has failed");
    if (!connection_.in_transaction()) begin_again();
    throw;
  }
  outside_ = before;
  connection_.begin();
}

// What the script does behind an error that it has caught is not kept either.
void Transaction::begin_again() noexcept {
  try {
    connection_.begin();
  } catch (const Error&) {
    // The connection is gone.
  }
}

void Transaction::piece(const std::function<void()>& work) {
  connection_.begin();
  struct Undo {
    Transaction& transaction;
    ~Undo() {
      if (!transaction.is_open()) return;
      transaction.checks_.clear();
      transaction.rollback();
      if (transaction.journal_) transaction.journal_->note_lost();
    }
  } undo{*this};
  work();
  commit_part();
}

void Transaction::keep_part() {
  commit_part();
  connection_.begin();
}

void Transaction::commit_part() {
  require_sound();
  run_checks();
  if (journal_) journal_->write();
  connection_.commit();
  partly_kept_ = true;
  if (journal_) journal_->note_kept();
}

void Transaction::spoil(std::string why) {
  if (spoiled_.empty()) spoiled_ = std::move(why);
}

void Transaction::run_checks() {
  for (const std::string& check : std::exchange(checks_, {})) {
    const auto cursor = connection_.query_small({.sql = check});
    std::vector<schema::Value> values;
    if (!cursor->next(values)) continue;
    std::string found;
    for (std::size_t i = 0; i < values.size(); ++i)
      found += fmt::format("{}{} {}", i == 0 ? "" : ", ", cursor->columns()[i], schema::shown(values[i]));
    Error error(ErrorKind::database, "a check before COMMIT failed: rows break a constraint",
                "mend the rows that it names, then run again");
    error.facts().sql = check;
    error.facts().database_message = found;
    error.facts().failure = DatabaseFailure::constraint;
    throw error;
  }
}

void Transaction::require_sound() const {
  if (!spoiled_.empty())
    throw Error(ErrorKind::database,
                "the transaction is not committed: a statement in it had failed, and the script went on",
                "let the error through, or test before instead of catching it. It was: " + spoiled_);
}

void Transaction::commit() {
  require_sound();
  run_checks();
  if (connection_.in_transaction() && kind_ != Kind::trial) connection_.commit();
}

void Transaction::rollback() noexcept {
  if (!connection_.in_transaction()) return;
  try {
    connection_.rollback();
  } catch (const Error&) {
    // The connection is gone: the database rolls back by itself.
  }
}

}  // namespace luamigrate::runtime
