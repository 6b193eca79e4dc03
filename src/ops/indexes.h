#pragma once

#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateIndex {
  luamigrate::schema::OptionalName name;
  std::string table;
  std::vector<luamigrate::schema::IndexColumn> columns;
  std::string schema;
  bool unique = false;
  bool if_not_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateIndex&, const CreateIndex&) = default;

  static constexpr std::string_view lua_name = "create_index";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateIndex::name), base::positional("table", &CreateIndex::table),
                      base::positional("columns", &CreateIndex::columns), base::option("schema", &CreateIndex::schema),
                      base::option("unique", &CreateIndex::unique),
                      base::option("if_not_exists", &CreateIndex::if_not_exists),
                      base::dialect_options("index", &CreateIndex::options));
  }
};

struct DropIndex {
  luamigrate::schema::Name name;
  std::optional<std::string> table;  // may be nil where the database finds an index by its name alone
  std::string schema;
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropIndex&, const DropIndex&) = default;

  static constexpr std::string_view lua_name = "drop_index";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropIndex::name), base::positional("table", &DropIndex::table),
                      base::option("schema", &DropIndex::schema), base::option("if_exists", &DropIndex::if_exists),
                      base::dialect_options("drop_index", &DropIndex::options));
  }
};

}  // namespace luamigrate::ops
