#include "state/log_table.h"

#include <fmt/format.h>

#include "base/clock.h"

namespace luamigrate::state {
namespace {

using schema::Column;
using schema::Type;

const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = {
      "revision",   "direction",  "checksum",     "source",  "started_at", "duration_ms",
      "operations", "statements", "fingerprint",  "begun",   "answers",    "batch_position",
      "user_name",  "host",       "tool_version", "outcome", "error"};
  return names;
}

schema::Value text_or_null(const std::string& text) {
  return text.empty() ? schema::Value(schema::Null{}) : schema::Value(text);
}

// A LogRow is read from these, in this order.
constexpr std::string_view row_columns =
    "revision, direction, checksum, started_at, duration_ms, operations, statements, fingerprint, begun, "
    "answers, batch_position, user_name, host, tool_version, outcome, error";

LogRow row_of(const std::vector<schema::Value>& values) {
  const auto text_at = [&](std::size_t i) {
    const auto* found = std::get_if<std::string>(&values[i]);
    return found ? *found : std::string();
  };
  const auto number_at = [&](std::size_t i) {
    const auto* found = std::get_if<std::int64_t>(&values[i]);
    return found ? *found : 0;
  };
  return {.revision = text_at(0),
          .direction = text_at(1) == "downgrade" ? Direction::downgrade : Direction::upgrade,
          .checksum = text_at(2),
          .started_at = text_at(3),
          .duration = std::chrono::milliseconds(number_at(4)),
          .progress = {.operations = number_at(5),
                       .statements = number_at(6),
                       .fingerprint = text_at(7),
                       .begun = text_at(8),
                       .answers = text_at(9),
                       .position = text_at(10)},
          .user_name = text_at(11),
          .host = text_at(12),
          .tool_version = text_at(13),
          .outcome = text_at(14),
          .error = text_at(15)};
}

std::int64_t milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

schema::PositionalParameters values_of(const LogEntry& entry) {
  return {entry.revision,
          entry.direction == Direction::upgrade ? "upgrade" : "downgrade",
          entry.checksum,
          entry.source,
          base::utc_text(entry.started_at),
          milliseconds(entry.duration),
          entry.progress.operations,
          entry.progress.statements,
          text_or_null(entry.progress.fingerprint),
          text_or_null(entry.progress.begun),
          text_or_null(entry.progress.answers),
          text_or_null(entry.progress.position),
          entry.user_name,
          entry.host,
          entry.tool_version,
          entry.outcome,
          text_or_null(entry.error)};
}

}  // namespace

// Times are ISO 8601 text in UTC, which every database keeps and sorts alike.
ops::Operation LogTable::creation() const {
  const Type big{.name = "BigInteger"};
  const Type integer{.name = "Integer"};
  const auto text = [&](std::int64_t length) { return dialect_.text_type(length); };
  const Type long_text = dialect_.text_type(std::nullopt);
  // It keeps the files as they are, whatever the database takes otherwise.
  schema::DialectOptions options;
  options.set({"mysql", "charset", std::string("utf8mb4")});
  return {ops::CreateTable{
              .name = name_.name,
              .elements = {Column{.name = "id", .type = integer, .primary_key = true},
                           Column{.name = "revision", .type = text(255), .nullable = false},
                           Column{.name = "direction", .type = text(10), .nullable = false},
                           Column{.name = "checksum", .type = text(64), .nullable = false},
                           Column{.name = "source", .type = long_text, .nullable = false},
                           Column{.name = "started_at", .type = text(32), .nullable = false},
                           Column{.name = "duration_ms", .type = big, .nullable = false},
                           Column{.name = "operations", .type = big, .nullable = false},
                           Column{.name = "statements", .type = big, .nullable = false},
                           Column{.name = "fingerprint", .type = text(64)}, Column{.name = "begun", .type = long_text},
                           Column{.name = "answers", .type = long_text},
                           Column{.name = "batch_position", .type = long_text},
                           Column{.name = "user_name", .type = text(255), .nullable = false},
                           Column{.name = "host", .type = text(255), .nullable = false},
                           Column{.name = "tool_version", .type = text(32), .nullable = false},
                           Column{.name = "outcome", .type = text(16), .nullable = false},
                           Column{.name = "error", .type = long_text}},
              .schema = name_.schema,
              .options = std::move(options)},
          {}};
}

