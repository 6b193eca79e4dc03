#pragma once

#include <string>

namespace luamigrate::tests {

// The annotations of the element constructors and of the operations of `op`, made from their descriptions: what
// lua/luamigrate/types/op.lua must hold.
std::string annotations();

}  // namespace luamigrate::tests
