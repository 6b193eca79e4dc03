#include "runtime/row_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "luamigrate/error.h"
#include "runtime/key_text.h"

namespace luamigrate::runtime {
namespace {

constexpr std::int64_t usual_batch_size = 10'000;

using Key = std::vector<schema::Value>;

std::vector<std::string> key_columns(const schema::TableLookup& tables, const ops::Walk& walk) {
  const std::optional<schema::Table> table = tables.find_table(walk.table);
  if (!table)
    throw Error(ErrorKind::script, fmt::format("there is no table \"{}\"", schema::shown(walk.table)),
                "check the name, or create the table first");
  if (!walk.key.empty()) return walk.key;
  if (table->primary_key) return table->primary_key->columns;
  throw Error(ErrorKind::script, fmt::format("the table \"{}\" has no primary key to go by", schema::shown(walk.table)),
              "name unique columns that are never NULL, as in key = \"id\"");
}

// The way itself: where the next batch begins, and what is to be done behind each.
class Way {
 public:
  Way(const WalkContext& context, const ops::Walk& walk)
      : context_(context),
        walk_(walk),
        label_(schema::shown(walk.table)),
        keys_(key_columns(context.tables, walk)),
        keeps_(walk.commit == ops::CommitAt::batch && !context.transaction.is_trial()) {
    if (!keeps_) return;
    context_.journal.require_kept("commit = \"batch\"");
    after_ = key_of_text(context_.journal.position_before());
    if (!after_.empty() && after_.size() != keys_.size())
      throw Error(ErrorKind::script,
                  fmt::format("the run before went through \"{}\" by {} columns, and this one goes by {}", label_,
                              after_.size(), keys_.size()),
                  "bring the key back as it was, and run again");
  }

  const std::vector<std::string>& keys() const noexcept { return keys_; }
  const Key& after() const noexcept { return after_; }
  std::int64_t limit() const noexcept { return walk_.batch_size > 0 ? walk_.batch_size : usual_batch_size; }

  databases::Dialect::Piece next_piece(const std::vector<std::string>& columns) const {
    return {walk_.table, keys_, columns, walk_.where, after_, limit()};
  }

  // Called before the first batch: where somebody looks at the progress, how much there is to do is counted.
  void begin() {
    if (!context_.observer.wants_totals()) return;
    const schema::Value count = databases::scalar(context_.connection, context_.dialect.count_from(next_piece(keys_)));
    if (const auto* rows = std::get_if<std::int64_t>(&count)) total_ = static_cast<std::uint64_t>(*rows);
  }

  // A batch of `rows` rows is written, the last one with this key; more may follow.
  void passed(Key last, std::uint64_t rows, bool more) {
    after_ = std::move(last);
    visited_ += rows;
    context_.observer.progress(label_, visited_, total_, !more);
    // The last batch is kept with what comes behind the walk: behind it there is no position to go on from.
    if (keeps_ && more) {
      context_.journal.position_reached(text_of_key(after_));
      context_.transaction.keep_part();
    }
    if (!more) return;
    if (walk_.pause.count() > 0 && keeps_) wait();
    if (context_.stop.stop_requested())
      throw Error(ErrorKind::interrupted,
                  fmt::format("interrupted in \"{}\", behind the row with {}", label_, shown_key(after_)),
                  "run the same command again to go on");
  }

  std::string shown_key(const Key& key) const {
    std::string text;
    for (std::size_t i = 0; i < keys_.size(); ++i)
      text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", keys_[i], schema::shown(key[i]));
    return text;
  }

 private:
  // Locks are not held meanwhile: the batch before is committed.
  void wait() const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, context_.stop, walk_.pause, [] { return false; });
  }

  const WalkContext& context_;
  const ops::Walk& walk_;
  std::string label_;
  std::vector<std::string> keys_;
  bool keeps_;
  Key after_;  // empty: at the beginning
  std::uint64_t visited_ = 0;
  std::optional<std::uint64_t> total_;
};

class Transforming {
 public:
  Transforming(const WalkContext& context, const ops::Transformation& wanted, const ops::RowTransform& transform)
      : context_(context), wanted_(wanted), transform_(transform), way_(context, wanted.walk), names_(way_.keys()) {
    for (const std::string& column : wanted.set)
      if (std::ranges::find(names_, column) != names_.end())
        throw Error(ErrorKind::script, fmt::format("\"{}\" is in `set` and in the key", column),
                    "a row whose key changes would be met again: change keys by op.execute");
    for (const auto* columns : {&wanted.columns, &wanted.set})  // what the function leaves out keeps its value
      for (const std::string& column : *columns)
        if (std::ranges::find(names_, column) == names_.end()) names_.push_back(column);
    columns_.assign(names_.begin() + static_cast<std::ptrdiff_t>(way_.keys().size()), names_.end());
    for (const std::string& column : wanted.set)
      old_.push_back(static_cast<std::size_t>(std::ranges::find(names_, column) - names_.begin()));
    answer_.values.resize(wanted.set.size());
  }

