// What the inspector would show of a table, told without making it.
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/type_of.h"

namespace luamigrate::databases::sqlite {

std::optional<schema::Table> SqliteDialect::as_shown(schema::Table written) const {
  written.comment.clear();  // SQLite has none
  for (schema::Column& column : written.columns) {
    if (enum_check(column) || column.identity) return std::nullopt;
    column.comment.clear();
    if (column.collation.empty()) column.collation = column.type.text_option("collation");
    column.type = type_of(type_sql(column.type));
    if (column.server_default && !std::holds_alternative<schema::Null>(*column.server_default))
      column.server_default = schema::Sql{default_sql(*column.server_default)};
  }
  return written;
}

}  // namespace luamigrate::databases::sqlite
