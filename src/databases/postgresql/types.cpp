#include "databases/postgresql/types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::Type;

// `numeric(10,2)` cut into its name, its numbers and what stands behind them.
struct Formatted {
  std::string name;
  std::vector<schema::TypeArgument> numbers;
};

Formatted take_numbers(std::string_view text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos) return {std::string(text), {}};
  Formatted result{std::string(text.substr(0, open)) + std::string(text.substr(close + 1)), {}};
  std::string_view inside = text.substr(open + 1, close - open - 1);
  while (!inside.empty()) {
    const std::size_t comma = std::min(inside.find(','), inside.size());
    const std::string_view number = base::trimmed(inside.substr(0, comma));
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size()) return {std::string(text), {}};
    result.numbers.emplace_back(value);
    inside.remove_prefix(std::min(comma + 1, inside.size()));
  }
  return result;
}

struct GenericName {
  std::string_view catalog;
  std::string_view name;
  bool timezone = false;
};

constexpr std::array<GenericName, 18> generic_names{{{"smallint", "SmallInteger"},
                                                     {"integer", "Integer"},
                                                     {"bigint", "BigInteger"},
                                                     {"numeric", "Numeric"},
                                                     {"double precision", "Double"},
                                                     {"boolean", "Boolean"},
                                                     {"character varying", "String"},
                                                     {"text", "Text"},
                                                     {"character", "Char"},
                                                     {"date", "Date"},
                                                     {"time without time zone", "Time"},
                                                     {"time with time zone", "Time", true},
                                                     {"timestamp without time zone", "DateTime"},
                                                     {"timestamp with time zone", "DateTime", true},
                                                     {"interval", "Interval"},
                                                     {"bytea", "Binary"},
                                                     {"json", "JSON"},
                                                     {"uuid", "Uuid"}}};

bool takes_numbers(const GenericName& generic, std::size_t count) {
  if (count == 0) return true;
  if (generic.name == "Numeric") return count <= 2;
  return count == 1 && (generic.name == "String" || generic.name == "Char");
}

}  // namespace

std::span<const schema::TypeDeclaration> types() {
  using enum schema::ParameterKind;
  static const std::vector<schema::TypeDeclaration> declarations = {
      {"JSONB", {}, {}},
      {"JSON", {}, {}},
      {"ARRAY", {{"item", type, true}}, {{"dimensions", integer}}},
      {"INET", {}, {}},
      {"CIDR", {}, {}},
      {"MACADDR", {}, {}},
      {"MACADDR8", {}, {}},
      {"CITEXT", {}, {{"collation", text}}},
      {"HSTORE", {}, {}},
      {"TSVECTOR", {}, {}},
      {"TSQUERY", {}, {}},
      {"INT4RANGE", {}, {}},
      {"INT8RANGE", {}, {}},
      {"NUMRANGE", {}, {}},
      {"DATERANGE", {}, {}},
      {"TSRANGE", {}, {}},
      {"TSTZRANGE", {}, {}},
      {"INT4MULTIRANGE", {}, {}},
      {"INT8MULTIRANGE", {}, {}},
      {"NUMMULTIRANGE", {}, {}},
      {"DATEMULTIRANGE", {}, {}},
      {"TSMULTIRANGE", {}, {}},
      {"TSTZMULTIRANGE", {}, {}},
      {"BIT", {{"length", integer}}, {}},
      {"VARBIT", {{"length", integer}}, {}},
      {"MONEY", {}, {}},
      {"OID", {}, {}},
      {"REGCLASS", {}, {}},
      {"XML", {}, {}},
      {"UUID", {}, {}},
      {"BYTEA", {}, {}},
      {"REAL", {}, {}},
      {"DOUBLE_PRECISION", {}, {}},
      {"TIMESTAMP", {{"precision", integer}}, {{"timezone", boolean}}},
      {"TIME", {{"precision", integer}}, {{"timezone", boolean}}},
      {"INTERVAL", {}, {{"fields", text}, {"precision", integer}}},
      {"ENUM", {{"values", text_list, true}}, {{"name", text}, {"schema", text}, {"create_type", boolean}}},
      {"DOMAIN", {{"name", text, true}}, {{"schema", text}}},
  };
  return declarations;
}

const Type* find_enum(const Type& type) {
  const Type& used = type.on("postgresql");
  if (used.is("Enum") || (used.dialect == "postgresql" && used.name == "ENUM")) return &used;
  if (used.dialect == "postgresql" && used.name == "ARRAY" && !used.arguments.empty())
    if (const auto* item = std::get_if<base::Box<Type>>(&used.arguments.front())) return find_enum(**item);
  return nullptr;
}

Type type_from_catalog(std::string_view formatted) {
  if (formatted.ends_with("[]")) {
    Type array{.dialect = "postgresql", .name = "ARRAY"};
    array.arguments.emplace_back(base::Box<Type>(type_from_catalog(formatted.substr(0, formatted.size() - 2))));
    return array;
  }
  const Formatted parts = take_numbers(formatted);
  for (const GenericName& generic : generic_names) {
    if (generic.catalog != parts.name || !takes_numbers(generic, parts.numbers.size())) continue;
    Type type{.name = std::string(generic.name), .arguments = parts.numbers};
    if (generic.timezone) type.options.emplace_back("timezone", true);
    return type;
  }
  if (parts.name == "bit varying" || parts.name == "bit")
    return {.dialect = "postgresql", .name = parts.name == "bit" ? "BIT" : "VARBIT", .arguments = parts.numbers};
  for (const std::string_view word : {"timestamp", "time"}) {
    for (const bool timezone : {false, true}) {
      if (parts.name != std::string(word) + (timezone ? " with time zone" : " without time zone")) continue;
      Type type{.dialect = "postgresql", .name = base::upper(word), .arguments = parts.numbers};
      if (timezone) type.options.emplace_back("timezone", true);
      return type;
    }
  }
  const std::string own = base::upper(formatted);
  for (const schema::TypeDeclaration& declared : types())
    if (declared.name == own && declared.arguments.empty()) return {.dialect = "postgresql", .name = own};
  return {.name = "SqlType", .arguments = {std::string(formatted)}};
}

}  // namespace luamigrate::databases::postgresql
