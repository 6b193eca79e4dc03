#include "runtime/row_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include "base/cache_line.h"
#include "base/suggest.h"
#include "base/text.h"
#include "databases/assigned.h"
#include "databases/row_key.h"
#include "luamigrate/error.h"
#include "runtime/key_text.h"

namespace luamigrate::runtime {
namespace {

constexpr std::int64_t usual_batch_size = 10'000;
// Rows may be of any size: of the first ones few are read, and then as many as take no more than this, twice as many at
// most as the time before.
constexpr std::int64_t first_batch_size = 250;
constexpr std::size_t most_batch_bytes = std::size_t{2} * 1024 * 1024;

using Key = std::vector<schema::Value>;

constexpr const char* name_a_key = "name unique columns that are never NULL, as in key = \"id\"";

schema::Table table_of(const schema::TableLookup& tables, const ops::Walk& walk) {
  if (std::optional<schema::Table> table = tables.find_table(walk.table)) return *std::move(table);
  throw Error(ErrorKind::script, fmt::format("there is no table \"{}\"", schema::shown(walk.table)),
              "check the name, or create the table first; rows of a view are those of its tables");
}

std::vector<std::string> key_columns(const schema::Table& table, const ops::Walk& walk) {
  if (!walk.key.empty()) return walk.key;
  if (table.primary_key) return table.primary_key->columns;
  throw Error(ErrorKind::script, fmt::format("the table \"{}\" has no primary key to go by", schema::shown(walk.table)),
              name_a_key);
}

// SQLite takes a name in quotes that no column has for a text. What stands without quotes, `rowid` or `ctid`, it looks
// up.
void require_columns(const databases::Dialect& dialect, const schema::Table& table,
                     const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (dialect.quote(name) == name) continue;
    const auto has_name = [&](const schema::Column& column) { return base::lower(column.name) == base::lower(name); };
    if (std::ranges::any_of(table.columns, has_name)) continue;
    std::vector<std::string_view> known;
    for (const schema::Column& column : table.columns) known.push_back(column.name);
    throw Error(ErrorKind::script,
                fmt::format("the table \"{}\" has no column \"{}\"", schema::shown(table.name), name),
                base::did_you_mean(name, known));
  }
}

// The way itself: where the next batch begins, and what is to be done behind each.
class Way {
 public:
  // `operation`: its name in scripts. `runs_sql`: SQL of the script's own runs beside the key, in the session as it is.
  // `change`: what it does to the rows, as far as that tells it from another one.
  Way(const WalkContext& context, std::string_view operation, const ops::Walk& walk, std::string_view change,
      bool runs_sql)
      : context_(context),
        walk_(walk),
        label_(schema::shown(walk.table)),
        table_(table_of(context.tables, walk)),
        keys_(key_columns(table_, walk)),
        told_(fmt::format("{} {} by {}", operation, label_, fmt::join(keys_, ", "))),
        keeps_(walk.commit == ops::CommitAt::batch && !context.transaction.is_trial()) {
    require_columns(context.dialect, table_, keys_);
    std::vector<schema::Column> key;
    for (const std::string& name : keys_)
      if (const schema::Column* column = databases::find_column(context.dialect, table_, name)) key.push_back(*column);
    telling_apart_ = context.connection.telling_apart(key);
    if (telling_apart_ && runs_sql)
      throw Error(
          ErrorKind::script,
          fmt::format("\"{}\" cannot be gone through by {} beside SQL of the script: in the session's time zone an "
                      "hour may come twice",
                      label_, fmt::join(keys_, ", ")),
          "make it UTC before, by op.execute(\"SET time_zone = '+00:00'\"), and write the SQL for that");
    if (keeps_) context_.journal.require_kept("commit = \"batch\"");
    after_ = key_of_text(context_.journal.position_before(told_, fmt::format("{} where {}", change, walk.where)));
    if (!after_.empty() && after_.size() != keys_.size())
      throw Error(ErrorKind::script,
                  fmt::format("the run before went through \"{}\" by {} columns, and this one goes by {}", label_,
                              after_.size(), keys_.size()),
                  "bring the key back as it was, and run again");
  }

