// Operations on who may do what: privileges, row security and its policies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct Grant {
  std::vector<std::string> privileges;  // "select", "update (email)"
  std::string object;                   // "table users", "schema audit", "function f(int)"
  luamigrate::schema::NameList role;
  bool with_grant_option = false;
  friend bool operator==(const Grant&, const Grant&) = default;

  static constexpr std::string_view lua_name = "grant";
  static constexpr auto fields() {
    return std::tuple(base::positional("privileges", &Grant::privileges), base::positional("object", &Grant::object),
                      base::positional("role", &Grant::role),
                      base::option("with_grant_option", &Grant::with_grant_option));
  }
};

struct Revoke {
  std::vector<std::string> privileges;
  std::string object;
  luamigrate::schema::NameList role;
  bool grant_option_for = false;
  bool cascade = false;
  friend bool operator==(const Revoke&, const Revoke&) = default;

  static constexpr std::string_view lua_name = "revoke";
  static constexpr auto fields() {
    return std::tuple(base::positional("privileges", &Revoke::privileges), base::positional("object", &Revoke::object),
                      base::positional("role", &Revoke::role),
                      base::option("grant_option_for", &Revoke::grant_option_for),
                      base::option("cascade", &Revoke::cascade));
  }
};

struct EnableRowSecurity {
  std::string table;
  std::string schema;
  bool force = false;  // for the table's owner too
  friend bool operator==(const EnableRowSecurity&, const EnableRowSecurity&) = default;

  static constexpr std::string_view lua_name = "enable_row_security";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &EnableRowSecurity::table),
                      base::option("schema", &EnableRowSecurity::schema),
                      base::option("force", &EnableRowSecurity::force));
  }
};

struct DisableRowSecurity {
  std::string table;
  std::string schema;
  friend bool operator==(const DisableRowSecurity&, const DisableRowSecurity&) = default;

  static constexpr std::string_view lua_name = "disable_row_security";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &DisableRowSecurity::table),
                      base::option("schema", &DisableRowSecurity::schema));
  }
};

struct CreatePolicy {
  std::string name;
  std::string table;
  std::string schema;
  std::string for_;                 // "select", "all" ...
  luamigrate::schema::NameList to;  // roles; none: everybody
  std::string using_;               // SQL text
  std::string with_check;           // SQL text
  bool permissive = true;
  friend bool operator==(const CreatePolicy&, const CreatePolicy&) = default;

  static constexpr std::string_view lua_name = "create_policy";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreatePolicy::name), base::positional("table", &CreatePolicy::table),
                      base::option("schema", &CreatePolicy::schema),
                      base::option("for_", &CreatePolicy::for_, luamigrate::schema::words::policy_commands),
                      base::option("to", &CreatePolicy::to), base::option("using", &CreatePolicy::using_),
                      base::option("with_check", &CreatePolicy::with_check),
                      base::option("permissive", &CreatePolicy::permissive));
  }
};

struct DropPolicy {
  std::string name;
  std::string table;
  std::string schema;
  bool if_exists = false;
  friend bool operator==(const DropPolicy&, const DropPolicy&) = default;

  static constexpr std::string_view lua_name = "drop_policy";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropPolicy::name), base::positional("table", &DropPolicy::table),
                      base::option("schema", &DropPolicy::schema), base::option("if_exists", &DropPolicy::if_exists));
  }
};

}  // namespace luamigrate::ops
