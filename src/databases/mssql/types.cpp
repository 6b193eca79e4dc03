#include "databases/mssql/types.h"

#include <vector>

namespace luamigrate::databases::mssql {
namespace {

using schema::TypeDeclaration;
using schema::TypeParameter;
using enum schema::ParameterKind;

const std::vector<TypeParameter> length_or_max{{"length", integer_or_text}};
const std::vector<TypeParameter> length{{"length", integer}};
const std::vector<TypeParameter> precision{{"precision", integer}};
const std::vector<TypeParameter> text_options{{"collation", text}};

}  // namespace

std::span<const TypeDeclaration> types() {
  static const std::vector<TypeDeclaration> declarations = {
      {"NVARCHAR", length_or_max, text_options},
      {"VARCHAR", length_or_max, text_options},
      {"NCHAR", length, text_options},
      {"CHAR", length, text_options},
      {"NTEXT", {}, text_options},
      {"VARBINARY", length_or_max, {}},
      {"BINARY", length, {}},
      {"IMAGE", {}, {}},
      {"UNIQUEIDENTIFIER", {}, {}},
      {"DATETIME", {}, {}},
      {"DATETIME2", precision, {}},
      {"DATETIMEOFFSET", precision, {}},
      {"SMALLDATETIME", {}, {}},
      {"TIME", precision, {}},
      {"MONEY", {}, {}},
      {"SMALLMONEY", {}, {}},
      {"BIT", {}, {}},
      {"TINYINT", {}, {}},
      {"REAL", {}, {}},
      {"DOUBLE_PRECISION", {}, {}},
      {"XML", {}, {}},
      {"SQL_VARIANT", {}, {}},
      {"ROWVERSION", {}, {}},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mssql
