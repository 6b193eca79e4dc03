#pragma once

#include <filesystem>

#include "commands/project.h"

namespace luamigrate {

// Runs the configured programs on a file that was just written, in order. A program that fails is a warning: the file
// stands.
void run_post_write_hooks(const Migrator::Project& project, const std::filesystem::path& path);

}  // namespace luamigrate
