// What the catalogue would show of a table, told without making it.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "databases/ansi/table_parts.h"
#include "databases/postgresql/dialect.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::Column;

// `'a'` of a VARCHAR(20) is `'a'::character varying`.
std::string text_default(const std::string& literal, const std::string& type) {
  if (type.starts_with("VARCHAR")) return literal + "::character varying";
  if (type.starts_with("CHAR(")) return literal + "::bpchar";
  const bool plain = std::ranges::all_of(type, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
  if (!plain) return literal + "::" + type;
  std::string name = type;
  for (char& c : name) c = c == '_' ? c : static_cast<char>(c - 'A' + 'a');
  return literal + "::" + name;
}

// A sign, and more digits than an INTEGER has, make a literal that is cast.
std::string number_default(const schema::DefaultValue& value, const std::string& number) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  const bool big = integer && !std::in_range<std::int32_t>(*integer);
  if (!big && !number.starts_with('-')) return number;
  return fmt::format("'{}'::{}", number, big ? "bigint" : integer ? "integer" : "numeric");
}

// The text of a default as the catalogue has it.
std::string shown_default(const schema::DefaultValue& value, const std::string& literal, const std::string& type) {
  if (std::holds_alternative<std::string>(value)) return text_default(literal, type);
  const bool is_number = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
  return is_number ? number_default(value, literal) : literal;
}

// What is not said of an identity that counts upwards.
std::optional<schema::Identity> whole(schema::Identity identity, const std::string& type) {
  if (identity.increment.value_or(1) <= 0) return std::nullopt;
  const std::int64_t most = type == "SMALLINT" ? std::numeric_limits<std::int16_t>::max()
                            : type == "BIGINT" ? std::numeric_limits<std::int64_t>::max()
                                               : std::numeric_limits<std::int32_t>::max();
  identity.always = identity.always.value_or(false);
  identity.increment = identity.increment.value_or(1);
  identity.minvalue = identity.minvalue.value_or(1);
  identity.maxvalue = identity.maxvalue.value_or(most);
  identity.start = identity.start.value_or(*identity.minvalue);
  identity.cache = identity.cache.value_or(1);
  identity.cycle = identity.cycle.value_or(false);
  return identity;
}

}  // namespace

// Source: https://www.postgresql.org/docs/15/sql-createsequence.html
ops::CreateSequence PostgresqlDialect::sequence_as_shown(ops::CreateSequence written) const {
  if (written.type.empty()) written.type = "bigint";
  const std::int64_t least = written.type == "smallint"  ? std::numeric_limits<std::int16_t>::min()
                             : written.type == "integer" ? std::numeric_limits<std::int32_t>::min()
                                                         : std::numeric_limits<std::int64_t>::min();
  written.increment = written.increment.value_or(1);
  const bool upwards = *written.increment > 0;
  written.minvalue = written.minvalue.value_or(upwards ? 1 : least);
  written.maxvalue = written.maxvalue.value_or(upwards ? -(least + 1) : -1);
  written.start = written.start.value_or(upwards ? *written.minvalue : *written.maxvalue);
  written.cache = written.cache.value_or(1);
  written.cycle = written.cycle.value_or(false);
  return written;
}

std::optional<schema::Table> PostgresqlDialect::as_shown(schema::Table written) const {
  const std::string counted = ansi::counted_column(written);
  for (Column& column : written.columns) {
    column.autoincrement = column.name == counted && !column.identity;
    const std::string type = type_sql(column.type);
    column.type = column.type.on(name());
    if (type == "FLOAT") column.type = {.name = "Double"};
    if (column.identity) {
      column.identity = whole(*column.identity, type);
      if (!column.identity) return std::nullopt;
    }
    if (!column.server_default || std::holds_alternative<schema::Null>(*column.server_default)) continue;
    column.server_default =
        schema::Sql{shown_default(*column.server_default, default_sql(*column.server_default), type)};
  }
  return written;
}

}  // namespace luamigrate::databases::postgresql
