#pragma once

#include <string>
#include <vector>

#include "databases/catalogue.h"
#include "databases/connection.h"

namespace luamigrate::databases::postgresql {

// What is said of tables and other objects beside what makes them (storage, rules, comments ...), and the kinds of
// objects that few databases have: as the SQL that says it.
std::vector<OtherObject> read_rest(Connection& connection, const std::vector<std::string>& schemas);

// What is in a database and in no SQL that is read here: "operator class gist_x_ops".
std::vector<std::string> read_untold(Connection& connection, const std::vector<std::string>& schemas);

}  // namespace luamigrate::databases::postgresql
