#pragma once

#include <string>
#include <string_view>

namespace luamigrate::bindings {

// The comment at the head of a revision file.
struct HeaderComment {
  std::string message;      // its first line
  std::string doc;          // all of it, without the dashes
  std::string create_date;  // what stands behind "Create Date:"
};

// Of `--` lines or one `--[[ ]]` block; a first line "#!" and blank lines before it are passed over.
HeaderComment read_header_comment(std::string_view text);

// The line, from 1, that begins by giving a global of this name a value or by defining it as a function; 0: none does.
int line_of_global(std::string_view text, std::string_view name);

}  // namespace luamigrate::bindings
