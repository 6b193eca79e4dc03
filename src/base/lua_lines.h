// Lines of Lua source.
#pragma once

#include <string>
#include <string_view>

namespace luamigrate::base {

// The source with every line indented, but for those that are empty and those that begin inside a long bracket, where
// white space is part of the string. With a line end behind the last. What is no Lua is indented as well as can be.
std::string indented_lua(std::string_view source, std::string_view indent);

}  // namespace luamigrate::base
