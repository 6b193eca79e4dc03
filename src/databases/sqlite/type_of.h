#pragma once

#include <string_view>

#include "schema/type.h"

namespace luamigrate::databases::sqlite {

// The type that a column's declared type stands for; SqlType("...") for what luamigrate has no word for.
schema::Type type_of(std::string_view declared);

}  // namespace luamigrate::databases::sqlite
