#include "databases/connection.h"

namespace luamigrate::databases {

schema::Value scalar(Connection& connection, const Statement& statement) {
  const std::unique_ptr<Cursor> cursor = connection.query_small(statement);
  std::vector<schema::Value> values;
  if (!cursor->next(values) || values.empty()) return schema::Null{};
  return std::move(values.front());
}

}  // namespace luamigrate::databases
