// Operations on schemas and extensions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateSchema {
  std::string name;
  bool if_not_exists = false;
  std::string authorization;  // the role that owns it
  friend bool operator==(const CreateSchema&, const CreateSchema&) = default;

  static constexpr std::string_view lua_name = "create_schema";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateSchema::name),
                      base::option("if_not_exists", &CreateSchema::if_not_exists),
                      base::option("authorization", &CreateSchema::authorization));
  }
};

struct DropSchema {
  std::string name;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropSchema&, const DropSchema&) = default;

  static constexpr std::string_view lua_name = "drop_schema";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropSchema::name), base::option("if_exists", &DropSchema::if_exists),
                      base::option("cascade", &DropSchema::cascade));
  }
};

struct CreateExtension {
  std::string name;
  std::string schema;
  std::string version;
  bool if_not_exists = false;
  bool cascade = false;
  friend bool operator==(const CreateExtension&, const CreateExtension&) = default;

  static constexpr std::string_view lua_name = "create_extension";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateExtension::name),
                      base::option("schema", &CreateExtension::schema),
                      base::option("version", &CreateExtension::version),
                      base::option("if_not_exists", &CreateExtension::if_not_exists),
                      base::option("cascade", &CreateExtension::cascade));
  }
};

struct DropExtension {
  std::string name;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropExtension&, const DropExtension&) = default;

  static constexpr std::string_view lua_name = "drop_extension";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropExtension::name),
                      base::option("if_exists", &DropExtension::if_exists),
                      base::option("cascade", &DropExtension::cascade));
  }
};

}  // namespace luamigrate::ops
