#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace luamigrate::config {

// The variables of a .env file: NAME=value a line, `export` before it allowed, "..." with \n \t \" \\ or '...' as it
// stands, # comments. A file that does not exist has none, and so has a folder: that is somebody's virtual environment.
// Throws Error{config} with the line of what is no assignment.
std::map<std::string, std::string> read_dotenv(const std::filesystem::path& file);

}  // namespace luamigrate::config
