#include "databases/sqlite/reserved_words.h"

#include <algorithm>
#include <array>

namespace luamigrate::databases::sqlite {

bool is_reserved_word(std::string_view lower_case_word) {
  // Source: https://sqlite.org/lang_keywords.html, those that are no identifiers without quotes, as SQLAlchemy has
  // them.
  static constexpr std::array<std::string_view, 118> words = {
      "add",         "after",      "all",           "alter",     "analyze",      "and",          "as",
      "asc",         "attach",     "autoincrement", "before",    "begin",        "between",      "by",
      "cascade",     "case",       "cast",          "check",     "collate",      "column",       "commit",
      "conflict",    "constraint", "create",        "cross",     "current_date", "current_time", "current_timestamp",
      "database",    "default",    "deferrable",    "deferred",  "delete",       "desc",         "detach",
      "distinct",    "drop",       "each",          "else",      "end",          "escape",       "except",
      "exclusive",   "exists",     "explain",       "fail",      "false",        "for",          "foreign",
      "from",        "full",       "glob",          "group",     "having",       "if",           "ignore",
      "immediate",   "in",         "index",         "indexed",   "initially",    "inner",        "insert",
      "instead",     "intersect",  "into",          "is",        "isnull",       "join",         "key",
      "left",        "like",       "limit",         "match",     "natural",      "not",          "notnull",
      "null",        "of",         "offset",        "on",        "or",           "order",        "outer",
      "plan",        "pragma",     "primary",       "query",     "raise",        "references",   "reindex",
      "rename",      "replace",    "restrict",      "returning", "right",        "rollback",     "row",
      "select",      "set",        "table",         "temp",      "temporary",    "then",         "to",
      "transaction", "trigger",    "true",          "union",     "unique",       "update",       "using",
      "vacuum",      "values",     "view",          "virtual",   "when",         "where"};
  return std::ranges::find(words, lower_case_word) != words.end();
}

}  // namespace luamigrate::databases::sqlite
