#pragma once

#include <span>
#include <string_view>

#include "databases/database.h"
#include "ops/operation.h"

namespace luamigrate::databases::ansi {

// Throws Error{unsupported} for an option of the operation, or of an element in it, that is written without a
// database's name in front and that this database does not honour; the hint names the prefixes to write.
void check_options(const ops::Operation& operation, std::string_view title,
                   std::span<const OptionDeclaration> honoured);

}  // namespace luamigrate::databases::ansi
