#pragma once

#include "databases/database.h"

namespace luamigrate::databases::sqlite {

const Database& database();

// The dialect, of which there is one.
const Dialect& dialect();

std::span<const OptionDeclaration> options();

}  // namespace luamigrate::databases::sqlite
