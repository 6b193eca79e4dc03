// op.transform_rows: a walk over a table by ranges of its key, in constant memory.
#pragma once

#include "databases/connection.h"
#include "databases/dialect.h"
#include "luamigrate/observer.h"
#include "ops/sink.h"
#include "schema/table_lookup.h"

namespace luamigrate::runtime {

// Returns how many rows it changed. Each piece of the table is read whole before its first row is handed out, so that
// `transform` may use the connection, and what it changed is written before the next piece is read. Throws
// Error{script} where the table has no key to go by, or `transform` answers what it must not.
std::int64_t walk_rows(databases::Connection& connection, const databases::Dialect& dialect,
                       const schema::TableLookup& tables, const ops::Transformation& transformation,
                       const ops::RowTransform& transform, Observer& observer);

}  // namespace luamigrate::runtime
