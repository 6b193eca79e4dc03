#pragma once

#include <string>
#include <string_view>

namespace luamigrate::revisions {

// A string literal of Lua.
std::string lua_text(std::string_view text);

// A text as a comment on a line of its own, whatever it holds: line ends and what else cannot be seen are spaces, but
// for tabs.
std::string lua_comment(std::string_view text);

}  // namespace luamigrate::revisions
