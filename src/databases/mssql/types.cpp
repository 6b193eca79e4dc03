#include "databases/mssql/types.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>
#include "base/text.h"

namespace luamigrate::databases::mssql {
namespace {

using schema::TypeDeclaration;
using schema::TypeParameter;
using enum schema::ParameterKind;

const std::vector<TypeParameter> length_or_max{{"length", integer_or_text}};
const std::vector<TypeParameter> with_length{{"length", integer}};
const std::vector<TypeParameter> with_precision{{"precision", integer}};
const std::vector<TypeParameter> text_options{{"collation", text}};

}  // namespace

bool is_text(const schema::Type& given) {
  static constexpr std::array<std::string_view, 9> names{"String",  "Text",     "Char",  "Enum", "JSON",
                                                         "VARCHAR", "NVARCHAR", "NCHAR", "CHAR"};
  const schema::Type& type = given.on("mssql");
  return std::ranges::find(names, type.name) != names.end();
}

schema::Type type_from_catalogue(const std::string& name, std::int64_t length, std::int64_t precision,
                                 std::int64_t scale) {
  using schema::Type;
  struct Plain {
    std::string_view catalogue, generic;
  };
  static constexpr std::array plain{Plain{"int", "Integer"},           Plain{"bigint", "BigInteger"},
                                    Plain{"smallint", "SmallInteger"}, Plain{"bit", "Boolean"},
                                    Plain{"float", "Float"},           Plain{"date", "Date"},
                                    Plain{"datetime", "DateTime"},     Plain{"uniqueidentifier", "Uuid"}};
  for (const Plain& known : plain)
    if (known.catalogue == name) return {.name = std::string(known.generic)};
  const auto own = [&](std::string own_name, std::optional<std::int64_t> argument = {}) {
    Type type{.dialect = "mssql", .name = std::move(own_name)};
    if (argument) type.arguments.emplace_back(*argument);
    return type;
  };
  const auto generic = [&](std::string generic_name, std::optional<std::int64_t> argument = {}) {
    Type type{.name = std::move(generic_name)};
    if (argument) type.arguments.emplace_back(*argument);
    return type;
  };
  const bool is_max = length < 0;
  if (name == "decimal" || name == "numeric") return {.name = "Numeric", .arguments = {precision, scale}};
  if (name == "varchar") return is_max ? generic("Text") : generic("String", length);
  if (name == "char") return generic("Char", length);
  if (name == "nvarchar") return is_max ? own("NVARCHAR") : own("NVARCHAR", length / 2);
  if (name == "nchar") return own("NCHAR", length / 2);
  if (name == "varbinary") return is_max ? generic("Binary") : generic("Binary", length);
  if (name == "binary") return own("BINARY", length);
  if (name == "time") return scale == 7 ? generic("Time") : own("TIME", scale);
  if (name == "datetime2") return scale == 7 ? own("DATETIME2") : own("DATETIME2", scale);
  if (name == "datetimeoffset") {
    if (scale != 7) return own("DATETIMEOFFSET", scale);
    return {.name = "DateTime", .options = {{"timezone", true}}};
  }
  if (name == "timestamp") return own("ROWVERSION");
  static constexpr std::array<std::string_view, 8> others{"ntext",      "image",   "smalldatetime", "money",
                                                          "smallmoney", "tinyint", "real",          "xml"};
  const std::string upper = base::upper(name);
  if (std::ranges::find(others, name) != others.end() || name == "sql_variant") return own(upper);
  return {.name = "SqlType", .arguments = {upper}};
}

std::span<const TypeDeclaration> types() {
  static const std::vector<TypeDeclaration> declarations = {
      {"NVARCHAR", length_or_max, text_options},
      {"VARCHAR", length_or_max, text_options},
      {"NCHAR", with_length, text_options},
      {"CHAR", with_length, text_options},
      {"NTEXT", {}, text_options},
      {"VARBINARY", length_or_max, {}},
      {"BINARY", with_length, {}},
      {"IMAGE", {}, {}},
      {"UNIQUEIDENTIFIER", {}, {}},
      {"DATETIME", {}, {}},
      {"DATETIME2", with_precision, {}},
      {"DATETIMEOFFSET", with_precision, {}},
      {"SMALLDATETIME", {}, {}},
      {"TIME", with_precision, {}},
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
