#include "runtime/recording_sink.h"

#include <fmt/format.h>

#include "luamigrate/error.h"
#include "ops/naming.h"
#include "ops/reverse.h"
#include "runtime/facts.h"

namespace luamigrate::runtime {

std::vector<ops::Operation> RecordingSink::inverse() const {
  // Rows may be read for a message; but where nothing was done, they were what decided.
  if (const std::string& by = entries_.empty() ? asked_ : decided_by_; !by.empty())
    throw Error(ErrorKind::script,
                fmt::format("op.{} in a change() is answered otherwise when that is undone, so that what was done is "
                            "not known",
                            by),
                "write upgrade() and downgrade() instead of change(), or op.reversible(up, down), of which both may "
                "ask the database");
  std::vector<ops::Operation> result;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    for (const ops::Operation& operation : entry->operations) {
      if (entry->as_they_are) {
        result.push_back(operation);
        continue;
      }
      try {
        if (auto inverted = ops::reverse(ops::with_names(operation, convention_, identifier_limit_)))
          result.push_back(std::move(*inverted));
      } catch (Error& error) {
        add_facts(error, ops::name_of(operation), operation.origin);
        throw;
      }
    }
  }
  return result;
}

std::int64_t RecordingSink::apply(const ops::Operation& operation) {
  if (in_down_)
    entries_.back().operations.push_back(operation);
  else
    entries_.push_back({{operation}, false});
  return -1;
}

std::int64_t RecordingSink::bulk_insert(const schema::TableName& table, ops::Rows& rows, const ops::Origin& origin) {
  ops::BulkInsert insert{.table = table.name, .schema = table.schema};
  std::vector<schema::Value> values;
  while (rows.next(values)) insert.rows.push_back(schema::row_of(rows.columns(), values));
  apply({std::move(insert), origin});
  return -1;
}

std::int64_t RecordingSink::transform_rows(const ops::Transformation&, const ops::RowTransform&) {
  if (in_down_)
    throw Error(ErrorKind::unsupported, "op.transform_rows cannot stand in the second function of op.reversible",
                "write upgrade() and downgrade() instead of change()");
  throw Error(ErrorKind::script, "transform_rows cannot be inverted: what the rows held before is not known",
              "write upgrade() and downgrade() instead of change()");
}

std::unique_ptr<ops::FoundRows> RecordingSink::query(const ops::Query& query) {
  return ask(query.function, false).query(query);
}

std::optional<schema::Table> RecordingSink::find_table(const schema::TableName& table) {
  return ask("inspect").find_table(table);
}

bool RecordingSink::has_table(const schema::TableName& table) {
  return ask("has_table").has_table(table);
}

bool RecordingSink::has_column(const schema::TableName& table, std::string_view column) {
  return ask("has_column").has_column(table, column);
}

bool RecordingSink::has_index(const schema::TableName& table, std::string_view index) {
  return ask("has_index").has_index(table, index);
}

// What a `down` asks is for the way back.
ops::Sink& RecordingSink::ask(std::string_view function, bool decides) {
  if (in_down_) return answers_;
  if (asked_.empty()) asked_ = function;
  if (decides && decided_by_.empty()) decided_by_ = function;
  return answers_;
}

void RecordingSink::autocommit(const std::function<void()>& block) {
  block();
}

void RecordingSink::reversible(const std::function<void()>&, const std::function<void()>& down) {
  if (in_down_) {  // nested in a `down`: part of it
    down();
    return;
  }
  entries_.push_back({{}, true});
  struct InDown {
    bool& flag;
    explicit InDown(bool& in_down) : flag(in_down) { flag = true; }
    ~InDown() { flag = false; }
  } const guard(in_down_);
  down();
}

void RecordingSink::progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total,
                             bool done) {
  answers_.progress(label, count, total, done);
}

void RecordingSink::log(std::string_view text) {
  answers_.log(text);
}

}  // namespace luamigrate::runtime
