#pragma once

#include "sql/syntax.h"

namespace luamigrate::databases::sqlite {

inline constexpr sql::Syntax syntax{
    .backtick_identifiers = true, .bracket_identifiers = true, .trigger_bodies = true, .named_parameters = true};

}  // namespace luamigrate::databases::sqlite
