#include "runtime/live_sink.h"

#include <fmt/format.h>

#include <algorithm>

#include "databases/transaction_words.h"
#include "luamigrate/error.h"
#include "ops/describe.h"
#include "ops/naming.h"
#include "runtime/effect.h"
#include "runtime/facts.h"
#include "runtime/row_stream.h"
#include "runtime/row_walk.h"

namespace luamigrate::runtime {
namespace {

class CursorRows final : public ops::FoundRows {
 public:
  explicit CursorRows(std::unique_ptr<databases::Cursor> cursor) : cursor_(std::move(cursor)) {}
  const std::vector<std::string>& columns() const override { return cursor_->columns(); }
  bool next(schema::RowView& row) override { return cursor_->next_view(row); }

 private:
  std::unique_ptr<databases::Cursor> cursor_;
};

// How many rows go by until it is told how far it has come, and looked whether to stop.
constexpr std::int64_t rows_between_looks = 4'000;

}  // namespace

LiveSink::LiveSink(const databases::Database& database, databases::Connection& connection,
                   databases::Inspector& inspector, Transaction& transaction, Journal& journal,
                   const schema::NamingConvention& convention, Observer& observer, const std::stop_token& stop)
    : database_(database),
      connection_(connection),
      inspector_(inspector),
      transaction_(transaction),
      journal_(journal),
      convention_(convention),
      observer_(observer),
      stop_(stop) {}

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

void LiveSink::tell(const databases::Statement& statement) {
  observer_.statement(statement.sql);
  if (noted_) noted_->push_back(databases::with_literals(*database_.dialect, statement));
}

std::int64_t LiveSink::execute(const databases::Statement& statement, bool is_text) {
  // Between two of a text; of another operation the rest would be missing.
  if (is_text && stop_.stop_requested())
    throw Error(ErrorKind::interrupted, "interrupted before a statement", "run the same command again to go on");
  tell(statement);
  if (watch_) watch_->statement_begins();
  try {
    const std::int64_t touched = transaction_.execute(statement);
    if (watch_) watch_->statement_ends();
    if (is_text) rows_touched_ += std::max<std::int64_t>(touched, 0);  // a rebuild copies rows, and changes none
    return touched;
  } catch (Error& error) {
    if (!transaction_.is_trial() && !statement.left_behind.empty()) error.facts().left_behind = statement.left_behind;
    if (!watch_) throw;
    std::string blockers = watch_->statement_ends();
    if (error.kind() == ErrorKind::lock_timeout) error.facts().blocked_by = std::move(blockers);
    throw;
  }
}

std::int64_t LiveSink::apply(const ops::Operation& operation) {
  if (const auto* update = std::get_if<ops::BatchedUpdate>(&operation.body))
    return walk(ops::BatchedUpdate::lua_name, operation.origin, {update->schema, update->table},
                [&](const WalkContext& context) { return update_in_ranges(context, *update); });
  return guarded(ops::name_of(operation), operation.origin, [&]() -> std::int64_t {
    const databases::Dialect& dialect = *database_.dialect;
    const ops::Operation named = ops::with_names(operation, convention_, dialect.identifier_limit());
    // Without a transaction of the revision's a block is one, where the database can have it roll back.
    const bool in_parts = transaction_.is_open() || !dialect.transactional_ddl();
    if (const auto* block = std::get_if<ops::BatchAlterTable>(&named.body); block && in_parts)
      if (const auto parts = dialect.parts(*block); parts.size() > 1) {
        for (const ops::Operation& part : parts) apply(part, ops::describe(part));
        return -1;
      }
    return apply(named, ops::describe(operation));
  });
}

std::int64_t LiveSink::apply(const ops::Operation& named, const std::string& description) {
  if (journal_.passes_over(description)) return -1;
  const databases::Dialect& dialect = *database_.dialect;
  if (journal_.may_be_done() && is_done(named)) {
    journal_.operation_done(description);
    journal_.write();
    return -1;
  }
  const auto statements = dialect.compile(named, inspector_);
  const bool is_text = std::holds_alternative<ops::Execute>(named.body);
  if (transaction_.is_open()) return execute_inside(statements, description, is_text);
  transaction_.require_sound();
  if (!is_text && dialect.transactional_ddl() &&
      std::ranges::none_of(statements, &databases::Statement::outside_transaction))
    return execute_as_piece(statements, description);
  return execute_apart(statements, description, is_text);
}

bool LiveSink::is_done(const ops::Operation& operation) {
  std::size_t statements = 1;
  if (std::holds_alternative<ops::BatchAlterTable>(operation.body)) try {
      statements = database_.dialect->compile(operation, inspector_).size();
    } catch (const Error&) {
      statements = 2;  // it names what is there no more: some of it is done
    }
  return has_taken_effect(operation, statements, *database_.dialect, inspector_) == true;
}

// What runs outside the transaction keeps what came before it: of a text, the statements before.
std::int64_t LiveSink::execute_inside(const std::vector<databases::Statement>& statements, std::string_view description,
                                      bool is_text) {
  std::int64_t touched = -1;
  const auto count = [&](std::size_t place) {
    if (place + 1 == statements.size())
      journal_.operation_done(description);
    else if (is_text)
      journal_.statement_done();
  };
  const auto passed_over = static_cast<std::size_t>(is_text ? journal_.statements_done_before() : 0);
  for (std::size_t i = passed_over; i < statements.size(); ++i) {
    const databases::Statement& statement = statements[i];
    if (is_text && transaction_.is_own_open() && databases::commits(statement, *database_.dialect)) {
      journal_.refuse_within("COMMIT");
      tell(statement);
      count(i);
      if (!transaction_.is_trial()) transaction_.keep_part();
      continue;
    }
    if (!statement.outside_transaction || transaction_.is_trial()) {
      touched = execute(statement, is_text);
      count(i);
      if (is_text && !transaction_.is_open()) journal_.write();  // the script has committed
      continue;
    }
    journal_.refuse_within("what commits by itself");
    journal_.begins(description);
    transaction_.outside([&] {
      touched = execute(statement, is_text);
      count(i);
      journal_.write();
    });
  }
  if (passed_over >= statements.size()) journal_.operation_done(description);
  return touched;
}

std::int64_t LiveSink::execute_as_piece(const std::vector<databases::Statement>& statements,
                                        std::string_view description) {
  std::int64_t touched = -1;
  transaction_.piece([&] {
    for (const databases::Statement& statement : statements) touched = execute(statement, false);
    journal_.operation_done(description);
  });
  return touched;
}

// Only a text of SQL is the same list of statements each time: of any other operation none is passed over.
std::int64_t LiveSink::execute_apart(const std::vector<databases::Statement>& statements, std::string_view description,
                                     bool is_text) {
  std::int64_t touched = -1;
  const std::int64_t passed_over = is_text ? journal_.statements_done_before() : 0;
  for (std::size_t i = static_cast<std::size_t>(passed_over); i < statements.size(); ++i) {
    const databases::Statement& statement = statements[i];
    const auto run = [&] {
      touched = execute(statement, is_text);
      if (i + 1 == statements.size())
        journal_.operation_done(description);
      else if (is_text)
        journal_.statement_done();
    };
    if (is_text ? database_.dialect->rolls_back(statement.sql) : !statement.outside_transaction) {
      transaction_.piece(run);
      continue;
    }
    journal_.begins(description);
    journal_.write();
    run();
    journal_.write();
  }
  return touched;
}

std::int64_t LiveSink::bulk_insert(const schema::TableName& table, ops::Rows& rows, const ops::Origin& origin) {
  return guarded("bulk_insert", origin, [&]() -> std::int64_t {
    const std::string description = "bulk_insert " + schema::shown(table);
    if (journal_.passes_over(description)) return -1;
    std::int64_t inserted = 0;
    const auto run = [&] {
      RowStream stream(connection_, table);
      std::vector<schema::Value> values;
      const std::string label = schema::shown(table);
      const auto tell = [&](bool done) {
        observer_.progress(label, static_cast<std::uint64_t>(stream.count()), std::nullopt, done);
      };
      const auto next = [&] {
        const Journal::Within within(journal_);
        try {
          return rows.next(values);
        } catch (const Error&) {
          stream.settle();  // a row before may be what it failed by
          throw;
        }
      };
      while (next()) {
        stream.write(rows.columns(), values);
        if (stream.count() % rows_between_looks != 0) continue;
        tell(false);
        if (stop_.stop_requested())
          throw Error(ErrorKind::interrupted,
                      fmt::format("interrupted in \"{}\", after {} rows", label, stream.count()),
                      "run the same command again to go on");
      }
      inserted = stream.finish();
      rows_touched_ += inserted;
      tell(true);
      journal_.operation_done(description);
    };
    if (transaction_.is_open())
      run();
    else
      transaction_.piece(run);
    if (noted_)
      noted_->push_back(
          fmt::format("-- {} row{} into {}", inserted, inserted == 1 ? "" : "s", database_.dialect->quote(table)));
    return inserted;
  });
}

template <class Work>
std::int64_t LiveSink::walk(std::string_view operation, const ops::Origin& origin, const schema::TableName& table,
                            Work work) {
  return guarded(operation, origin, [&]() -> std::int64_t {
    const std::string description = fmt::format("{} {}", operation, schema::shown(table));
    if (journal_.passes_over(description)) return -1;
    std::int64_t changed = 0;
    const auto run = [&] {
      changed =
          work(WalkContext{connection_, *database_.dialect, inspector_, transaction_, journal_, observer_, stop_});
      journal_.operation_done(description);
      rows_touched_ += changed;
    };
    if (transaction_.is_open())
      run();
    else
      transaction_.piece(run);
    if (noted_)
      noted_->push_back(
          fmt::format("-- {} row{} of {} changed", changed, changed == 1 ? "" : "s", database_.dialect->quote(table)));
    return changed;
  });
}

std::int64_t LiveSink::transform_rows(const ops::Transformation& transformation, const ops::RowTransform& transform) {
  return walk("transform_rows", transformation.origin, transformation.walk.table, [&](const WalkContext& context) {
    return runtime::transform_rows(context, transformation, [&](const ops::MetRow& row, ops::RowAnswer& answer) {
      const Journal::Within within(journal_);
      return transform(row, answer);
    });
  });
}

std::unique_ptr<ops::FoundRows> LiveSink::query(const ops::Query& query) {
  return guarded(query.function, query.origin, [&]() -> std::unique_ptr<ops::FoundRows> {
    const auto statements = database_.dialect->compile_execute(query.sql, query.parameters);
    if (statements.size() != 1)
      throw Error(ErrorKind::script, fmt::format("a query is one statement; this text has {}", statements.size()),
                  "run the others by op.execute");
    if (transaction_.is_own_open() && databases::commits(statements.front(), *database_.dialect))
      throw Error(ErrorKind::script, "COMMIT gives no rows", "run it by op.execute");
    observer_.statement(statements.front().sql);
    return std::make_unique<CursorRows>(connection_.query(statements.front()));
  });
}

std::optional<schema::Table> LiveSink::find_table(const schema::TableName& table) {
  return inspector_.find_table(table);
}

bool LiveSink::has_table(const schema::TableName& table) {
  return journal_.answer([&] { return inspector_.has_table(table); });
}

bool LiveSink::has_column(const schema::TableName& table, std::string_view column) {
  return journal_.answer([&] { return inspector_.has_column(table, column); });
}

bool LiveSink::has_index(const schema::TableName& table, std::string_view index) {
  return journal_.answer([&] { return inspector_.has_index(table, index); });
}

void LiveSink::autocommit(const std::function<void()>& block) {
  journal_.refuse_within("autocommit_block");
  transaction_.outside(block);
}

void LiveSink::reversible(const std::function<void()>& up, const std::function<void()>&) {
  up();
}

void LiveSink::progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) {
  observer_.progress(label, count, total, done);
}

void LiveSink::log(std::string_view text) {
  observer_.log(text);
}

}  // namespace luamigrate::runtime
