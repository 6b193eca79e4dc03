// Two databases that exist only as declarations: what the tests of the bindings read types and options by.
#pragma once

#include <array>
#include <span>

#include "databases/database.h"

namespace luamigrate::tests {

inline std::span<const databases::Database* const> test_databases() {
  using databases::OptionKind;
  using schema::ParameterKind;
  static const std::vector<schema::TypeDeclaration> postgresql_types = {
      {"JSONB", {}, {}},
      {"CITEXT", {}, {}},
      {"ARRAY", {{"item", ParameterKind::type}}, {{"dimensions", ParameterKind::integer}}},
      {"BIT", {{"length", ParameterKind::integer}}, {}},
  };
  static const std::vector<databases::OptionDeclaration> postgresql_options = {
      {"table", "with", OptionKind::map},
      {"table", "inherits", OptionKind::names},
      {"drop_table", "cascade", OptionKind::flag},
      {"alter_column", "using", OptionKind::sql},
      {"foreign_key", "deferrable", OptionKind::flag},
      {"foreign_key", "initially", OptionKind::text, schema::words::initial_modes},
      {"unique", "include", OptionKind::names},
      {"check", "not_valid", OptionKind::flag},
      {"exclude", "using", OptionKind::text},
      {"index", "where", OptionKind::sql},
      {"index", "with", OptionKind::map},
      {"index", "concurrently", OptionKind::flag},
      {"drop_index", "concurrently", OptionKind::flag},
      {"view", "materialized", OptionKind::flag},
      {"drop_view", "cascade", OptionKind::flag},
      {"drop_trigger", "cascade", OptionKind::flag},
      {"column", "storage", OptionKind::any},
  };
  static const std::vector<schema::TypeDeclaration> mysql_types = {
      {"INTEGER", {{"width", ParameterKind::integer}}, {{"unsigned", ParameterKind::boolean}}},
      {"VARCHAR", {{"length", ParameterKind::integer_or_text}}, {{"collation", ParameterKind::text}}},
      {"SET", {{"values", ParameterKind::text_list}}, {}},
  };
  static const std::vector<databases::OptionDeclaration> mysql_options = {
      {"table", "engine", OptionKind::text},
      {"add_column", "after", OptionKind::text},
      {"index", "length", OptionKind::number_or_map},
      {"primary_key", "block_size", OptionKind::integer},
  };
  static const databases::Database postgresql{
      .name = "postgresql", .title = "PostgreSQL", .types = postgresql_types, .options = postgresql_options};
  static const databases::Database mysql{
      .name = "mysql", .title = "MySQL", .types = mysql_types, .options = mysql_options};
  static const databases::Database sqlite{.name = "sqlite", .title = "SQLite"};
  static const std::array<const databases::Database*, 3> all = {&sqlite, &postgresql, &mysql};
  return all;
}

}  // namespace luamigrate::tests
