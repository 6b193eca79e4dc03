#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::databases::sqlite {

// What the text of a CREATE INDEX tells and no pragma does.
struct IndexText {
  struct Item {
    std::string expression;  // a column's name or an expression, without COLLATE, ASC and DESC
    std::string collation;   // without quotes; empty: none is written
  };
  bool unique = false;
  std::vector<Item> items;
  std::string where;  // of a partial index; else empty
};

IndexText parse_create_index(std::string_view text);

// The table that a CREATE TRIGGER is on, without quotes.
std::string table_of_trigger(std::string_view text);

// The CREATE INDEX or CREATE TRIGGER of an object in an attached database: SQLite keeps it without the schema.
std::string with_schema(std::string_view text, std::string_view quoted_schema);

}  // namespace luamigrate::databases::sqlite
