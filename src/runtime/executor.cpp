#include "runtime/executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>

#include "base/clock.h"
#include "base/sha256.h"
#include "luamigrate/error.h"
#include "runtime/journal.h"
#include "runtime/live_sink.h"
#include "runtime/lock_watch.h"
#include "runtime/step_runner.h"
#include "runtime/transaction.h"

namespace luamigrate::runtime {
namespace {

using SteadyClock = std::chrono::steady_clock;

bool same_rows(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

std::string rows_text(const std::vector<std::string>& rows) {
  return rows.empty() ? std::string("base") : fmt::format("{}", fmt::join(rows, ", "));
}

// Half as much to half as much again: runs that gave way to each other do not meet again.
std::chrono::milliseconds with_jitter(std::chrono::milliseconds pause) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(std::uniform_int_distribution(pause.count() / 2, pause.count() * 3 / 2)(random));
}

std::string counted(std::int64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

// "2 operations and 1 statement of the next one".
std::string extent(const state::Progress& progress) {
  std::string text = counted(progress.operations, "operation");
  if (progress.statements > 0)
    text += fmt::format(" and {} of the next one", counted(progress.statements, "statement"));
  if (!progress.position.empty()) text += fmt::format(" and the rows up to {} in the next one", progress.key());
  return text;
}

// What a statement of COMMIT left in doubt cannot be told from here.
std::string state_after_failure(const Error& error, const revisions::RevisionHeader& header,
                                const state::Progress& kept, const std::vector<std::string>& rows) {
  if (error.facts().failure == DatabaseFailure::commit_in_doubt)
    return fmt::format("the connection was lost during COMMIT: whether {} is applied shows \"luamigrate current\"",
                       header.revision);
  const std::string& left = error.facts().left_behind;
  if (kept.is_something())
    return fmt::format("the version table is at {}; done and kept of {}: {}{}{}", rows_text(rows), header.revision,
                       extent(kept), kept.begun.empty() ? "" : fmt::format(", and perhaps {}", kept.begun),
                       left.empty() ? "" : "; " + left);
  return fmt::format("the database is at {}; nothing of {} was kept{}", rows_text(rows), header.revision,
                     left.empty() ? "" : ", but " + left);
}

// While it lives, a transaction tells the journal of what it keeps.
class JournalOf {
 public:
  JournalOf(Transaction& transaction, Journal& journal) : transaction_(transaction) {
    transaction_.set_journal(&journal);
  }
  ~JournalOf() { transaction_.set_journal(nullptr); }
  JournalOf(const JournalOf&) = delete;
  JournalOf& operator=(const JournalOf&) = delete;

 private:
  Transaction& transaction_;
};

}  // namespace

// The state of one run.
class Executor::Run {
 public:
  Run(Executor& executor, const Planner& planner, const std::stop_token& stop)
      : x_(executor), planner_(planner), stop_(stop) {}

  std::vector<StepResult> operator()() {
    const SteadyClock::time_point start = SteadyClock::now();
    const std::stop_callback end_statement(stop_, [this] { x_.connection_.cancel(); });
    try {
      std::vector<StepResult> results = run_all();
      if (begun_) call_telling(&Hooks::after_run, {.duration = SteadyClock::now() - start}, rows_);
      return results;
    } catch (const Error& thrown) {
      const Error error = as_interruption(thrown);
      if (begun_) tell_error(error, SteadyClock::now() - start);
      throw error;
    }
  }

 private:
  std::vector<StepResult> run_all() {
    revisions::Rows rows = x_.versions_.read(x_.connection_, x_.inspector_);
    revisions::Plan plan = planner_(rows, false);
    take_up_unfinished(plan);
    if (plan.steps.empty()) return {};
    if (const std::int64_t session = x_.connection_.session_number();
        session != 0 && x_.settings_.connect_beside && x_.settings_.lock_timeout.count() > 0)
      watch_.emplace(session, x_.settings_.connect_beside, x_.settings_.lock_timeout);
    begun_ = true;
    direction_ = plan.steps.front().direction;
    call_telling(&Hooks::before_run, {}, rows);
    if (x_.settings_.dry_run) whole_.emplace(x_.connection_, Transaction::Kind::trial);
    ensure_tables();
    // Where DDL commits by itself there is none: each revision is run as it is without the setting.
    if (x_.settings_.one_transaction && !whole_ && x_.database_.dialect->transactional_ddl())
      whole_.emplace(x_.connection_, Transaction::Kind::real);
    first_rows_ = rows;
    for (std::size_t next = 0; next < plan.steps.size();) {
      if (stop_.stop_requested()) throw interrupted(plan.steps[next], rows);
      require_alone(rows);
      if (run_patiently(plan.steps[next], results_.size() + plan.steps.size() - next, rows)) {
        ++next;
        continue;
      }
      plan = planner_(rows, true);
      next = 0;
    }
    if (whole_) whole_->commit();
    kept_results_ = results_.size();
    rows_ = rows;
    return results_;
  }

