// Operations on enum types.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateEnum {
  std::string name;
  std::vector<std::string> values;
  std::string schema;
  bool if_not_exists = false;
  friend bool operator==(const CreateEnum&, const CreateEnum&) = default;

  static constexpr std::string_view lua_name = "create_enum";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &CreateEnum::name), base::positional("values", &CreateEnum::values),
                      base::option("schema", &CreateEnum::schema),
                      base::option("if_not_exists", &CreateEnum::if_not_exists));
  }
};

struct AddEnumValue {
  std::string name;
  std::string value;
  std::string schema;
  std::string before;
  std::string after;
  bool if_not_exists = false;
  friend bool operator==(const AddEnumValue&, const AddEnumValue&) = default;

  static constexpr std::string_view lua_name = "add_enum_value";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &AddEnumValue::name), base::positional("value", &AddEnumValue::value),
                      base::option("schema", &AddEnumValue::schema), base::option("before", &AddEnumValue::before),
                      base::option("after", &AddEnumValue::after),
                      base::option("if_not_exists", &AddEnumValue::if_not_exists));
  }
};

struct RenameEnumValue {
  std::string name;
  std::string old_value;
  std::string new_value;
  std::string schema;
  friend bool operator==(const RenameEnumValue&, const RenameEnumValue&) = default;

  static constexpr std::string_view lua_name = "rename_enum_value";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &RenameEnumValue::name), base::positional("old_value", &RenameEnumValue::old_value),
        base::positional("new_value", &RenameEnumValue::new_value), base::option("schema", &RenameEnumValue::schema));
  }
};

struct DropEnum {
  std::string name;
  std::string schema;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropEnum&, const DropEnum&) = default;

  static constexpr std::string_view lua_name = "drop_enum";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropEnum::name), base::option("schema", &DropEnum::schema),
                      base::option("if_exists", &DropEnum::if_exists), base::option("cascade", &DropEnum::cascade));
  }
};

}  // namespace luamigrate::ops
