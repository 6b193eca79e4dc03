// What the catalogue would show of a table, told without making it.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "databases/ansi/table_parts.h"
#include "databases/postgresql/dialect.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::Column;

// `'a'` of a VARCHAR(20) is `'a'::character varying`.
std::string text_default(const std::string& literal, const std::string& type) {
  if (type.starts_with("VARCHAR")) return literal + "::character varying";
  const bool plain = std::ranges::all_of(type, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
  if (!plain) return literal + "::" + type;
  std::string name = type;
  for (char& c : name) c = c == '_' ? c : static_cast<char>(c - 'A' + 'a');
  return literal + "::" + name;
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
    const std::string text = default_sql(*column.server_default);
    column.server_default =
        schema::Sql{std::holds_alternative<std::string>(*column.server_default) ? text_default(text, type) : text};
  }
  return written;
}

}  // namespace luamigrate::databases::postgresql
