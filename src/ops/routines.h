// Operations on functions, procedures and triggers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

enum class Volatility { immutable, stable, volatile_ };

struct CreateFunction {
  std::string signature;  // "full_name(first text, last text)": SQL text
  std::string body;
  std::string schema;
  std::string returns;   // SQL text; empty: nothing
  std::string language;  // empty: plpgsql for what returns trigger, else sql
  std::optional<Volatility> volatility;
  std::string attributes;  // "STRICT PARALLEL SAFE": SQL text of what else is said of it
  bool replace = false;
  bool security_definer = false;
  bool procedure = false;
  friend bool operator==(const CreateFunction&, const CreateFunction&) = default;

  static constexpr std::string_view lua_name = "create_function";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("signature", &CreateFunction::signature), base::positional("body", &CreateFunction::body),
        base::option("schema", &CreateFunction::schema), base::option("returns", &CreateFunction::returns),
        base::option("language", &CreateFunction::language), base::option("volatility", &CreateFunction::volatility),
        base::option("attributes", &CreateFunction::attributes), base::option("replace", &CreateFunction::replace),
        base::option("security_definer", &CreateFunction::security_definer),
        base::option("procedure", &CreateFunction::procedure));
  }
};

struct DropFunction {
  std::string signature;  // "full_name(text, text)", or the name alone where there is one of it
  std::string schema;
  bool procedure = false;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropFunction&, const DropFunction&) = default;

  static constexpr std::string_view lua_name = "drop_function";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("signature", &DropFunction::signature), base::option("schema", &DropFunction::schema),
        base::option("procedure", &DropFunction::procedure), base::option("if_exists", &DropFunction::if_exists),
        base::option("cascade", &DropFunction::cascade));
  }
};

enum class TriggerScope { row, statement };

struct CreateTrigger {
  std::string name;
  std::string table;
  std::string when;  // "BEFORE INSERT OR UPDATE OF email"
  std::string schema;
  std::optional<TriggerScope> for_each;
  std::string condition;  // SQL text
  std::string execute;    // the call of a function: PostgreSQL
  std::string body;       // statements: SQLite, MySQL
  bool replace = false;
  bool if_not_exists = false;
  friend bool operator==(const CreateTrigger&, const CreateTrigger&) = default;

  static constexpr std::string_view lua_name = "create_trigger";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &CreateTrigger::name), base::positional("table", &CreateTrigger::table),
        base::option("when", &CreateTrigger::when), base::option("schema", &CreateTrigger::schema),
        base::option("for_each", &CreateTrigger::for_each), base::option("condition", &CreateTrigger::condition),
        base::option("execute", &CreateTrigger::execute), base::option("body", &CreateTrigger::body),
        base::option("replace", &CreateTrigger::replace), base::option("if_not_exists", &CreateTrigger::if_not_exists));
  }
};

struct DropTrigger {
  std::string name;
  std::string table;
  std::string schema;
  bool if_exists = false;
  luamigrate::schema::DialectOptions options;
  friend bool operator==(const DropTrigger&, const DropTrigger&) = default;

  static constexpr std::string_view lua_name = "drop_trigger";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropTrigger::name), base::positional("table", &DropTrigger::table),
                      base::option("schema", &DropTrigger::schema), base::option("if_exists", &DropTrigger::if_exists),
                      base::dialect_options("drop_trigger", &DropTrigger::options));
  }
};

}  // namespace luamigrate::ops

template <>
struct luamigrate::base::Words<luamigrate::ops::Volatility> {
  using enum luamigrate::ops::Volatility;
  static constexpr std::array list{std::pair<std::string_view, ops::Volatility>{"immutable", immutable},
                                   std::pair<std::string_view, ops::Volatility>{"stable", stable},
                                   std::pair<std::string_view, ops::Volatility>{"volatile", volatile_}};
};

template <>
struct luamigrate::base::Words<luamigrate::ops::TriggerScope> {
  using enum luamigrate::ops::TriggerScope;
  static constexpr std::array list{std::pair<std::string_view, ops::TriggerScope>{"row", row},
                                   std::pair<std::string_view, ops::TriggerScope>{"statement", statement}};
};
