// Operations on constraints of a table that exists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreatePrimaryKey {
  luamigrate::schema::OptionalName name;
  std::string table;
  std::vector<std::string> columns;
  std::string schema;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreatePrimaryKey&, const CreatePrimaryKey&) = default;

  static constexpr std::string_view lua_name = "create_primary_key";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &CreatePrimaryKey::name), base::positional("table", &CreatePrimaryKey::table),
        base::positional("columns", &CreatePrimaryKey::columns), base::option("schema", &CreatePrimaryKey::schema),
        base::dialect_options("primary_key", &CreatePrimaryKey::options));
  }
};

struct CreateUniqueConstraint {
  luamigrate::schema::OptionalName name;
  std::string table;
  std::vector<std::string> columns;
  std::string schema;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateUniqueConstraint&, const CreateUniqueConstraint&) = default;

  static constexpr std::string_view lua_name = "create_unique_constraint";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateUniqueConstraint::name),
                      base::positional("table", &CreateUniqueConstraint::table),
                      base::positional("columns", &CreateUniqueConstraint::columns),
                      base::option("schema", &CreateUniqueConstraint::schema),
                      base::dialect_options("unique", &CreateUniqueConstraint::options));
  }
};

struct CreateCheckConstraint {
  luamigrate::schema::OptionalName name;
  std::string table;
  std::string condition;  // SQL text
  std::string schema;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateCheckConstraint&, const CreateCheckConstraint&) = default;

  static constexpr std::string_view lua_name = "create_check_constraint";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateCheckConstraint::name),
                      base::positional("table", &CreateCheckConstraint::table),
                      base::positional("condition", &CreateCheckConstraint::condition),
                      base::option("schema", &CreateCheckConstraint::schema),
                      base::dialect_options("check", &CreateCheckConstraint::options));
  }
};

struct CreateForeignKey {
  luamigrate::schema::OptionalName name;
  std::string source;
  std::string referent;
  std::vector<std::string> local_columns;
  std::vector<std::string> remote_columns;
  std::string source_schema;
  std::string referent_schema;
  std::string ondelete;  // of words::actions; empty: not given
  std::string onupdate;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateForeignKey&, const CreateForeignKey&) = default;

  // The key alone, as a table has it.
  luamigrate::schema::ForeignKey key() const {
    return {.columns = local_columns,
            .referent = {{referent_schema, referent}, remote_columns},
            .name = name,
            .ondelete = ondelete,
            .onupdate = onupdate,
            .options = options};
  }

  static constexpr std::string_view lua_name = "create_foreign_key";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateForeignKey::name),
                      base::positional("source", &CreateForeignKey::source),
                      base::positional("referent", &CreateForeignKey::referent),
                      base::positional("local_columns", &CreateForeignKey::local_columns),
                      base::positional("remote_columns", &CreateForeignKey::remote_columns),
                      base::option("source_schema", &CreateForeignKey::source_schema),
                      base::option("referent_schema", &CreateForeignKey::referent_schema),
                      base::option("ondelete", &CreateForeignKey::ondelete, luamigrate::schema::words::actions),
                      base::option("onupdate", &CreateForeignKey::onupdate, luamigrate::schema::words::actions),
                      base::dialect_options("foreign_key", &CreateForeignKey::options));
  }
};

struct CreateExcludeConstraint {
  luamigrate::schema::OptionalName name;
  std::string table;
  std::vector<luamigrate::schema::ExcludeElement> elements;
  std::string schema;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const CreateExcludeConstraint&, const CreateExcludeConstraint&) = default;

  static constexpr std::string_view lua_name = "create_exclude_constraint";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateExcludeConstraint::name),
                      base::positional("table", &CreateExcludeConstraint::table),
                      base::positional("elements", &CreateExcludeConstraint::elements),
                      base::option("schema", &CreateExcludeConstraint::schema),
                      base::dialect_options("exclude", &CreateExcludeConstraint::options));
  }
};

enum class ConstraintType { primary, unique, check, foreignkey };

struct DropConstraint {
  luamigrate::schema::OptionalName name;  // none: the one of `type` with these columns or this condition
  std::string table;
  std::string schema;
  std::optional<ConstraintType> type;  // not set: looked up, where a database must know
  std::vector<std::string> columns;    // of an unnamed unique or foreign key
  std::string condition;               // of an unnamed check
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropConstraint&, const DropConstraint&) = default;

  static constexpr std::string_view lua_name = "drop_constraint";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &DropConstraint::name), base::positional("table", &DropConstraint::table),
        base::option("schema", &DropConstraint::schema), base::option("type", &DropConstraint::type),
        base::option("columns", &DropConstraint::columns), base::option("condition", &DropConstraint::condition),
        base::option("if_exists", &DropConstraint::if_exists),
        base::dialect_options("drop_constraint", &DropConstraint::options));
  }
};

struct ValidateConstraint {
  luamigrate::schema::Name name;
  std::string table;
  std::string schema;
  friend bool operator==(const ValidateConstraint&, const ValidateConstraint&) = default;

  static constexpr std::string_view lua_name = "validate_constraint";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &ValidateConstraint::name),
                      base::positional("table", &ValidateConstraint::table),
                      base::option("schema", &ValidateConstraint::schema));
  }
};

}  // namespace luamigrate::ops

template <>
struct luamigrate::base::Words<luamigrate::ops::ConstraintType> {
  using enum luamigrate::ops::ConstraintType;
  static constexpr std::array list{std::pair<std::string_view, ops::ConstraintType>{"primary", primary},
                                   std::pair<std::string_view, ops::ConstraintType>{"unique", unique},
                                   std::pair<std::string_view, ops::ConstraintType>{"check", check},
                                   std::pair<std::string_view, ops::ConstraintType>{"foreignkey", foreignkey}};
};
