// What alter_column does to a column that counts by a sequence of its own.
#pragma once

#include <string_view>

#include "ops/columns.h"
#include "schema/table_lookup.h"

namespace luamigrate::databases::postgresql {

// The integer type of `SqlType("BIGSERIAL")` and its like, a pseudo-type; empty: it is none.
std::string_view integer_of_serial(const schema::Type& type);
// The other way round; empty: no integer type.
std::string_view serial_of(std::string_view integer);

struct Counting {
  bool stops = false;   // loses the sequence of its SERIAL
  bool starts = false;  // gets one
};

// A change is only where both sides are said, by `existing_autoincrement` or `existing_type`; an identity looks itself
// for a SERIAL that stands in its way.
Counting counting(const ops::AlterColumn& op, const schema::TableLookup& tables);

}  // namespace luamigrate::databases::postgresql
