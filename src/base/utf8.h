#pragma once

#include <cstddef>
#include <string_view>

namespace luamigrate::base {

bool is_utf8(std::string_view text);

// Terminal cells that valid UTF-8 takes; wide East Asian characters count two, combining marks none.
std::size_t display_width(std::string_view text);

}  // namespace luamigrate::base
