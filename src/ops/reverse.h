#pragma once

#include <optional>

#include "ops/operation.h"

namespace luamigrate::ops {

// The operation that undoes `operation`; nothing where there is nothing to undo (validate_constraint). Throws
// Error{script} where what it undid is not known from the operation itself (a dropped table, a plain execute, an
// alter_column without the existing_* it needs); the hint says what to add.
std::optional<Operation> reverse(const Operation& operation);

}  // namespace luamigrate::ops
