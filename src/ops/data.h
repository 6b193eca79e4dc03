// SQL of the script's own, and rows.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.h"
#include "schema/elements.h"
#include "schema/value.h"

namespace luamigrate::ops {

// One statement or several. Without parameters nothing in the text is looked at but the ends of statements.
struct Execute {
  std::string sql;
  luamigrate::schema::Parameters parameters;
  friend bool operator==(const Execute&, const Execute&) = default;

  static constexpr std::string_view lua_name = "execute";
  static constexpr auto fields() {
    return std::tuple(base::positional("sql", &Execute::sql), base::positional("params", &Execute::parameters));
  }
};

// Rows that are known as a whole: a list written in a script that is recorded or written out. Streams go by
// Sink::bulk_insert.
struct BulkInsert {
  std::string table;
  std::vector<luamigrate::schema::Row> rows;
  std::string schema;
  friend bool operator==(const BulkInsert&, const BulkInsert&) = default;

  static constexpr std::string_view lua_name = "bulk_insert";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &BulkInsert::table), base::positional("rows", &BulkInsert::rows),
                      base::option("schema", &BulkInsert::schema));
  }
};

// What a column is set to: a value, or an SQL expression.
using Assigned = std::variant<luamigrate::schema::Null, bool, std::int64_t, double, std::string,
                              luamigrate::schema::Blob, luamigrate::schema::Json, luamigrate::schema::Sql>;

// The SET of an UPDATE: whole as SQL text, or by the names of columns, in their order.
using Assignments = std::variant<luamigrate::schema::Sql, std::vector<std::pair<std::string, Assigned>>>;

// When what goes through a table in batches is committed: with its revision, or batch by batch.
enum class CommitAt { revision, batch };

// One UPDATE, in ranges of a key where there is a database to ask.
struct BatchedUpdate {
  std::string table;
  Assignments set;
  std::string where;                 // SQL; empty: all rows
  luamigrate::schema::NameList key;  // empty: the primary key
  std::optional<std::int64_t> batch_size;
  CommitAt commit = CommitAt::revision;
  std::chrono::milliseconds pause{0};  // between two batches
  std::string schema;
  friend bool operator==(const BatchedUpdate&, const BatchedUpdate&) = default;

  static constexpr std::string_view lua_name = "batched_update";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &BatchedUpdate::table), base::option("set", &BatchedUpdate::set),
                      base::option("where", &BatchedUpdate::where), base::option("key", &BatchedUpdate::key),
                      base::option("batch_size", &BatchedUpdate::batch_size),
                      base::option("commit", &BatchedUpdate::commit), base::option("pause", &BatchedUpdate::pause),
                      base::option("schema", &BatchedUpdate::schema));
  }
};

}  // namespace luamigrate::ops

template <>
struct luamigrate::base::Words<luamigrate::ops::CommitAt> {
  using enum luamigrate::ops::CommitAt;
  static constexpr std::array list{std::pair<std::string_view, ops::CommitAt>{"revision", revision},
                                   std::pair<std::string_view, ops::CommitAt>{"batch", batch}};
};
