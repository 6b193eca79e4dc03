// What alter_column does to a column that counts by a sequence of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ops/columns.h"
#include "schema/table_lookup.h"

namespace luamigrate::databases::postgresql {

// What SERIAL and identity call their sequence, where nothing else is called so.
std::string sequence_name(std::string table, std::string column, std::size_t limit);

// The integer type of `SqlType("BIGSERIAL")` and its like, a pseudo-type; empty: it is none.
std::string_view integer_of_serial(const schema::Type& type);
// The other way round; empty: no integer type.
std::string_view serial_of(std::string_view integer);

// The column as it stands, where there is a database to ask.
std::optional<schema::Column> altered_column(const ops::AlterColumn& op, const schema::TableLookup& tables);

struct Counting {
  bool stops = false;   // loses the sequence of its SERIAL
  bool starts = false;  // gets one
};

// `autoincrement` changes something only where `existing_autoincrement` is said too, for Alembic writes it alone where
// nothing is to change. What the catalogue tells counts before what is said.
Counting counting(const ops::AlterColumn& op, const schema::TableLookup& tables);

}  // namespace luamigrate::databases::postgresql
