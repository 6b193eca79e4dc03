// Views and triggers. Source: https://sqlite.org/lang_createtrigger.html, https://sqlite.org/lang_createview.html.
#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/dialect.h"
#include "databases/sqlite/names.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {
namespace {

// Statements that stand in a trigger end in a semicolon, each.
std::string with_semicolon(std::string_view body) {
  const std::size_t end = body.find_last_not_of(" \t\r\n");
  std::string text(body.substr(0, end == std::string_view::npos ? 0 : end + 1));
  return text.ends_with(';') ? text : text + ";";
}

}  // namespace

ansi::Statements SqliteDialect::create_view(const ops::CreateView& op) const {
  Statements result;
  if (op.replace)
    result.push_back({.sql = fmt::format("DROP VIEW IF EXISTS {}", quote(schema::ObjectName{op.schema, op.name}))});
  result.push_back({.sql = view_sql(op, "CREATE")});
  return result;
}

ansi::Statements SqliteDialect::create_trigger(const ops::CreateTrigger& op) const {
  if (op.body.empty())
    throw Error(ErrorKind::script, "a trigger of SQLite needs the statements that it runs",
                "add body = \"UPDATE ...;\" to its options");
  if (op.for_each == ops::TriggerScope::statement)
    unsupported("triggers for each statement", "leave `for_each` out, or write \"row\"");
  const auto events = significant_tokens(op.when);
  if (std::ranges::any_of(events, [](const sql::Token& token) { return is_word(token, "or"); }))
    unsupported("triggers for several events", "make one for each event");
  const schema::ObjectName trigger{op.schema, op.name};
  Statements result;
  if (op.replace) result.push_back({.sql = fmt::format("DROP TRIGGER IF EXISTS {}", quote(trigger))});
  result.push_back(
      {.sql = fmt::format("CREATE TRIGGER {}{} {} ON {}{}{} BEGIN\n\t{}\nEND", op.if_not_exists ? "IF NOT EXISTS " : "",
                          quote(trigger), op.when, quote(op.table), op.for_each ? " FOR EACH ROW" : "",
                          op.condition.empty() ? "" : fmt::format(" WHEN {}", op.condition), with_semicolon(op.body))});
  return result;
}

ansi::Statements SqliteDialect::drop_trigger(const ops::DropTrigger& op) const {
  return {{.sql = fmt::format("DROP TRIGGER {}{}", op.if_exists ? "IF EXISTS " : "",
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

}  // namespace luamigrate::databases::sqlite
