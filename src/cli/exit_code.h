#pragma once

#include "luamigrate/error.h"

namespace luamigrate::cli {

// The one place that says how the program ends.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;          // wrong usage or configuration
inline constexpr int exit_no = 3;             // the answer of a checking command is "no"
inline constexpr int exit_interrupted = 130;  // 128 + SIGINT, as the shell counts; 143 by SIGTERM

int exit_code_of(ErrorKind kind) noexcept;

}  // namespace luamigrate::cli
