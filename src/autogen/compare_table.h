#pragma once

#include <functional>

#include "autogen/compare.h"

namespace luamigrate::autogen {

// A table that is on both sides; `live` under its new name where it is renamed.
struct TablePair {
  const WantedTable& wanted;
  const schema::Table& shown;
  const schema::Table& live;
};

using Report = std::function<void(Difference)>;

void compare_columns(const Sides& sides, const Made& made, const TablePair& tables, const Report& report);
// Keys, uniques, checks and excludes.
void compare_constraints(const Sides& sides, const Made& made, const TablePair& tables, const Report& report);
void compare_indexes(const Sides& sides, const Made& made, const TablePair& tables, const Report& report);
void compare_row_security(const Sides& sides, const Made& made, const TablePair& tables, const Report& report);

// What is said of something that goes though the project has not made it.
inline constexpr const char* not_ours = "no revision of this project has made it";

}  // namespace luamigrate::autogen
