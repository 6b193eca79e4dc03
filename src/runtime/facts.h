#pragma once

#include <string_view>

#include "databases/dialect.h"
#include "luamigrate/error.h"
#include "ops/operation.h"

namespace luamigrate::runtime {

// Adds the operation and its place to an error that does not know them yet.
void add_facts(Error& error, std::string_view operation, const ops::Origin& origin);

// Whether a statement of the script commits the transaction of the revision. Throws Error{script} where it would lose
// what the revision has done.
bool commits(const databases::Statement& statement, const databases::Dialect& dialect);

}  // namespace luamigrate::runtime
