// Functions that tables name, in defaults or checks or indexes, are made before the tables; all others behind them, for
// they may take or return rows of theirs.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "databases/dialect.h"
#include "ops/operation.h"

namespace luamigrate::autogen {

// The name in a signature as the catalogue has it: Sum of `"Sum"(a integer, b integer)`.
std::string function_name(std::string_view signature);

// The places of the functions, each behind those that its body names, as far as that can be; else as they stand.
std::vector<std::size_t> called_first(const std::vector<ops::CreateFunction>& functions, const sql::Syntax& syntax);

class NamesInTables {
 public:
  // All names in the SQL that makes the tables.
  NamesInTables(const std::vector<ops::Operation>& creations, const databases::Dialect& dialect);
  bool contain(const ops::CreateFunction& function) const;

 private:
  std::set<std::string> names_;  // in lower case
};

}  // namespace luamigrate::autogen
