#include "runtime/row_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "luamigrate/error.h"

namespace luamigrate::runtime {
namespace {

constexpr std::int64_t usual_batch_size = 10'000;

class Walk {
 public:
  Walk(databases::Connection& connection, const databases::Dialect& dialect, const schema::TableLookup& tables,
       const ops::Transformation& wanted, const ops::RowTransform& transform, Observer& observer)
      : connection_(connection), dialect_(dialect), wanted_(wanted), transform_(transform), observer_(observer) {
    const std::optional<schema::Table> table = tables.find_table(wanted.table);
    if (!table)
      throw Error(ErrorKind::script, fmt::format("there is no table \"{}\"", schema::shown(wanted.table)),
                  "check the name, or create the table first");
    keys_ = wanted.key;
    if (keys_.empty() && table->primary_key) keys_ = table->primary_key->columns;
    if (keys_.empty())
      throw Error(ErrorKind::script,
                  fmt::format("the table \"{}\" has no primary key to go by", schema::shown(wanted.table)),
                  "name unique columns that are never NULL, as in key = \"id\"");
    for (const std::string& column : wanted.set)
      if (std::ranges::find(keys_, column) != keys_.end())
        throw Error(ErrorKind::script, fmt::format("\"{}\" is in `set` and in the key", column),
                    "a row whose key changes would be met again: change keys by op.execute");
    columns_ = wanted.columns;
    for (const std::string& column : wanted.set)  // a column that the function leaves out keeps its value
      if (std::ranges::find(columns_, column) == columns_.end()) columns_.push_back(column);
    std::erase_if(columns_, [&](const std::string& column) { return std::ranges::find(keys_, column) != keys_.end(); });
  }

  std::int64_t operator()() {
    const std::int64_t limit = wanted_.batch_size > 0 ? wanted_.batch_size : usual_batch_size;
    std::vector<schema::Value> after;
    std::uint64_t visited = 0;
    while (true) {
      read({wanted_.table, keys_, columns_, wanted_.where, after, limit});
      if (rows_.empty()) return changed_;
      after.assign(rows_.back().begin(), rows_.back().begin() + static_cast<std::ptrdiff_t>(keys_.size()));
      write();
      visited += rows_.size();
      observer_.progress(schema::shown(wanted_.table), visited, std::nullopt);
      if (rows_.size() < static_cast<std::size_t>(limit)) return changed_;
    }
  }

 private:
  void read(const databases::Dialect::Piece& piece) {
    rows_.clear();
    const auto cursor = connection_.query_small(dialect_.select_piece(piece));
    std::vector<schema::Value> values;
    while (cursor->next(values)) rows_.push_back(values);
  }

  void write() {
    // All answers first: while rows are written the connection is taken.
    std::vector<std::vector<schema::Value>> answers;
    for (const std::vector<schema::Value>& values : rows_)
      if (std::vector<schema::Value> answer; ask(values, answer)) answers.push_back(std::move(answer));
    if (answers.empty()) return;
    const auto writer = connection_.update_rows(wanted_.table, wanted_.set, keys_);
    for (const std::vector<schema::Value>& answer : answers) writer->write(answer);
    changed_ += writer->finish();
  }

  // The values of `set`, then the key; false: the row stays as it is.
  bool ask(const std::vector<schema::Value>& values, std::vector<schema::Value>& answer) {
    row_.clear();
    for (std::size_t i = 0; i < values.size(); ++i)
      row_.emplace_back(i < keys_.size() ? keys_[i] : columns_[i - keys_.size()], values[i]);
    changes_.clear();
    try {
      if (!transform_(row_, changes_)) return false;
      for (const auto& [column, value] : changes_) require_settable(column);
    } catch (const Error& error) {
      Error named(error.kind(), fmt::format("{} (in the row with {})", error.message(), shown_key()), error.hint());
      named.facts() = error.facts();
      throw named;
    }
    for (const std::string& column : wanted_.set) {
      const auto given = std::ranges::find(changes_, column, &std::pair<std::string, schema::Value>::first);
      if (given != changes_.end())
        answer.push_back(given->second);
      else
        answer.push_back(std::ranges::find(row_, column, &std::pair<std::string, schema::Value>::first)->second);
    }
    answer.insert(answer.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(keys_.size()));
    return true;
  }

  std::string shown_key() const {
    std::string text;
    for (std::size_t i = 0; i < keys_.size(); ++i)
      text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", row_[i].first, schema::shown(row_[i].second));
    return text;
  }

  void require_settable(const std::string& column) const {
    if (std::ranges::find(wanted_.set, column) != wanted_.set.end()) return;
    const std::string meant =
        base::did_you_mean(column, std::vector<std::string_view>(wanted_.set.begin(), wanted_.set.end()));
    throw Error(ErrorKind::script, fmt::format("the function returned \"{}\", which is not in `set`", column),
                meant.empty() ? "name it in `set`, or leave it out" : meant);
  }

  databases::Connection& connection_;
  const databases::Dialect& dialect_;
  const ops::Transformation& wanted_;
  const ops::RowTransform& transform_;
  Observer& observer_;
  std::vector<std::string> keys_;
  std::vector<std::string> columns_;  // read behind the keys
  std::vector<std::vector<schema::Value>> rows_;
  schema::Row row_, changes_;
  std::int64_t changed_ = 0;
};

}  // namespace

std::int64_t walk_rows(databases::Connection& connection, const databases::Dialect& dialect,
                       const schema::TableLookup& tables, const ops::Transformation& transformation,
                       const ops::RowTransform& transform, Observer& observer) {
  return Walk(connection, dialect, tables, transformation, transform, observer)();
}

}  // namespace luamigrate::runtime
