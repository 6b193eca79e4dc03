// What types become in SQL. Source: SQLAlchemy 2, sqlalchemy/dialects/mssql/base.py, MSTypeCompiler, with the large
// types of SQL Server 2012 and later.
#include <fmt/format.h>

#include "databases/mssql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::Type;

// `(50)`, or `(max)` for none and for "max".
std::string length_or_max(const Type& type) {
  if (const std::int64_t* length = type.integer_argument(0)) return fmt::format("({})", *length);
  if (const std::string* text = type.text_argument(0); text && *text != "max" && *text != "MAX")
    throw Error(ErrorKind::script, fmt::format("\"{}\" is no length of {}", *text, schema::shown(type)),
                "write a number, or \"max\"");
  return "(max)";
}

std::string length(const Type& type) {
  const std::int64_t* number = type.integer_argument(0);
  return number ? fmt::format("({})", *number) : std::string();
}

bool has_max(std::string_view name) {
  return name == "VARCHAR" || name == "NVARCHAR" || name == "VARBINARY";
}

}  // namespace

std::string MssqlDialect::generic_type_sql(const Type& type) const {
  const std::string& kind = type.name;
  if (kind == "Boolean") return "BIT";
  if (kind == "Double") return "DOUBLE PRECISION";
  if (kind == "Float") return "FLOAT" + length(type);
  if (kind == "String") return "VARCHAR" + length_or_max(type);
  if (kind == "Text") return "VARCHAR(max)";
  if (kind == "Binary") return "VARBINARY" + length_or_max(type);
  if (kind == "DateTime" && type.flag("timezone")) return "DATETIMEOFFSET";
  if (kind == "JSON") return "NVARCHAR(max)";
  if (kind == "Uuid") return "UNIQUEIDENTIFIER";
  return AnsiDialect::generic_type_sql(type);
}

std::string MssqlDialect::own_type_sql(const Type& type) const {
  if (has_max(type.name)) return type.name + length_or_max(type);
  if (type.name == "DOUBLE_PRECISION") return "DOUBLE PRECISION";
  return AnsiDialect::own_type_sql(type);
}

}  // namespace luamigrate::databases::mssql
