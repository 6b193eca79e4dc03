#include "runtime/live_sink.h"

#include <fmt/format.h>

#include "luamigrate/error.h"
#include "ops/naming.h"
#include "runtime/facts.h"
#include "runtime/row_walk.h"

namespace luamigrate::runtime {
namespace {

// Rows of a cursor as rows by name.
class CursorRows final : public ops::Rows {
 public:
  explicit CursorRows(std::unique_ptr<databases::Cursor> cursor) : cursor_(std::move(cursor)) {}

  bool next(schema::Row& row) override {
    if (!cursor_->next(values_)) return false;
    const std::vector<std::string>& names = cursor_->columns();
    row.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (row[i].first != names[i]) row[i].first = names[i];
      row[i].second = std::move(values_[i]);
    }
    return true;
  }

 private:
  std::unique_ptr<databases::Cursor> cursor_;
  std::vector<schema::Value> values_;
};

// Sends rows to writers: a new one begins where a row has other columns than the one before, for a column left out
// takes its default.
class RowStream {
 public:
  RowStream(databases::Connection& connection, const schema::TableName& table)
      : connection_(connection), table_(table) {}

  void write(schema::Row& row) {
    if (!writer_ || !same_columns(row)) start(row);
    values_.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) values_[i] = std::move(row[i].second);
    writer_->write(values_);
  }

  std::int64_t finish() {
    if (writer_) inserted_ += writer_->finish();
    writer_.reset();
    return inserted_;
  }

 private:
  bool same_columns(const schema::Row& row) const {
    if (row.size() != columns_.size()) return false;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i].first != columns_[i]) return false;
    return true;
  }

  void start(const schema::Row& row) {
    finish();
    columns_.clear();
    for (const auto& [name, value] : row) columns_.push_back(name);
    writer_ = connection_.write_rows(table_, columns_);
  }

  databases::Connection& connection_;
  const schema::TableName& table_;
  std::vector<std::string> columns_;
  std::vector<schema::Value> values_;
  std::unique_ptr<databases::RowWriter> writer_;
  std::int64_t inserted_ = 0;
};

}  // namespace

LiveSink::LiveSink(const databases::Database& database, databases::Connection& connection,
                   databases::Inspector& inspector, Transaction& transaction,
                   const schema::NamingConvention& convention, Observer& observer)
    : database_(database),
      connection_(connection),
      inspector_(inspector),
      transaction_(transaction),
      convention_(convention),
      observer_(observer) {}

template <class Work>
auto LiveSink::guarded(std::string_view operation, const ops::Origin& origin, Work work) {
  try {
    return work();
  } catch (Error& error) {
    add_facts(error, operation, origin);
    if (error.facts().failure) transaction_.spoil(error.message());
    throw;
  }
}

std::int64_t LiveSink::execute(const databases::Statement& statement) {
  observer_.statement(statement.sql);
  if (noted_) noted_->push_back(databases::with_literals(*database_.dialect, statement));
  return transaction_.execute(statement);
}

std::int64_t LiveSink::apply(const ops::Operation& operation) {
  return guarded(ops::name_of(operation), operation.origin, [&] {
    const databases::Dialect& dialect = *database_.dialect;
    const ops::Operation named = ops::with_names(operation, convention_, dialect.identifier_limit());
    std::int64_t touched = -1;
    for (const databases::Statement& statement : dialect.compile(named, inspector_)) touched = execute(statement);
    ++operations_done_;
    return touched;
  });
}

std::int64_t LiveSink::bulk_insert(const schema::TableName& table, const ops::RowSource& rows,
                                   const ops::Origin& origin) {
  return guarded("bulk_insert", origin, [&] {
    RowStream stream(connection_, table);
    schema::Row row;
    while (rows(row)) stream.write(row);
    const std::int64_t inserted = stream.finish();
    if (noted_)
      noted_->push_back(
          fmt::format("-- {} row{} into {}", inserted, inserted == 1 ? "" : "s", database_.dialect->quote(table)));
    ++operations_done_;
    return inserted;
  });
}

std::int64_t LiveSink::transform_rows(const ops::Transformation& transformation, const ops::RowTransform& transform) {
  return guarded("transform_rows", transformation.origin, [&] {
    const std::int64_t changed =
        walk_rows(connection_, *database_.dialect, inspector_, transformation, transform, observer_);
    if (noted_)
      noted_->push_back(fmt::format("-- {} row{} of {} changed", changed, changed == 1 ? "" : "s",
                                    database_.dialect->quote(transformation.table)));
    ++operations_done_;
    return changed;
  });
}

std::unique_ptr<ops::Rows> LiveSink::query(const ops::Query& query) {
  return guarded("query", query.origin, [&]() -> std::unique_ptr<ops::Rows> {
    const auto statements = database_.dialect->compile_execute(query.sql, query.parameters);
    if (statements.size() != 1)
      throw Error(ErrorKind::script, fmt::format("a query is one statement; this text has {}", statements.size()),
                  "run the others by op.execute");
    observer_.statement(statements.front().sql);
    return std::make_unique<CursorRows>(connection_.query(statements.front()));
  });
}

std::optional<schema::Table> LiveSink::find_table(const schema::TableName& table) {
  return inspector_.find_table(table);
}

bool LiveSink::has_table(const schema::TableName& table) {
  return inspector_.has_table(table);
}

bool LiveSink::has_index(const schema::TableName& table, std::string_view index) {
  return inspector_.has_index(table, index);
}

void LiveSink::autocommit(const std::function<void()>& block) {
  transaction_.outside(block);
}

void LiveSink::reversible(const std::function<void()>& up, const std::function<void()>&) {
  up();
}

void LiveSink::log(std::string_view text) {
  observer_.log(text);
}

}  // namespace luamigrate::runtime
