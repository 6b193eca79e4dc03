// Views and triggers. Source: https://sqlite.org/lang_createtrigger.html, https://sqlite.org/lang_createview.html.
#include <fmt/format.h>

#include <algorithm>

#include "databases/sqlite/dialect.h"
#include "databases/sqlite/names.h"
#include "luamigrate/error.h"
#include "sql/split.h"

namespace luamigrate::databases::sqlite {
ansi::Statements SqliteDialect::create_view(const ops::CreateView& op, const schema::TableLookup& tables) const {
  // SQLite would find out when the view is read.
  if (!op.columns.empty() && tables.gives_columns(op.select, op.columns.size()) == false)
    throw Error(ErrorKind::script,
                fmt::format("the view \"{}\" has names for {} column{}, and its SELECT gives not as many",
                            schema::shown(schema::ObjectName{op.schema, op.name}), op.columns.size(),
                            op.columns.size() == 1 ? "" : "s"),
                "name each column of the SELECT in `columns`, or leave `columns` out");
  Statements result;
  std::vector<schema::StoredObject> triggers;
  if (op.replace) {
    // A temporary view does not take the place of one that stays.
    const schema::ObjectName view{op.temporary ? "temp" : op.schema, op.name};
    const std::string_view warning =
        tables.complete() ? "" : "-- Triggers on the view go with it: make them again behind this.\n";
    result.push_back({.sql = fmt::format("{}DROP VIEW IF EXISTS {}", warning, quote(view))});
    triggers = tables.triggers_of_view(view);
  }
  result.push_back({.sql = view_sql(op, "CREATE")});
  for (schema::StoredObject& trigger : triggers) result.push_back({.sql = std::move(trigger.definition)});
  return result;
}

ansi::Statements SqliteDialect::create_trigger(const ops::CreateTrigger& op) const {
  const std::string body = sql::with_semicolon(op.body, syntax());
  if (body.empty())
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
                          op.condition.empty() ? "" : fmt::format(" WHEN {}", op.condition), body)});
  return result;
}

ansi::Statements SqliteDialect::drop_trigger(const ops::DropTrigger& op) const {
  return {{.sql = fmt::format("DROP TRIGGER {}{}", op.if_exists ? "IF EXISTS " : "",
                              quote(schema::ObjectName{op.schema, op.name}))}};
}

}  // namespace luamigrate::databases::sqlite
