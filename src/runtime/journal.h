// What the log table says of the revision that runs: how much of it is in the database, so that a run that is cut off
// can be taken up behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "databases/connection.h"
#include "luamigrate/error.h"
#include "state/log_table.h"

namespace luamigrate::runtime {

// Nothing is written for a revision that is one transaction until it ends: it is kept whole or not at all.
class Journal {
 public:
  // `log` may be nullptr: nothing is written then. `before`: what an earlier run has done. All must outlive it.
  Journal(databases::Connection& connection, const state::LogTable* log, state::LogEntry& entry,
          const state::Progress& before);

  // While it lives, operations are part of one that is at work, whose function calls them: they are done and undone
  // with it, and neither counted nor passed over.
  class Within {
   public:
    explicit Within(Journal& journal) : journal_(journal) { ++journal_.within_; }
    ~Within() { --journal_.within_; }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;

   private:
    Journal& journal_;
  };

  // Whether the operation that comes now was done by the earlier run. Throws Error{script} where that was another one.
  bool passes_over(std::string_view description);
  // What the database answers to a question of the script: in front of what the earlier run has kept what it did then.
  bool answer(const std::function<bool()>& ask);
  // Of the operation behind those: how many of its statements were done, and whether the rest may be.
  std::int64_t statements_done_before() const;
  bool may_be_done() const;
  // Where `walk`, which goes through a table in batches, is to go on: the key; empty: at the start. Throws
  // Error{script} where the earlier run was in the middle of another one, or this run has left another one, whose error
  // the script has caught; `change` tells what is done to the rows.
  std::string position_before(std::string_view walk, std::string_view change);

  void begins(std::string_view description) {
    if (within_ == 0) progress_.begun = description;
  }
  void statement_done();
  void position_reached(std::string_view key, std::string_view walk);
  void operation_done(std::string_view description);

  // Puts the progress into the log table, in the transaction that is open or by itself.
  void write();
  // The transaction that write() was in is committed, or rolled back.
  void note_kept();
  void note_lost() { row_ = kept_row_; }
  // The script has failed. What it had begun is not done then, unless the connection was lost meanwhile.
  void note_failed(const Error& error);

  // Throws Error{unsupported} within another operation, whose batches could not be told any more; `what` commits.
  void refuse_within(std::string_view what) const;
  // Throws Error{unsupported} where nothing is written, and within another operation; `what` needs it.
  void require_kept(std::string_view what) const;

  bool was_written() const noexcept { return kept_row_.has_value(); }

  // What is in the database now; names of operations as far as this run has done them.
  const state::Progress& kept() const noexcept { return kept_; }
  std::vector<std::string> kept_operations() const;

  // The end, in the transaction that is open: the row of the log table says all that was done, or what was kept of it
  // and why it is not all. Throws Error{script} where the script has come to less than an earlier run had done.
  void finish();
  void finish_failed(std::string error);

 private:
  bool is_next() const { return within_ == 0 && progress_.operations == before_.operations; }
  // Whether batches are kept of the operation that comes now.
  bool is_in_walk() const {
    return within_ == 0 && progress_.operations == kept_.operations && !kept_.position.empty();
  }
  void count(std::string_view description);
  [[noreturn]] void refuse_other_operations() const;
  [[noreturn]] void refuse_other_walk(std::string_view instead) const;
  // Whether the script has not come further than the run before it.
  bool only_repeats() const;
  void put(const state::Progress& progress);

  databases::Connection& connection_;
  const state::LogTable* log_;
  state::LogEntry& entry_;
  state::Progress before_;
  state::Progress progress_;  // as far as the script has come
  std::string answers_;       // also behind what is done
  std::string change_;        // of the walk that comes or is at work
  bool has_walked_ = false;   // this run has come behind a batch of it
  state::Progress written_;   // as of the last write()
  state::Progress kept_;
  std::optional<std::int64_t> row_, kept_row_;  // its id, once it is there
  std::vector<std::string> operations_;         // the first ones, as messages show them
  int within_ = 0;                              // how many operations deep the script is
};

}  // namespace luamigrate::runtime