void LogTable::ensure(databases::Connection& connection, databases::Inspector& inspector) const {
  if (inspector.has_table(name_)) return;
  for (const auto& statement : dialect_.compile(creation(), inspector)) connection.execute(statement);
}

databases::Statement LogTable::insertion(const LogEntry& entry) const {
  return {.sql = dialect_.insert_sql(name_, column_names()), .params = values_of(entry)};
}

std::int64_t LogTable::insert(databases::Connection& connection, const LogEntry& entry) const {
  connection.execute(insertion(entry));
  const std::string sql = fmt::format("SELECT max(id) FROM {} WHERE revision = ?", dialect_.quote(name_));
  const schema::Value id = databases::scalar(
      connection, dialect_.compile_execute(sql, schema::PositionalParameters{entry.revision}).front());
  return std::get<std::int64_t>(id);
}

databases::Statement LogTable::update(std::int64_t id, const LogEntry& entry) const {
  const std::string sql = fmt::format(
      "UPDATE {} SET duration_ms = ?, operations = ?, statements = ?, fingerprint = ?, begun = ?, "
      "answers = ?, batch_position = ?, outcome = ?, error = ? WHERE id = ?",
      dialect_.quote(name_));
  const Progress& progress = entry.progress;
  return dialect_
      .compile_execute(
          sql, schema::PositionalParameters{milliseconds(entry.duration), progress.operations, progress.statements,
                                            text_or_null(progress.fingerprint), text_or_null(progress.begun),
                                            text_or_null(progress.answers), text_or_null(progress.position),
                                            entry.outcome, text_or_null(entry.error), id})
      .front();
}

std::vector<LogRow> LogTable::read_where(databases::Connection& connection, std::string_view condition,
                                         std::size_t limit) const {
  const auto cursor = connection.query(
      {.sql = fmt::format("SELECT {} FROM {} {} ORDER BY id DESC", row_columns, dialect_.quote(name_), condition)});
  std::vector<LogRow> result;
  std::vector<schema::Value> values;
  while ((limit == 0 || result.size() < limit) && cursor->next(values)) result.push_back(row_of(values));
  return result;
}

std::vector<LogRow> LogTable::read(databases::Connection& connection, databases::Inspector& inspector,
                                   std::size_t limit) const {
  return inspector.has_table(name_) ? read_where(connection, "", limit) : std::vector<LogRow>();
}

std::vector<LogRow> LogTable::unfinished(databases::Connection& connection, databases::Inspector& inspector) const {
  if (!inspector.has_table(name_)) return {};
  return read_where(
      connection,
      fmt::format("WHERE id IN (SELECT max(id) FROM {} GROUP BY revision) AND outcome IN ('running', 'failed') AND "
                  "(operations > 0 OR statements > 0 OR begun IS NOT NULL OR batch_position IS NOT NULL)",
                  dialect_.quote(name_)),
      0);
}

std::optional<std::string> LogTable::source_of(databases::Connection& connection, databases::Inspector& inspector,
                                               const std::string& revision) const {
  if (!inspector.has_table(name_)) return std::nullopt;
  const std::string sql = fmt::format(
      "SELECT source FROM {} WHERE revision = ? AND outcome = 'done' AND direction = 'upgrade' "
      "ORDER BY id DESC",
      dialect_.quote(name_));
  const schema::Value source =
      databases::scalar(connection, dialect_.compile_execute(sql, schema::PositionalParameters{revision}).front());
  const auto* text = std::get_if<std::string>(&source);
  return text ? std::optional(*text) : std::nullopt;
}

std::map<std::string, LogRow> LogTable::applied(const std::vector<LogRow>& newest_first) {
  std::map<std::string, LogRow> result;
  for (auto row = newest_first.rbegin(); row != newest_first.rend(); ++row) {
    if (row->outcome == "failed" || row->outcome == "running") continue;
    if (row->direction == Direction::upgrade)
      result[row->revision] = *row;
    else
      result.erase(row->revision);
  }
  return result;
}

}  // namespace luamigrate::state
