#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/syntax.h"

namespace luamigrate::sql {

// The statements of a text, without the semicolons that end them and the white space around them; comments inside a
// statement stay, pieces that are nothing but comments are left out. Views into `text`.
// Throws Error{script} for a quote, comment or dollar quote that is never closed, with the line where it begins, and
// for a command DELIMITER without one.
std::vector<std::string_view> split_statements(std::string_view text, const Syntax& syntax);

// `text` with a semicolon behind its last token, where it has none yet: a comment at the end does not swallow it.
// Empty where there is nothing but comments.
std::string with_semicolon(std::string_view text, const Syntax& syntax);

}  // namespace luamigrate::sql
