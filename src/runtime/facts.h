#pragma once

#include <string_view>

#include "luamigrate/error.h"
#include "ops/operation.h"

namespace luamigrate::runtime {

// Adds the operation and its place to an error that does not know them yet.
void add_facts(Error& error, std::string_view operation, const ops::Origin& origin);

}  // namespace luamigrate::runtime
