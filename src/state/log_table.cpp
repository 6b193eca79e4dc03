#include "state/log_table.h"

#include <fmt/format.h>

#include "base/clock.h"

namespace luamigrate::state {
namespace {

using schema::Column;
using schema::Type;

Type text(std::int64_t length) {
  return {.name = "String", .arguments = {length}};
}

const std::vector<std::string>& column_names() {
  static const std::vector<std::string> names = {"revision",   "direction",    "checksum",   "source",
                                                 "started_at", "duration_ms",  "operations", "user_name",
                                                 "host",       "tool_version", "outcome",    "error"};
  return names;
}

}  // namespace

// Times are ISO 8601 text in UTC, which every database keeps and sorts alike.
ops::Operation LogTable::creation() const {
  const Type big{.name = "BigInteger"};
  const Type integer{.name = "Integer"};
  return {ops::CreateTable{.name = name_.name,
                           .elements = {Column{.name = "id", .type = integer, .primary_key = true},
                                        Column{.name = "revision", .type = text(255), .nullable = false},
                                        Column{.name = "direction", .type = text(10), .nullable = false},
                                        Column{.name = "checksum", .type = text(64), .nullable = false},
                                        Column{.name = "source", .type = {.name = "Text"}, .nullable = false},
                                        Column{.name = "started_at", .type = text(32), .nullable = false},
                                        Column{.name = "duration_ms", .type = big, .nullable = false},
                                        Column{.name = "operations", .type = big, .nullable = false},
                                        Column{.name = "user_name", .type = text(255), .nullable = false},
                                        Column{.name = "host", .type = text(255), .nullable = false},
                                        Column{.name = "tool_version", .type = text(32), .nullable = false},
                                        Column{.name = "outcome", .type = text(16), .nullable = false},
                                        Column{.name = "error", .type = {.name = "Text"}}},
                           .schema = name_.schema},
          {}};
}

void LogTable::ensure(databases::Connection& connection, databases::Inspector& inspector) const {
  if (inspector.has_table(name_)) return;
  for (const auto& statement : dialect_.compile(creation(), inspector)) connection.execute(statement);
}

databases::Statement LogTable::insertion(const LogEntry& entry) const {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(entry.duration).count();
  return {.sql = dialect_.insert_sql(name_, column_names()),
          .params = {entry.revision, entry.direction == Direction::upgrade ? "upgrade" : "downgrade", entry.checksum,
                     entry.source, base::utc_text(entry.started_at), std::int64_t{milliseconds}, entry.operations,
                     entry.user_name, entry.host, entry.tool_version, entry.outcome,
                     entry.error.empty() ? schema::Value(schema::Null{}) : schema::Value(entry.error)}};
}

std::vector<LogRow> LogTable::read(databases::Connection& connection, databases::Inspector& inspector,
                                   std::size_t limit) const {
  std::vector<LogRow> result;
  if (!inspector.has_table(name_)) return result;
  const auto cursor = connection.query(
      {.sql = fmt::format("SELECT revision, direction, checksum, started_at, duration_ms, operations, user_name, host, "
                          "tool_version, outcome, error FROM {} ORDER BY id DESC",
                          dialect_.quote(name_))});
  std::vector<schema::Value> values;
  const auto text_at = [&](std::size_t i) {
    const auto* found = std::get_if<std::string>(&values[i]);
    return found ? *found : std::string();
  };
  const auto number_at = [&](std::size_t i) {
    const auto* found = std::get_if<std::int64_t>(&values[i]);
    return found ? *found : 0;
  };
  while ((limit == 0 || result.size() < limit) && cursor->next(values))
    result.push_back({.revision = text_at(0),
                      .direction = text_at(1) == "downgrade" ? Direction::downgrade : Direction::upgrade,
                      .checksum = text_at(2),
                      .started_at = text_at(3),
                      .duration = std::chrono::milliseconds(number_at(4)),
                      .operations = number_at(5),
                      .user_name = text_at(6),
                      .host = text_at(7),
                      .tool_version = text_at(8),
                      .outcome = text_at(9),
                      .error = text_at(10)});
  return result;
}

std::map<std::string, LogRow> LogTable::applied(const std::vector<LogRow>& newest_first) {
  std::map<std::string, LogRow> result;
  for (auto row = newest_first.rbegin(); row != newest_first.rend(); ++row) {
    if (row->outcome == "failed") continue;
    if (row->direction == Direction::upgrade)
      result[row->revision] = *row;
    else
      result.erase(row->revision);
  }
  return result;
}

}  // namespace luamigrate::state