  std::int64_t operator()() {
    way_.begin();
    while (read()) {
      for (std::size_t i = 0; i < met_; ++i) ask(rows_[i]);
      if (answered_ > 0) write();
      const auto& last = rows_[met_ - 1];
      const bool more = met_ == static_cast<std::size_t>(way_.limit());
      way_.passed(Key(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(way_.keys().size())), met_, more);
      if (!more) break;
    }
    return changed_;
  }

 private:
  // The next batch into rows_, whose storage is used again. False when there is none.
  bool read() {
    met_ = 0;
    answered_ = 0;
    const auto cursor = context_.connection.query_small(context_.dialect.select_piece(way_.next_piece(columns_)));
    while (true) {
      if (met_ == rows_.size()) rows_.emplace_back();
      if (!cursor->next(rows_[met_])) return met_ > 0;
      ++met_;
    }
  }

  // Adds the values of `set`, then the key, to answers_, unless the row stays as it is.
  void ask(std::vector<schema::Value>& values) {
    answer_.given.assign(wanted_.set.size(), 0);
    try {
      if (!transform_({names_, values}, answer_)) return;
    } catch (const Error& error) {
      throw in_row(error, values);
    }
    if (answered_ == answers_.size()) answers_.emplace_back(wanted_.set.size() + way_.keys().size());
    std::vector<schema::Value>& answer = answers_[answered_++];
    for (std::size_t i = 0; i < wanted_.set.size(); ++i)
      std::swap(answer[i], answer_.given[i] ? answer_.values[i] : values[old_[i]]);
    // The last row's key says where the next batch begins.
    for (std::size_t i = 0; i < way_.keys().size(); ++i) answer[wanted_.set.size() + i] = values[i];
  }

  Error in_row(const Error& error, const Key& key) const {
    Error named(error.kind(), fmt::format("{} (in the row with {})", error.message(), way_.shown_key(key)),
                error.hint());
    named.facts() = error.facts();
    return named;
  }

  // All answers are there: while rows are written the connection is taken.
  void write() {
    const auto writer = context_.connection.update_rows(wanted_.walk.table, wanted_.set, way_.keys());
    try {
      for (std::size_t i = 0; i < answered_; ++i) writer->write(answers_[i]);
      changed_ += writer->finish();
    } catch (const Error& error) {
      const auto number = writer->refused_row();
      if (!number || *number > answered_) throw;
      const auto& answer = answers_[*number - 1];
      throw in_row(error, Key(answer.begin() + static_cast<std::ptrdiff_t>(wanted_.set.size()), answer.end()));
    }
  }

  const WalkContext& context_;
  const ops::Transformation& wanted_;
  const ops::RowTransform& transform_;
  Way way_;
  std::vector<std::string> names_;    // of the values of a row: its key, then
  std::vector<std::string> columns_;  // these
  std::vector<std::size_t> old_;      // where a row has the columns of `set`
  std::vector<std::vector<schema::Value>> rows_, answers_;
  std::size_t met_ = 0, answered_ = 0;  // how many of them are of this batch
  ops::RowAnswer answer_;
  std::int64_t changed_ = 0;
};

}  // namespace

std::int64_t transform_rows(const WalkContext& context, const ops::Transformation& transformation,
                            const ops::RowTransform& transform) {
  return Transforming(context, transformation, transform)();
}

std::int64_t update_in_ranges(const WalkContext& context, const ops::BatchedUpdate& update) {
  const ops::Walk walk{.table = {update.schema, update.table},
                       .key = update.key.names,
                       .where = update.where,
                       .batch_size = update.batch_size.value_or(0),
                       .commit = update.commit,
                       .pause = update.pause};
  Way way(context, walk);
  way.begin();
  std::int64_t changed = 0;
  for (bool more = true; more;) {
    Key last;
    const auto cursor = context.connection.query_small(context.dialect.select_last_key(way.next_piece({})));
    more = cursor->next(last);
    if (!more) last.clear();
    const std::int64_t touched =
        context.connection.execute(context.dialect.update_range(update, way.keys(), way.after(), last));
    changed += touched;
    way.passed(more ? std::move(last) : way.after(), static_cast<std::uint64_t>(touched), more);
  }
  return changed;
}

}  // namespace luamigrate::runtime
