// Operations of each kind, plain and with everything set.
#pragma once

#include <vector>

#include "ops/operation.h"

namespace luamigrate::tests {

// One declaration, a definition for each operation: an operation without samples does not link.
template <class Operation>
std::vector<Operation> samples();

}  // namespace luamigrate::tests
