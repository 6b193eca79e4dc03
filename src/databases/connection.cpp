#include "databases/connection.h"

namespace luamigrate::databases {

bool Cursor::next_view(schema::RowView& row) {
  if (!next(values_)) return false;
  packed_.clear();
  packed_.add(values_);
  return packed_.take(row);
}

schema::Value scalar(Connection& connection, const Statement& statement) {
  const std::unique_ptr<Cursor> cursor = connection.query_small(statement);
  std::vector<schema::Value> values;
  if (!cursor->next(values) || values.empty()) return schema::Null{};
  return std::move(values.front());
}

}  // namespace luamigrate::databases
