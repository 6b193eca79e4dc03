#pragma once

#include "ops/operation.h"
#include "schema/naming.h"

namespace luamigrate::ops {

// The operation with the names filled in that a naming convention gives, and names that were given checked: one over
// `limit` is an Error{script}. What stays without a name is left to the database. `unique` and `index` of a
// column become operations or elements of their own, so that a dialect never has to name anything: add_column with one
// of them becomes a batch of the two.
Operation with_names(Operation operation, const schema::NamingConvention& convention, schema::NameLimit limit);

}  // namespace luamigrate::ops
