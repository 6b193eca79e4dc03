// Operations on whole tables.
#pragma once

#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateTable {
  std::string name;
  std::vector<schema::Element> elements;
  std::string schema;
  std::string comment;
  bool if_not_exists = false;
  bool temporary = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateTable&, const CreateTable&) = default;

  static constexpr std::string_view lua_name = "create_table";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &CreateTable::name), base::positional("elements", &CreateTable::elements),
        base::option("schema", &CreateTable::schema), base::option("comment", &CreateTable::comment),
        base::option("if_not_exists", &CreateTable::if_not_exists), base::option("temporary", &CreateTable::temporary),
        base::dialect_options("table", &CreateTable::options));
  }
};

struct DropTable {
  std::string name;
  std::string schema;
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropTable&, const DropTable&) = default;

  static constexpr std::string_view lua_name = "drop_table";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropTable::name), base::option("schema", &DropTable::schema),
                      base::option("if_exists", &DropTable::if_exists),
                      base::dialect_options("drop_table", &DropTable::options));
  }
};

struct RenameTable {
  std::string name;
  std::string new_name;
  std::string schema;
  friend bool operator==(const RenameTable&, const RenameTable&) = default;

  static constexpr std::string_view lua_name = "rename_table";
  static constexpr auto fields() {
    return std::tuple(base::positional("old_name", &RenameTable::name),
                      base::positional("new_name", &RenameTable::new_name),
                      base::option("schema", &RenameTable::schema));
  }
};

struct CreateTableComment {
  std::string table;
  std::string comment;
  std::string schema;
  std::optional<luamigrate::schema::NullableText> existing_comment;
  friend bool operator==(const CreateTableComment&, const CreateTableComment&) = default;

  static constexpr std::string_view lua_name = "create_table_comment";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &CreateTableComment::table),
                      base::positional("comment", &CreateTableComment::comment),
                      base::option("schema", &CreateTableComment::schema),
                      base::option("existing_comment", &CreateTableComment::existing_comment));
  }
};

struct DropTableComment {
  std::string table;
  std::string schema;
  std::optional<luamigrate::schema::NullableText> existing_comment;
  friend bool operator==(const DropTableComment&, const DropTableComment&) = default;

  static constexpr std::string_view lua_name = "drop_table_comment";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &DropTableComment::table),
                      base::option("schema", &DropTableComment::schema),
                      base::option("existing_comment", &DropTableComment::existing_comment));
  }
};

}  // namespace luamigrate::ops
