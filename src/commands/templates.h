#pragma once

#include <string_view>

namespace luamigrate {

// A file that ships inside the program and must be there.
std::string_view embedded_text(std::string_view path);

// The files of a project template lie in templates/<name>/, below which their paths are those in the project; README
// there tells in its first line what the template is for, and is not written.
inline constexpr std::string_view templates_folder = "templates/";
inline constexpr std::string_view template_readme = "README";

}  // namespace luamigrate
