// Rows of the catalogue, as the inspectors read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "databases/connection.h"

namespace luamigrate::databases {

using Values = std::vector<schema::Value>;

// All rows of a query whose result is small enough to be held.
std::vector<Values> rows_of(Connection& connection, std::string sql, Values params = {});

// What a value holds, or "", 0, false where it is NULL or of another type. Bytes count as text: MySQL and MariaDB have
// some columns of the catalogue binary.
std::string text(const schema::Value& value);
std::int64_t number(const schema::Value& value);
bool flag(const schema::Value& value);

bool is_null(const schema::Value& value);

}  // namespace luamigrate::databases
