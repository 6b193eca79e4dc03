#include "runtime/offline_sink.h"

#include <fmt/format.h>

#include "databases/transaction_words.h"
#include "luamigrate/error.h"
#include "ops/naming.h"
#include "runtime/facts.h"
#include "schema/table_lookup.h"

namespace luamigrate::runtime {

void OfflineSink::needs_database(std::string_view call) const {
  throw Error(ErrorKind::unsupported, fmt::format("op.{} asks the database, and {}", call, no_answers_),
              "test op.offline and do without it, or run this revision online");
}

void OfflineSink::print(const databases::Statement& statement) {
  if (in_transaction_ && databases::commits(statement, dialect_)) {
    observer_.offline_sql(databases::script_commit(dialect_) + databases::script_begin(dialect_));
    return;
  }
  const std::string sql = databases::as_script(dialect_, statement);
  const bool interrupts = statement.outside_transaction && in_transaction_;
  std::string text = interrupts ? databases::script_commit(dialect_) : std::string();
  text += dialect_.script_piece(sql);
  if (interrupts) text += databases::script_begin(dialect_);
  observer_.offline_sql(text);
}

std::int64_t OfflineSink::apply(const ops::Operation& operation) {
  try {
    const ops::Operation named = ops::with_names(operation, convention_, dialect_.identifier_limit());
    for (const databases::Statement& statement : dialect_.compile(named, schema::NoTables())) print(statement);
  } catch (Error& error) {
    add_facts(error, ops::name_of(operation), operation.origin);
    throw;
  }
  return -1;
}

std::int64_t OfflineSink::bulk_insert(const schema::TableName& table, ops::Rows& rows, const ops::Origin& origin) {
  // Several at once: a database may want words before and behind them.
  constexpr std::size_t most_at_once = 500;
  ops::BulkInsert portion{.table = table.name, .rows = {}, .schema = table.schema};
  std::int64_t count = 0;
  const auto print_portion = [&] {
    count += static_cast<std::int64_t>(portion.rows.size());
    if (!portion.rows.empty()) apply({portion, origin});
    portion.rows.clear();
  };
  for (std::vector<schema::Value> values; rows.next(values);) {
    portion.rows.push_back(schema::row_of(rows.columns(), values));
    if (portion.rows.size() == most_at_once) print_portion();
  }
  print_portion();
  return count;
}

std::int64_t OfflineSink::transform_rows(const ops::Transformation&, const ops::RowTransform&) {
  needs_database("transform_rows");
}

std::unique_ptr<ops::FoundRows> OfflineSink::query(const ops::Query& query) {
  needs_database(query.function);
}
std::optional<schema::Table> OfflineSink::find_table(const schema::TableName&) {
  needs_database("inspect");
}
bool OfflineSink::has_table(const schema::TableName&) {
  needs_database("has_table");
}
bool OfflineSink::has_column(const schema::TableName&, std::string_view) {
  needs_database("has_column");
}
bool OfflineSink::has_index(const schema::TableName&, std::string_view) {
  needs_database("has_index");
}

void OfflineSink::autocommit(const std::function<void()>& block) {
  if (!in_transaction_) {
    block();
    return;
  }
  observer_.offline_sql(databases::script_commit(dialect_));
  in_transaction_ = false;
  block();
  in_transaction_ = true;
  observer_.offline_sql(databases::script_begin(dialect_));
}

void OfflineSink::reversible(const std::function<void()>& up, const std::function<void()>&) {
  up();
}

// Nothing is done: what a script counts says nothing about the database.
void OfflineSink::progress(std::string_view, std::uint64_t, std::optional<std::uint64_t>, bool) {}

void OfflineSink::log(std::string_view text) {
  observer_.log(text);
}

}  // namespace luamigrate::runtime
