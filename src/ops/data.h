// SQL of the script's own, and rows.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
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

}  // namespace luamigrate::ops
