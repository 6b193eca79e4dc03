// Operations on sequences.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"

namespace luamigrate::ops {

struct CreateSequence {
  std::string name;
  std::string schema;
  std::string type;  // "bigint"; empty: the database's own
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> increment;
  std::optional<std::int64_t> minvalue;
  std::optional<std::int64_t> maxvalue;
  std::optional<std::int64_t> cache;
  std::optional<bool> cycle;
  std::string owned_by;  // "users.id": dropped with that column
  bool if_not_exists = false;
  friend bool operator==(const CreateSequence&, const CreateSequence&) = default;

  static constexpr std::string_view lua_name = "create_sequence";
  static constexpr auto fields() {
    return std::tuple(
        base::positional("name", &CreateSequence::name), base::option("schema", &CreateSequence::schema),
        base::option("type", &CreateSequence::type), base::option("start", &CreateSequence::start),
        base::option("increment", &CreateSequence::increment), base::option("minvalue", &CreateSequence::minvalue),
        base::option("maxvalue", &CreateSequence::maxvalue), base::option("cache", &CreateSequence::cache),
        base::option("cycle", &CreateSequence::cycle), base::option("owned_by", &CreateSequence::owned_by),
        base::option("if_not_exists", &CreateSequence::if_not_exists));
  }
};

struct AlterSequence {
  std::string name;
  std::string schema;
  std::string type;  // "bigint"; empty: the database's own
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> increment;
  std::optional<std::int64_t> minvalue;
  std::optional<std::int64_t> maxvalue;
  std::optional<std::int64_t> cache;
  std::optional<bool> cycle;
  std::string owned_by;                 // "users.id": dropped with that column
  std::optional<std::int64_t> restart;  // the next value
  friend bool operator==(const AlterSequence&, const AlterSequence&) = default;

  static constexpr std::string_view lua_name = "alter_sequence";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &AlterSequence::name), base::option("schema", &AlterSequence::schema),
                      base::option("type", &AlterSequence::type), base::option("start", &AlterSequence::start),
                      base::option("increment", &AlterSequence::increment),
                      base::option("minvalue", &AlterSequence::minvalue),
                      base::option("maxvalue", &AlterSequence::maxvalue), base::option("cache", &AlterSequence::cache),
                      base::option("cycle", &AlterSequence::cycle), base::option("owned_by", &AlterSequence::owned_by),
                      base::option("restart", &AlterSequence::restart));
  }
};

struct DropSequence {
  std::string name;
  std::string schema;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropSequence&, const DropSequence&) = default;

  static constexpr std::string_view lua_name = "drop_sequence";
  static constexpr auto fields() {
    return std::tuple(base::positional("name", &DropSequence::name), base::option("schema", &DropSequence::schema),
                      base::option("if_exists", &DropSequence::if_exists),
                      base::option("cascade", &DropSequence::cascade));
  }
};

}  // namespace luamigrate::ops
