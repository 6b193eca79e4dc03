// A block of operations on one table, carried out together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/elements.h"
#include "schema/naming.h"

namespace luamigrate::ops {

struct Operation;

enum class Recreate { automatic, always, never };

// The operations carry the block's table and schema themselves, so that each can be judged alone.
struct BatchAlterTable {
  std::string table;
  std::string schema;
  Recreate recreate = Recreate::automatic;
  std::vector<Operation> operations;
  friend bool operator==(const BatchAlterTable&, const BatchAlterTable&) = default;

  static constexpr std::string_view lua_name = "batch_alter_table";
  static constexpr auto fields() {
    return std::tuple(base::positional("table", &BatchAlterTable::table),
                      base::option("schema", &BatchAlterTable::schema),
                      base::option("recreate", &BatchAlterTable::recreate));
  }
};

}  // namespace luamigrate::ops

template <>
struct luamigrate::base::Words<luamigrate::ops::Recreate> {
  using enum luamigrate::ops::Recreate;
  static constexpr std::array list{std::pair<std::string_view, ops::Recreate>{"auto", automatic},
                                   std::pair<std::string_view, ops::Recreate>{"always", always},
                                   std::pair<std::string_view, ops::Recreate>{"never", never}};
};
