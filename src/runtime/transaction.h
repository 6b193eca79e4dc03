// The transaction that a revision runs in, with its version row and its log row.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "databases/connection.h"

namespace luamigrate::runtime {

class Journal;

// Rolls back when it is destroyed before commit(). Errors: those of databases::Connection.
class Transaction {
 public:
  enum class Kind {
    real,
    none,   // every statement commits by itself (`transactional = false`)
    trial,  // nothing is kept: commit() only checks, and what must be outside is not run (or, in a block, run inside)
  };

  // `connection` must outlive it.
  Transaction(databases::Connection& connection, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Runs a statement of the transaction, or beside it where it must be outside: what came before is committed then.
  std::int64_t execute(const databases::Statement& statement);

  // Runs `block` outside the transaction: commits what came before, and begins anew after it.
  void outside(const std::function<void()>& block);

  // Outside of a transaction: runs `work` in one of its own, whose checks are run and which is kept whole or not at
  // all.
  void piece(const std::function<void()>& work);

  // Commits what came before and begins anew. REQUIRES: is_open(), no trial.
  void keep_part();

  // Whether statements wait for a commit.
  bool is_open() const { return connection_.in_transaction(); }
  // Whether they do in the transaction that this has begun, and not in one of the script's own.
  bool is_own_open() const { return kind_ != Kind::none && !outside_ && is_open(); }
  bool is_trial() const noexcept { return kind_ == Kind::trial; }

  // Is written before a part is kept, and told of it. nullptr: none.
  void set_journal(Journal* journal) { journal_ = journal; }

  // A statement has failed: the database may have lost what came before it, so commit() refuses from now on.
  void spoil(std::string why);

  // Throws Error{database} when the transaction is spoiled.
  void require_sound() const;

  // Runs the checks that statements asked for, then commits. Throws Error{database} when a check finds something or the
  // transaction is spoiled; nothing is kept then.
  void commit();
  void rollback() noexcept;

  // Whether something of it is in the database already, whatever comes.
  bool partly_kept() const noexcept { return partly_kept_; }

 private:
  void run_checks();
  void commit_part();
  void begin_again() noexcept;

  databases::Connection& connection_;
  Kind kind_;
  Journal* journal_ = nullptr;
  bool partly_kept_ = false;
  bool outside_ = false;             // a block outside is at work
  std::string spoiled_;              // why; empty: it is not
  std::vector<std::string> checks_;  // in the order first asked for, each once
};

}  // namespace luamigrate::runtime