  void call(void (Hooks::*hook)(const HookContext&), HookContext context) {
    if (!x_.settings_.hooks || x_.settings_.dry_run) return;
    context.dialect = x_.database_.name;
    context.direction = direction_;
    context.x_arguments = &x_.settings_.x_arguments;
    (x_.settings_.hooks->*hook)(context);
  }

  // For the hooks that run outside of a revision: what they throw is no failure of one.
  void call_telling(void (Hooks::*hook)(const HookContext&), const HookContext& context, const revisions::Rows& rows) {
    try {
      call(hook, context);
    } catch (Error& error) {
      tell_state(error, rows);
      if (error.facts().revision.empty()) error.facts().revision = context.revision;
      throw;
    }
  }

  // Between revisions: nothing is in doubt.
  void tell_state(Error& error, const revisions::Rows& rows) const {
    error.facts().applied = kept();
    error.facts().state = "the database is at " + rows_text(rows);
  }

  // The error that ended the run is what counts, whatever becomes of the hook.
  void tell_error(const Error& error, std::chrono::nanoseconds duration) {
    try {
      call(&Hooks::on_error, {.revision = error.facts().revision, .duration = duration, .error = &error});
    } catch (const Error& in_hook) {
      x_.observer_.warning(fmt::format("on_error failed: {}", in_hook.message()));
    }
  }

  // The tables are made before the first revision and kept whatever becomes of it.
  void ensure_tables() {
    std::optional<Transaction> own;
    if (!whole_) own.emplace(x_.connection_, Transaction::Kind::real);
    x_.versions_.ensure(x_.connection_, x_.inspector_);
    if (x_.log_) x_.log_->ensure(x_.connection_, x_.inspector_);
    if (own) own->commit();
  }

  // What earlier runs have begun is taken up, or stands in the way.
  void take_up_unfinished(const revisions::Plan& plan) {
    if (!x_.log_) return;
    for (const state::LogRow& row : x_.log_->unfinished(x_.connection_, x_.inspector_)) {
      const std::optional<revisions::Index> revision = x_.graph_.find_id(row.revision);
      if (!revision) continue;
      const bool is_planned = std::ranges::any_of(plan.steps, [&](const revisions::Step& step) {
        return step.revision == revision && step.direction == row.direction;
      });
      // A walk that is kept batch by batch leaves nothing in doubt: it just goes on.
      const bool goes_on = x_.settings_.resume || !row.progress.position.empty();
      if (!goes_on || !is_planned) throw unfinished(row, is_planned);
      x_.observer_.note(fmt::format(
          "{} is taken up behind {}{}", row.revision, extent(row.progress),
          row.progress.begun.empty()
              ? ""
              : fmt::format("; {} was begun, and is run again unless it is found to be done", row.progress.begun)));
      before_[*revision] = row.progress;
    }
  }

  Error unfinished(const state::LogRow& row, bool is_planned) const {
    const bool up = row.direction == Direction::upgrade;
    const std::string resume = is_planned ? x_.settings_.resume_command
                                          : fmt::format("luamigrate {} --resume {}", up ? "upgrade" : "downgrade",
                                                        row.revision + (up ? "" : "-1"));
    Error error(ErrorKind::unfinished,
                fmt::format("the {} of {} was begun at {} by {}@{} and is not finished: {} {} kept{}",
                            up ? "upgrade" : "downgrade", row.revision, row.started_at, row.user_name, row.host,
                            extent(row.progress), row.progress.operations == 1 ? "is" : "are",
                            row.progress.begun.empty() ? "" : fmt::format(", and perhaps {}", row.progress.begun)),
                fmt::format("go on behind them: {}; or, where you have settled it by hand, say where the database is: "
                            "luamigrate stamp {}",
                            resume, row.revision));
    error.facts().revision = row.revision;
    error.facts().database_message = row.error;
    return error;
  }

