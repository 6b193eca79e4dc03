#pragma once

#include <string>
#include <string_view>

namespace luamigrate::revisions {

// A string literal of Lua.
std::string lua_text(std::string_view text);

}  // namespace luamigrate::revisions
