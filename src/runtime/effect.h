// Whether an operation that a run had begun when it was cut off is done.
#pragma once

#include <cstddef>
#include <optional>

#include "databases/dialect.h"
#include "databases/inspector.h"
#include "ops/operation.h"

namespace luamigrate::runtime {

// For an operation that is `statements` statements, each done or not. Nothing where that cannot be seen: what changes a
// column in place, what replaces, what a script wrote itself.
std::optional<bool> has_taken_effect(const ops::Operation& operation, std::size_t statements,
                                     const databases::Dialect& dialect, databases::Inspector& inspector);

}  // namespace luamigrate::runtime