  // run_step(), again when it gave way to a lock, behind what was kept of it.
  bool run_patiently(const revisions::Step& step, std::size_t total, revisions::Rows& rows) {
    std::chrono::milliseconds pause = x_.settings_.first_retry_pause;
    for (int retry = 1;; ++retry) {
      try {
        return run_step(step, total, rows);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::lock_timeout || whole_ || retry > x_.settings_.lock_retries) throw;
        const std::chrono::milliseconds jittered = with_jitter(pause);
        const std::string& blocker = error.facts().blocked_by;
        x_.observer_.warning(fmt::format("{} gave way to a lock ({}{}): trying again in {} ({} of {})",
                                         x_.graph_.id(*step.revision), error.message(),
                                         blocker.empty() ? "" : fmt::format("; held by {}", blocker),
                                         base::duration_text(jittered), retry, x_.settings_.lock_retries));
        if (!wait(jittered)) throw interrupted(step, rows);
        pause = std::min<std::chrono::milliseconds>(pause * 2, std::chrono::seconds(30));
      }
    }
  }

  // Whether it was not asked to stop meanwhile.
  bool wait(std::chrono::milliseconds time) const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop_, time, [] { return false; });
    return !stop_.stop_requested();
  }

  // `rows` are those that the step starts from, and afterwards those it ends at. False when the table holds others by
  // now: `rows` are these then.
  bool run_step(const revisions::Step& step, std::size_t total, revisions::Rows& rows) {
    const revisions::RevisionHeader& header = x_.graph_.header(step.revision.value());
    if (whole_ && !header.transactional && !x_.settings_.dry_run)
      throw Error(ErrorKind::script,
                  fmt::format("revision {} runs outside a transaction (transactional = false), and this run is one "
                              "transaction",
                              header.revision),
                  "set transaction = \"revision\" in migrate.toml");
    const LoadedScript loaded = x_.load_(header);
    const StepEvent event = event_for(step, header, loaded.shown_path, results_.size() + 1, total);
    state::LogEntry entry = entry_for(step.direction, header, loaded);
    const SteadyClock::time_point start = SteadyClock::now();

    std::optional<Transaction> own;
    if (!whole_) own.emplace(x_.connection_, header.transactional ? Transaction::Kind::real : Transaction::Kind::none);
    Transaction& transaction = whole_ ? *whole_ : *own;
    Journal journal(x_.connection_, x_.log_ && !x_.settings_.dry_run ? &*x_.log_ : nullptr, entry,
                    before_[*step.revision]);
    const JournalOf journal_of(transaction, journal);
    LiveSink sink(x_.database_, x_.connection_, x_.inspector_, transaction, journal, x_.settings_.naming, x_.observer_,
                  stop_);
    sink.watch_locks(watch_ ? &*watch_ : nullptr);
    std::vector<std::string> statements;
    if (x_.settings_.dry_run) sink.note_statements(statements);
    try {
      revisions::Rows found = x_.versions_.rows(x_.connection_);
      if (!same_rows(found, rows)) {
        rows = std::move(found);
        return false;
      }
      x_.observer_.step_started(event);
      call(&Hooks::before_revision, {.revision = header.revision});
      run_script(*loaded.script, header, step.direction, sink, x_.settings_, x_.database_.dialect->identifier_limit());
      transaction.require_sound();
      if (!transaction.is_open()) x_.connection_.begin();
      for (const revisions::RowChange& change : step.changes) x_.versions_.apply(x_.connection_, change);
      entry.duration = SteadyClock::now() - start;
      journal.finish();
      if (own) own->commit();
    } catch (Error& error) {
      transaction.rollback();
      journal.note_failed(error);
      entry.duration = SteadyClock::now() - start;
      before_[*step.revision] = journal.kept();
      note_parts(journal, rows);
      throw described(as_interruption(error), header, loaded, journal, rows);
    }
    note_parts(journal, rows);
    for (const revisions::RowChange& change : step.changes) revisions::apply(change, rows);
    results_.push_back({step, SteadyClock::now() - start, std::move(statements), sink.rows_touched()});
    if (!x_.settings_.dry_run) x_.observer_.step_finished(event, results_.back().duration);
    call_telling(&Hooks::after_revision, {.revision = header.revision, .duration = results_.back().duration},
                 whole_ ? first_rows_ : rows);
    return true;
  }

  state::LogEntry entry_for(Direction direction, const revisions::RevisionHeader& header,
                            const LoadedScript& loaded) const {
    return {.revision = header.revision,
            .direction = direction,
            .checksum = base::sha256_hex(loaded.source),
            .source = loaded.source,
            .started_at = x_.clock_(),
            .user_name = x_.settings_.user_name,
            .host = x_.settings_.host,
            .tool_version = x_.settings_.tool_version,
            .outcome = "done"};
  }

  // In a run that is one transaction, what ran outside of it kept all that came before.
  void note_parts(const Journal& journal, const revisions::Rows& rows) {
    if (!whole_ || !journal.was_written()) return;
    first_rows_ = rows;
    kept_results_ = results_.size();
  }

  Error described(const Error& thrown, const revisions::RevisionHeader& header, const LoadedScript& loaded,
                  Journal& journal, const std::vector<std::string>& rows) {
    const state::Progress& progress = journal.kept();
    const bool interrupted = thrown.kind() == ErrorKind::interrupted;
    const bool is_resumed = progress.is_something() && progress.position.empty();
    std::string hint = interrupted && is_resumed ? "" : thrown.hint();
    const std::string joint = hint.empty() ? "" : "; then ";
    if (!progress.position.empty() && !interrupted)
      hint += joint + "run the same command again: it goes on behind the last batch";
    else if (is_resumed && x_.log_)
      hint += joint + "go on behind what is done: " + x_.settings_.resume_command;
    else if (is_resumed)
      hint += joint + "undo by hand what is kept, for nothing tells a later run of it (log_table = false)";
    Error error = thrown.told_as(thrown.kind(), thrown.message(), std::move(hint));
    ErrorFacts& facts = error.facts();
    if (facts.revision.empty()) facts.revision = header.revision;
    if (facts.file.empty()) facts.file = loaded.shown_path;
    if (x_.settings_.dry_run) {
      facts.state = "nothing was changed: this was a dry run";
      return error;
    }
    facts.applied = kept();
    facts.kept_operations = journal.kept_operations();
    facts.state = state_after_failure(error, header, progress, whole_ ? first_rows_ : rows);
    std::string text = error.message();
    if (text.find(facts.database_message) == std::string::npos) text += ": " + facts.database_message;
    log_failure(journal, std::move(text));
    return error;
  }

  // The failed transaction took its log row along, so the failure gets one of its own.
  void log_failure(Journal& journal, std::string text) {
    if (!x_.log_) return;
    try {
      Transaction transaction(x_.connection_, Transaction::Kind::real);
      journal.finish_failed(std::move(text));
      transaction.commit();
    } catch (const Error&) {
      // The connection went away with the revision, or the disk is full: the first error is what counts.
    }
  }

  // The revisions of this run that stay whatever happens now.
  std::vector<std::string> kept() const {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < (whole_ ? kept_results_ : results_.size()); ++i)
      ids.push_back(x_.graph_.id(*results_[i].step.revision));
    return ids;
  }

  void require_alone(const revisions::Rows& rows) const {
    if (!x_.settings_.require_alone) return;
    try {
      x_.settings_.require_alone();
    } catch (Error& error) {
      tell_state(error, whole_ ? first_rows_ : rows);
      throw;
    }
  }

  // What a statement that end_statement has ended fails with is no fault of its own.
  Error as_interruption(const Error& error) const {
    const std::optional<DatabaseFailure> failure = error.facts().failure;
    const bool was_ended = failure == DatabaseFailure::cancelled || failure == DatabaseFailure::lock_timeout;
    if (!was_ended || error.kind() == ErrorKind::interrupted || !stop_.stop_requested()) return error;
    return error.told_as(ErrorKind::interrupted, "interrupted in a statement", "run the same command again to go on");
  }

  Error interrupted(const revisions::Step& next, const revisions::Rows& rows) const {
    Error error(ErrorKind::interrupted, fmt::format("interrupted before revision {}", x_.graph_.id(*next.revision)),
                "run the same command again to go on");
    tell_state(error, whole_ ? first_rows_ : rows);
    return error;
  }

  Executor& x_;
  const Planner& planner_;
  const std::stop_token& stop_;
  revisions::Rows first_rows_;        // before the run
  revisions::Rows rows_;              // behind it
  std::optional<Transaction> whole_;  // with transaction = "all"
  std::vector<StepResult> results_;
  std::optional<LockWatch> watch_;
  std::size_t kept_results_ = 0;                        // of a run that is one transaction
  std::map<revisions::Index, state::Progress> before_;  // what is done already of revisions
  bool begun_ = false;
  Direction direction_ = Direction::upgrade;
};

Executor::Executor(const databases::Database& database, databases::Connection& connection,
                   databases::Inspector& inspector, state::VersionTable versions, std::optional<state::LogTable> log,
                   const revisions::Graph& graph, ScriptLoader load, RunSettings settings, base::Clock clock,
                   Observer& observer)
    : database_(database),
      connection_(connection),
      inspector_(inspector),
      versions_(std::move(versions)),
      log_(std::move(log)),
      graph_(graph),
      load_(std::move(load)),
      settings_(std::move(settings)),
      clock_(std::move(clock)),
      observer_(observer) {}

std::vector<StepResult> Executor::run(const Planner& planner, const std::stop_token& stop) {
  return Run(*this, planner, stop)();
}

}  // namespace luamigrate::runtime
