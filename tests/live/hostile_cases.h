// For each operation a call with every text that it takes, for tests/live/hostile_test.cpp.
//
// A lower-case word that ends in `x` is a name or a value of the script's own, which may hold whatever text holds.
// Other words are the database's ("CASCADE", "btree", or columns that SQL text names). What is more than a word is SQL
// text.
#pragma once

#include <string>
#include <vector>

namespace luamigrate::test {

struct HostileCase {
  std::string operation;  // as `op` calls it
  std::string database;
  std::string setup;  // what must be there before; in op.execute a name of the script's own stands in double quotes
  std::string call;
};

const std::vector<HostileCase>& hostile_cases();

}  // namespace luamigrate::test
