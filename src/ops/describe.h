#pragma once

#include <string>

#include "ops/operation.h"

namespace luamigrate::ops {

// "create_index ix_users_email, users": the operation and what it is about, for messages and the log table. Of SQL the
// first words alone: what stands behind them may be nobody else's business.
std::string describe(const Operation& operation);

}  // namespace luamigrate::ops
