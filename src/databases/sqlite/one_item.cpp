#include "databases/sqlite/one_item.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "databases/ansi/one_statement.h"
#include "databases/sqlite/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

CreateTableText parse_items(const std::string& items) {
  const std::string text = "CREATE TABLE t (" + items + ")";
  ansi::check_one_statement({.sql = text}, SqliteDialect().syntax());
  return parse_create_table(text);
}

[[noreturn]] void refuse_more_than(std::string_view part, const std::string& clause) {
  Error error(ErrorKind::script, fmt::format("a SQL text of this operation is more than {}", part),
              "mend the SQL text among its arguments: it is put in as it stands");
  error.facts().sql = clause;
  throw error;
}

}  // namespace

ColumnText parse_column(const std::string& clause) {
  CreateTableText items = parse_items(clause);
  if (items.columns.size() != 1 || !items.constraints.empty() || !items.suffix.empty())
    refuse_more_than("its column", clause);
  return std::move(items.columns.front());
}

ClauseText parse_constraint(const std::string& clause) {
  CreateTableText items = parse_items("x, " + clause);
  if (items.columns.size() != 1 || items.constraints.size() != 1 || !items.suffix.empty())
    refuse_more_than("its constraint", clause);
  return std::move(items.constraints.front());
}

}  // namespace luamigrate::databases::sqlite
