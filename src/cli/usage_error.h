#pragma once

#include <CLI/CLI.hpp>

#include "luamigrate/error.h"

namespace luamigrate::cli {

// What is wrong with a command line, in our words: CLI11 knows neither commands nor what was meant. `app` is what threw
// `failure` while it parsed.
Error usage_error(const CLI::App& app, const CLI::ParseError& failure);

}  // namespace luamigrate::cli