  const std::vector<std::string>& keys() const noexcept { return keys_; }
  const schema::Table& table() const noexcept { return table_; }
  const Key& after() const noexcept { return after_; }
  std::int64_t limit() const noexcept { return walk_.batch_size > 0 ? walk_.batch_size : usual_batch_size; }
  bool has_given_limit() const noexcept { return walk_.batch_size > 0; }
  bool keeps_batches() const noexcept { return keeps_; }

  databases::Dialect::Piece piece_after(const Key& key, const std::vector<std::string>& columns,
                                        std::int64_t limit) const {
    return {walk_.table, keys_, columns, walk_.where, key, limit};
  }

  // The key as the database compares it.
  Key compared(Key key) const {
    for (std::size_t i = 0; i < key.size(); ++i)
      if (const schema::Column* column = databases::find_column(context_.dialect, table_, keys_[i]))
        key[i] = context_.dialect.compared(*column, key[i]);
    return key;
  }

  // Called before the first batch: where somebody looks at the progress, how much there is to do is counted.
  void begin() {
    refuse_bad_keys();
    set_savepoint();
    if (!context_.observer.wants_totals()) return;
    const Key after = compared(after_);
    const schema::Value count =
        databases::scalar(context_.connection, context_.dialect.count_from(piece_after(after, {}, limit())));
    if (const auto* rows = std::get_if<std::int64_t>(&count)) total_ = static_cast<std::uint64_t>(*rows);
  }

  // There is nothing behind the last batch, which was a whole one.
  void ended() const {
    if (visited_ > 0) context_.observer.progress(label_, visited_, total_, true);
  }

