#pragma once

#include <cstddef>

namespace luamigrate::base {

// How far apart to keep what two threads write at the same time (for alignas): two lines of the cache, which processors
// fetch in pairs. The standard's own number is not in clang 14.
constexpr std::size_t apart = 128;

}  // namespace luamigrate::base
