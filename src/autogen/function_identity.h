#pragma once

#include <string>
#include <string_view>

#include "databases/dialect.h"

namespace luamigrate::autogen {

// What tells a function apart from those of its name: "f(integer,character varying)" of "f(a int, b varchar(3) = '')".
// Where a database has one function of a name, the name.
std::string function_identity(std::string_view signature, const databases::Dialect& dialect);

}  // namespace luamigrate::autogen