  // A batch of `rows` rows is written, the last one with this key; more may follow.
  void passed(Key last, std::uint64_t rows, bool more) {
    after_ = std::move(last);
    visited_ += rows;
    context_.observer.progress(label_, visited_, total_, !more);
    // The last batch is kept with what comes behind the walk: behind it there is no position to go on from.
    if (keeps_ && more) {
      context_.journal.position_reached(text_of_key(after_), told_);
      context_.transaction.keep_part();
      set_savepoint();
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

  // All is written. A savepoint that stayed would make what comes behind it slower, and each further one more so.
  void finished() const {
    const std::string_view release = context_.dialect.savepoint().release;
    if (!release.empty()) context_.connection.execute({.sql = std::string(release)});
  }

  // Throws Error{script} for a column whose change would be one of the key.
  void refuse_change_of_key(const std::string& column) const {
    const std::string* part = databases::changed_part(context_.dialect, table_, keys_, column);
    if (!part) return;
    const schema::Column* known = databases::find_column(context_.dialect, table_, *part);
    const bool is_generated = known && known->computed;
    throw Error(ErrorKind::script,
                is_generated
                    ? fmt::format("\"{}\" is in `set`, and \"{}\" of the key is generated from it", column, *part)
                    : fmt::format("\"{}\" is in `set` and in the key", *part),
                "a row whose key changes would be met again: change keys by op.execute");
  }

 private:
  // Set before any row is locked: where locks and changes of one row are parts of different subtransactions, PostgreSQL
  // has to note both of them for it.
  void set_savepoint() const {
    const std::string_view set = context_.dialect.savepoint().set;
    if (!set.empty()) context_.connection.execute({.sql = std::string(set)});
  }

  // Rows would be passed over behind one with the same key, and with NULL in it none is found.
  void refuse_bad_keys() const {
    const bool unique = databases::are_unique(context_.dialect, table_, keys_) && !has_heirs();
    const bool takes_null = context_.dialect.primary_key_takes_null();
    const auto is_known = [&](const std::string& name) {
      const schema::Column* column = databases::find_column(context_.dialect, table_, name);
      return column && column->nullable == false && !(takes_null && column->primary_key);
    };
    if (unique && std::ranges::all_of(keys_, is_known)) return;
    const Key after = compared(after_);
    const auto cursor =
        context_.connection.query_small(context_.dialect.find_bad_key(piece_after(after, {}, 1), unique));
    Key found;
    if (!cursor->next(found)) return;
    const bool has_null =
        std::ranges::any_of(found, [](const auto& value) { return std::holds_alternative<schema::Null>(value); });
    throw Error(ErrorKind::script,
                fmt::format("\"{}\" cannot be gone through by {}: {}", label_, fmt::join(keys_, ", "),
                            has_null ? "there is a row with NULL in it"
                                     : fmt::format("there are several rows with {}", shown_key(found))),
                name_a_key);
  }

  bool has_heirs() const {
    const std::optional<databases::Statement> find = context_.dialect.find_heirs(walk_.table);
    return find && !std::holds_alternative<schema::Null>(databases::scalar(context_.connection, *find));
  }

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
  schema::Table table_;
  std::vector<std::string> keys_;
  std::unique_ptr<databases::SessionState> telling_apart_;
  std::string told_;  // what goes through what by which key
  bool keeps_;
  Key after_;  // empty: at the beginning
  std::uint64_t visited_ = 0;
  std::optional<std::uint64_t> total_;
};

class Transforming {
 public:
  Transforming(const WalkContext& context, const ops::Transformation& wanted, const ops::RowTransform& transform)
      : context_(context),
        wanted_(wanted),
        transform_(transform),
        way_(context, "transform_rows", wanted.walk, fmt::format("{}", fmt::join(wanted.set, ", ")),
             !wanted.walk.where.empty()),
        limit_(way_.has_given_limit() ? way_.limit() : first_batch_size),
        names_(way_.keys()) {
    for (const std::string& column : wanted.set) {
      const auto same = [&](const std::string& other) { return context.dialect.same_name(other, column); };
      if (std::ranges::count_if(wanted.set, same) > 1)
        throw Error(ErrorKind::script, fmt::format("\"{}\" is twice in `set`", column), "name it once");
      way_.refuse_change_of_key(column);
    }
    for (const auto* columns : {&wanted.columns, &wanted.set})
      for (const std::string& column : *columns)
        if (std::ranges::find(names_, column) == names_.end()) names_.push_back(column);
    columns_.assign(names_.begin() + static_cast<std::ptrdiff_t>(way_.keys().size()), names_.end());
    require_columns(context.dialect, way_.table(), columns_);
    answer_.values.resize(wanted.set.size());
  }

  ~Transforming() {
    if (beside_.valid()) beside_.wait();
  }
  Transforming(const Transforming&) = delete;
  Transforming& operator=(const Transforming&) = delete;

  // While the function goes through a batch, the one before is written and the next one read, but where each batch is
  // kept by itself: there a row must not have been read in the transaction before the one that writes it.
  std::int64_t operator()() {
    way_.begin();
    read(context_.connection, now_, way_.after());
    while (now_.met > 0) {
      const bool more = now_.met == static_cast<std::size_t>(now_.limit);
      const bool overlaps = more && !way_.keeps_batches();
      Key last(now_.rows[now_.met - 1].begin(),
               now_.rows[now_.met - 1].begin() + static_cast<std::ptrdiff_t>(way_.keys().size()));
      if (overlaps) go_on_beside(last);
      ask_all();
      if (!overlaps) {
        write(context_.connection, before_);
        write(context_.connection, now_);
      }
      way_.passed(std::move(last), now_.met, more);
      if (!more) return finish();
      if (overlaps) {
        std::swap(before_, now_);
        std::swap(now_, next_);
      } else {
        read(context_.connection, now_, way_.after());
      }
    }
    finish();
    way_.ended();
    return changed_;
  }

 private:
  // What the function gave for the same columns of `set`: of the other ones it may know less than the database.
  struct Answers {
    std::vector<char> given;  // by column of `set`
    std::vector<std::string> columns;
    // The values, then the key: the first `count`; the others are storage.
    std::vector<std::vector<schema::Value>> rows;
    std::size_t count = 0;
  };
  struct alignas(base::apart) Batch {
    std::vector<std::vector<schema::Value>> rows;  // the first `met`; the others are storage
    std::vector<Answers> answers;
    std::size_t met = 0;
    std::int64_t limit = 0;  // how many were asked for
  };

  std::int64_t finish() {
    write(context_.connection, before_);  // of a table that ends with a whole batch
    way_.finished();
    return changed_;
  }

  void go_on_beside(const Key& last) {
    beside_ = context_.connection.later([this, last](databases::Connection& connection) {
      write(connection, before_);
      read(connection, next_, last);
    });
  }

  // Throws what went wrong beside.
  void settle() {
    if (beside_.valid()) std::exchange(beside_, {}).get();
  }

  void read(databases::Connection& connection, Batch& batch, const Key& after) {
    batch.met = 0;
    batch.limit = limit_;
    const Key compared = way_.compared(after);
    const auto cursor =
        connection.query_small(context_.dialect.select_piece(way_.piece_after(compared, columns_, batch.limit)));
    std::size_t bytes = 0;
    while (true) {
      if (batch.met == batch.rows.size()) batch.rows.emplace_back();
      if (!cursor->next(batch.rows[batch.met])) break;
      for (const schema::Value& value : batch.rows[batch.met]) bytes += schema::text_size(value);
      ++batch.met;
      if (way_.has_given_limit() || bytes <= 2 * most_batch_bytes) continue;
      // Larger than those before: the rest comes with the next ones.
      batch.limit = static_cast<std::int64_t>(batch.met);
      break;
    }
    if (way_.has_given_limit() || batch.met == 0) return;
    const std::size_t row_bytes = bytes / batch.met + 1;
    limit_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(most_batch_bytes / row_bytes), 1,
                                      std::min(usual_batch_size, 2 * limit_));
  }

  void ask_all() {
    try {
      for (std::size_t i = 0; i < now_.met; ++i) ask(now_.rows[i]);
    } catch (const Error&) {
      settle();  // the function may have failed by what failed there
      throw;
    }
    settle();
  }

  // Adds what the function gives, then the key, to the answers, unless the row stays as it is.
  void ask(std::vector<schema::Value>& values) {
    answer_.given.assign(wanted_.set.size(), 0);
    try {
      if (!transform_({names_, values}, answer_)) return;
    } catch (const Error& error) {
      throw in_row(error, values);
    }
    Answers& answers = answers_of(answer_.given);
    if (answers.columns.empty()) return;
    if (answers.count == answers.rows.size()) answers.rows.emplace_back(answers.columns.size() + way_.keys().size());
    std::vector<schema::Value>& answer = answers.rows[answers.count++];
    std::size_t next = 0;
    for (std::size_t i = 0; i < wanted_.set.size(); ++i)
      if (answer_.given[i]) std::swap(answer[next++], answer_.values[i]);
    // The last row's key says where the next batch begins.
    for (std::size_t i = 0; i < way_.keys().size(); ++i) answer[next++] = values[i];
  }

  Answers& answers_of(const std::vector<char>& given) {
    for (Answers& answers : now_.answers)
      if (answers.given == given) return answers;
    Answers& answers = now_.answers.emplace_back(Answers{.given = given});
    for (std::size_t i = 0; i < wanted_.set.size(); ++i)
      if (given[i]) answers.columns.push_back(wanted_.set[i]);
    return answers;
  }

  Error in_row(const Error& error, const Key& key) const {
    return error.told_as(fmt::format("{} (in the row with {})", error.message(), way_.shown_key(key)));
  }

  // While rows are written the connection is taken: all answers are there.
  void write(databases::Connection& connection, Batch& batch) {
    for (Answers& answers : batch.answers)
      if (answers.count > 0) write(connection, answers);
  }

  void write(databases::Connection& connection, Answers& answers) {
    std::optional<std::size_t> refused;
    try {
      changed_ += write_first(connection, answers, answers.count, refused);
    } catch (const Error& error) {
      if (!refused && error.facts().failure == DatabaseFailure::constraint) refused = find_refused(connection, answers);
      if (!refused || *refused > answers.count) throw;
      const auto& answer = answers.rows[*refused - 1];
      throw in_row(error, Key(answer.begin() + static_cast<std::ptrdiff_t>(answers.columns.size()), answer.end()));
    }
    answers.count = 0;
  }

  // `refused`, behind an error: which of them it was about, 1-based, where the database tells.
  std::int64_t write_first(databases::Connection& connection, const Answers& answers, std::size_t count,
                           std::optional<std::size_t>& refused) const {
    const auto writer = connection.update_rows(wanted_.walk.table, answers.columns, way_.keys());
    try {
      for (std::size_t i = 0; i < count; ++i) writer->write(answers.rows[i]);
      return writer->finish();
    } catch (const Error&) {
      refused = writer->refused_row();
      throw;
    }
  }

  // Of a statement for the whole batch the database does not say which row it was: it is the last one of the fewest
  // that fail. What is tried here goes back with the revision, which has failed.
  std::optional<std::size_t> find_refused(databases::Connection& connection, const Answers& answers) const {
    const std::string go_back(context_.dialect.savepoint().go_back);
    const auto fails = [&](std::size_t count) {
      if (!go_back.empty()) connection.execute({.sql = go_back});
      try {
        std::optional<std::size_t> unused;
        write_first(connection, answers, count, unused);
        return false;
      } catch (const Error& error) {
        if (error.facts().failure != DatabaseFailure::constraint) throw;
        return true;
      }
    };
    try {
      if (!fails(answers.count)) return std::nullopt;
      std::size_t good = 0, bad = answers.count;
      while (bad - good > 1) {
        const std::size_t middle = good + (bad - good) / 2;
        (fails(middle) ? bad : good) = middle;
      }
      return bad;
    } catch (const Error&) {
      return std::nullopt;  // the error that is known says enough
    }
  }

  const WalkContext& context_;
  const ops::Transformation& wanted_;
  const ops::RowTransform& transform_;
  Way way_;
  std::int64_t limit_;                // of the batch that is read next
  std::vector<std::string> names_;    // of the values of a row: its key, then
  std::vector<std::string> columns_;  // these
  Batch before_, now_, next_;
  alignas(base::apart) std::shared_future<void> beside_;
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
  const std::vector<std::string> assigned = databases::assigned_columns(update.set, context.dialect.syntax());
  Way way(context, ops::BatchedUpdate::lua_name, walk, fmt::format("{}", fmt::join(assigned, ", ")), true);
  for (const std::string& column : assigned) {
    way.refuse_change_of_key(column);
    way.refuse_change_of_key(base::lower(column));  // in SQL text a name may stand in any case
  }
  way.begin();
  std::int64_t changed = 0;
  for (bool more = true; more;) {
    Key last;
    const Key after = way.compared(way.after());
    const auto cursor =
        context.connection.query_small(context.dialect.select_last_key(way.piece_after(after, {}, way.limit())));
    more = cursor->next(last);
    if (!more) last.clear();
    const std::int64_t touched =
        context.connection.execute(context.dialect.update_range(update, way.keys(), after, way.compared(last)));
    changed += touched;
    way.passed(more ? std::move(last) : way.after(), static_cast<std::uint64_t>(touched), more);
  }
  way.finished();
  return changed;
}

}  // namespace luamigrate::runtime
