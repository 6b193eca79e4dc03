// Cutting and comparing text as the parsers of every room do. ASCII alone counts as a letter or as white space.
#pragma once

#include <string>
#include <string_view>

namespace luamigrate::base {

inline constexpr std::string_view white_space = " \t\n\v\f\r";

// `text` without those of `characters` that begin and end it; always a part of `text`, an empty one if nothing is left.
std::string_view trimmed(std::string_view text, std::string_view characters = white_space);

// A name for a message: whole, or its beginning and three dots where it has more than a line of bytes.
std::string shortened(std::string_view text);

// Every line of `text` with `indent` in front, but for empty ones, and a line end behind it.
std::string indented(std::string_view text, std::string_view indent);

// The letters a-z as A-Z, and the other way round; all other bytes as they are, whatever the locale.
std::string upper(std::string_view text);
std::string lower(std::string_view text);

}  // namespace luamigrate::base
