#include "runtime/journal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"

namespace luamigrate::runtime {
namespace {

constexpr std::size_t names_shown = 100;

// Names may have line ends.
std::string in_one_line(std::string_view text) {
  std::string result(text);
  std::ranges::replace(result, '\n', ' ');
  return result;
}

}  // namespace

Journal::Journal(databases::Connection& connection, const state::LogTable* log, state::LogEntry& entry,
                 const state::Progress& before)
    : connection_(connection), log_(log), entry_(entry), before_(before), written_(before), kept_(before) {}

void Journal::count(std::string_view description) {
  if (within_ > 0) return;
  progress_.fingerprint = base::sha256_hex(progress_.fingerprint + std::string(description));
  ++progress_.operations;
  progress_.statements = 0;
  progress_.begun.clear();
  progress_.position.clear();
  has_walked_ = false;
  progress_.answers = answers_;
  if (operations_.size() < names_shown) operations_.emplace_back(description);
}

bool Journal::passes_over(std::string_view description) {
  if (within_ > 0) return false;
  if (progress_.operations >= before_.operations) {
    if (is_in_walk()) {
      if (!kept_.walk().starts_with(in_one_line(description) + " by ")) refuse_other_walk(description);
      progress_.position = kept_.position;
    }
    if (is_next()) progress_.statements = before_.statements;
    return false;
  }
  count(description);
  if (is_next() && progress_.fingerprint != before_.fingerprint) refuse_other_operations();
  return true;
}

bool Journal::answer(const std::function<bool()>& ask) {
  constexpr std::size_t most = 10'000;  // a script that asks more often is none that asks before each operation
  const std::size_t place = answers_.size();
  if (within_ > 0 || place == most) return ask();
  const bool yes = place < before_.answers.size() ? before_.answers[place] == 'y' : ask();
  answers_ += yes ? 'y' : 'n';
  return yes;
}

std::int64_t Journal::statements_done_before() const {
  return is_next() ? before_.statements : 0;
}

bool Journal::may_be_done() const {
  return is_next() && !before_.begun.empty();
}

std::string Journal::position_before(std::string_view walk, std::string_view change) {
  if (within_ > 0) return {};
  if (!is_in_walk()) {
    change_ = change;
    return {};
  }
  const bool is_another = has_walked_ && change != change_;
  if (kept_.walk() != in_one_line(walk) || is_another) refuse_other_walk(walk);
  change_ = change;
  return std::string(kept_.key());
}

void Journal::refuse_other_operations() const {
  throw Error(
      ErrorKind::script,
      fmt::format("the first {} operations are not those that the run before has done", before_.operations),
      "bring them back as they were, change only what stands behind them, and resume again; answers of op.has_... "
      "are those of the run before, and what else the script asks must lead it the same way");
}

void Journal::refuse_other_walk(std::string_view instead) const {
  if (has_walked_)
    throw Error(
        ErrorKind::script,
        fmt::format("{} has failed behind batches that are kept, and the script comes to {}", kept_.walk(), instead),
        "let its error end the run, or call it again as it was: it goes on behind those batches");
  throw Error(
      ErrorKind::script,
      fmt::format("the run before was in the middle of {}, and the script comes to {} there", before_.walk(), instead),
      "bring that back as it was, change only what stands behind it, and run again");
}

void Journal::statement_done() {
  if (within_ > 0) return;
  ++progress_.statements;
  progress_.begun.clear();
  progress_.answers = answers_;
}

void Journal::position_reached(std::string_view key, std::string_view walk) {
  if (within_ > 0) return;
  progress_.position = fmt::format("{}\n{}", key, in_one_line(walk));
  has_walked_ = true;
}

void Journal::operation_done(std::string_view description) {
  count(description);
}

void Journal::refuse_within(std::string_view what) const {
  if (within_ == 0) return;
  throw Error(ErrorKind::unsupported, fmt::format("{} cannot be had in a function that another operation calls", what),
              "do it before or behind that operation");
}

void Journal::require_kept(std::string_view what) const {
  refuse_within(what);
  if (!log_)
    throw Error(ErrorKind::unsupported,
                fmt::format("{} needs the log table, and it is switched off (log_table = false)", what),
                "switch it on in migrate.toml, or commit with the revision");
}

void Journal::put(const state::Progress& progress) {
  if (!log_) return;
  entry_.progress = progress;
  if (row_)
    connection_.execute(log_->update(*row_, entry_));
  else
    row_ = log_->insert(connection_, entry_);
}

bool Journal::only_repeats() const {
  if (progress_.operations != before_.operations) return progress_.operations < before_.operations;
  return progress_.statements == 0 && progress_.position.empty() && progress_.begun.empty();
}

void Journal::write() {
  written_ = only_repeats() ? before_ : progress_;
  entry_.outcome = "running";
  put(written_);
  if (!connection_.in_transaction()) note_kept();
}

void Journal::note_kept() {
  kept_ = written_;
  kept_row_ = row_;
}

void Journal::note_failed(const Error& error) {
  row_ = kept_row_;
  const auto failure = error.facts().failure;
  const bool lost = failure == DatabaseFailure::connection_lost || failure == DatabaseFailure::commit_in_doubt;
  if (!lost && !progress_.begun.empty()) kept_.begun.clear();
}

std::vector<std::string> Journal::kept_operations() const {
  const auto count = std::min(operations_.size(), static_cast<std::size_t>(kept_.operations));
  return {operations_.begin(), operations_.begin() + static_cast<std::ptrdiff_t>(count)};
}

void Journal::finish() {
  if (is_in_walk() && has_walked_) refuse_other_walk("its end");
  const bool half_done = before_.statements > 0 || !before_.position.empty();
  if (progress_.operations < before_.operations || (progress_.operations == before_.operations && half_done))
    refuse_other_operations();
  entry_.outcome = "done";
  put(progress_);
}

void Journal::finish_failed(std::string error) {
  entry_.outcome = "failed";
  entry_.error = std::move(error);
  put(kept_);
}

}  // namespace luamigrate::runtime
