// The process and its surroundings.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace luamigrate::base {

std::optional<std::string> environment_variable(const std::string& name);
std::string user_name();
std::string host_name();
long process_id();

// Runs a program found on PATH with these arguments, no shell between, in `folder` (empty: here); waits for it.
// Returns its exit status (128 + n for signal n). Throws Error{io} when it cannot be started.
int run_program(const std::vector<std::string>& arguments, const std::string& folder = {});

}  // namespace luamigrate::base
