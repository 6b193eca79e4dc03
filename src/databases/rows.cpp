#include "databases/rows.h"

#include <utility>

namespace luamigrate::databases {

std::vector<Values> rows_of(Connection& connection, std::string sql, Values params) {
  std::vector<Values> rows;
  const auto cursor = connection.query_small({.sql = std::move(sql), .params = std::move(params)});
  for (Values row; cursor->next(row);) rows.push_back(std::move(row));
  return rows;
}

std::string text(const schema::Value& value) {
  if (const auto* found = std::get_if<std::string>(&value)) return *found;
  if (const auto* found = std::get_if<schema::Blob>(&value)) return found->bytes;
  return {};
}

std::int64_t number(const schema::Value& value) {
  const auto* found = std::get_if<std::int64_t>(&value);
  return found ? *found : 0;
}

bool flag(const schema::Value& value) {
  const auto* found = std::get_if<bool>(&value);
  return found && *found;
}

bool is_null(const schema::Value& value) {
  return std::holds_alternative<schema::Null>(value);
}

}  // namespace luamigrate::databases
