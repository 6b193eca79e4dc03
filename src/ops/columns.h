// Operations on columns of a table that exists. What is wanted stands beside what is there (`existing_`), which may
// always be left out where the host can look for itself.
#pragma once

#include <optional>
#include <string>

#include "schema/elements.h"

namespace luamigrate::ops {

struct AddColumn {
  std::string table;
  luamigrate::schema::Column column;
  std::string schema;
  bool if_not_exists = false;
  bool inline_references = false;
  bool inline_primary_key = false;
  std::string insert_before;  // in a batch block only
  std::string insert_after;
  luamigrate::schema::DialectOptions options;
  // How a naming convention calls the column's `unique` or `index`, set by ops::with_names. With `if_not_exists` they
  // are part of the column: where it is there, nothing is made.
  luamigrate::schema::OptionalName name_of_part;
  friend bool operator==(const AddColumn&, const AddColumn&) = default;

  static constexpr std::string_view lua_name = "add_column";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &AddColumn::table), base::positional("column", &AddColumn::column),
                      base::option("schema", &AddColumn::schema),
                      base::option("if_not_exists", &AddColumn::if_not_exists),
                      base::option("inline_references", &AddColumn::inline_references),
                      base::option("inline_primary_key", &AddColumn::inline_primary_key),
                      base::option("insert_before", &AddColumn::insert_before),
                      base::option("insert_after", &AddColumn::insert_after),
                      base::dialect_options("add_column", &AddColumn::options));
  }
};

struct DropColumn {
  std::string table;
  std::string column;
  std::string schema;
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropColumn&, const DropColumn&) = default;

  static constexpr std::string_view lua_name = "drop_column";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &DropColumn::table), base::positional("column", &DropColumn::column),
                      base::option("schema", &DropColumn::schema), base::option("if_exists", &DropColumn::if_exists),
                      base::dialect_options("drop_column", &DropColumn::options));
  }
};

struct AlterColumn {
  std::string table;
  std::string column;
  std::string schema;
  std::optional<bool> nullable;
  std::optional<luamigrate::schema::Type> type;
  std::optional<std::string> new_column_name;
  std::optional<luamigrate::schema::DefaultValue> server_default;  // Null drops it
  std::optional<luamigrate::schema::NullableText> comment;         // Null drops it
  std::optional<bool> autoincrement;
  std::optional<luamigrate::schema::NullableIdentity> identity;  // Null drops it
  std::optional<luamigrate::schema::Type> existing_type;
  std::optional<bool> existing_nullable;
  std::optional<luamigrate::schema::DefaultValue> existing_server_default;
  std::optional<luamigrate::schema::NullableText> existing_comment;
  std::optional<bool> existing_autoincrement;
  std::optional<luamigrate::schema::NullableIdentity> existing_identity;  // Null: there is none
  std::string insert_before;                                              // in a batch block only
  std::string insert_after;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const AlterColumn&, const AlterColumn&) = default;

  static constexpr std::string_view lua_name = "alter_column";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("table", &AlterColumn::table), base::positional("column", &AlterColumn::column),
        base::option("schema", &AlterColumn::schema), base::option("nullable", &AlterColumn::nullable),
        base::option("type", &AlterColumn::type), base::option("new_column_name", &AlterColumn::new_column_name),
        base::option("server_default", &AlterColumn::server_default), base::option("comment", &AlterColumn::comment),
        base::option("autoincrement", &AlterColumn::autoincrement), base::option("identity", &AlterColumn::identity),
        base::option("existing_type", &AlterColumn::existing_type),
        base::option("existing_nullable", &AlterColumn::existing_nullable),
        base::option("existing_server_default", &AlterColumn::existing_server_default),
        base::option("existing_comment", &AlterColumn::existing_comment),
        base::option("existing_autoincrement", &AlterColumn::existing_autoincrement),
        base::option("existing_identity", &AlterColumn::existing_identity),
        base::option("insert_before", &AlterColumn::insert_before),
        base::option("insert_after", &AlterColumn::insert_after),
        base::dialect_options("alter_column", &AlterColumn::options));
  }
};

}  // namespace luamigrate::ops
