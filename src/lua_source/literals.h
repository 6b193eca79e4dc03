// Single values as Lua source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace luamigrate::lua_source {

// In double quotes. A text of several lines goes over as many, by `\n\z`, so that it may be indented and stays equal.
std::string text_literal(std::string_view text);
std::string bytes_literal(std::string_view bytes);  // all but ASCII escaped

std::string integer_literal(std::int64_t number);
std::string float_literal(double number);  // reads back as the same float, never as an integer

// As the key of a table: `name` or `["odd name"]`.
std::string key_literal(std::string_view key);

}  // namespace luamigrate::lua_source
