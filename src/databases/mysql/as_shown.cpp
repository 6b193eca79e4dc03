// What the catalogue of MariaDB would show of a table, told without making it.
#include <fmt/format.h>

#include <limits>

#include "databases/ansi/table_parts.h"
#include "databases/mysql/dialect.h"
#include "sql/tokenizer.h"

namespace luamigrate::databases::mysql {
namespace {

std::int64_t scale_of(const schema::Type& type) {
  const std::int64_t* scale = type.integer_argument(1);
  return type.is("Numeric") && scale ? *scale : 0;
}

}  // namespace

// Source: https://mariadb.com/kb/en/create-sequence/
ops::CreateSequence MysqlDialect::sequence_as_shown(ops::CreateSequence written) const {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() - 1, least = -most - 1;
  written.increment = written.increment.value_or(1);
  const bool upwards = *written.increment > 0;
  written.minvalue = written.minvalue.value_or(upwards ? 1 : least);
  written.maxvalue = written.maxvalue.value_or(upwards ? most : -1);
  written.start = written.start.value_or(upwards ? *written.minvalue : *written.maxvalue);
  written.cache = written.cache.value_or(1000);
  written.cycle = written.cycle.value_or(false);
  return written;
}

std::optional<schema::Table> MysqlDialect::as_shown(schema::Table written) const {
  if (written.primary_key) written.primary_key->name.reset();
  std::string counted = ansi::counted_column(written);
  if (counted.empty()) {
    std::vector<std::string> leading;
    for (const schema::Unique& unique : written.uniques) add_leading(unique, leading);
    for (const schema::Index& index : written.indexes) add_leading(index, leading);
    counted = counted_beside_key(written.columns, leading);
  }
  for (schema::Column& column : written.columns) {
    column.autoincrement = column.name == counted;
    if (column.identity) return std::nullopt;
    column.type = column.type.on(name());
    if (!column.server_default || std::holds_alternative<schema::Null>(*column.server_default)) continue;
    std::string text = default_sql(*column.server_default);
    if (const auto* flag = std::get_if<bool>(&*column.server_default)) text = *flag ? "1" : "0";
    if (sql::equals_ignoring_case(text, "current_timestamp")) text = "current_timestamp()";
    if (const auto* number = std::get_if<std::int64_t>(&*column.server_default))
      if (const std::int64_t scale = scale_of(column.type); scale > 0)
        text = fmt::format("{}.{:0>{}}", *number, "", scale);
    column.server_default = schema::Sql{std::move(text)};
  }
  for (schema::ForeignKey& key : written.foreign_keys)
    for (std::string* action : {&key.ondelete, &key.onupdate})
      if (sql::equals_ignoring_case(*action, "RESTRICT")) action->clear();  // the default, under another name
  return written;
}

}  // namespace luamigrate::databases::mysql
