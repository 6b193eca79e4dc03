// Files of the project. Errors: Error{io} with the path and the system's words.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace luamigrate::base {

std::string read_file(const std::filesystem::path& path);

// Writes whole or not at all: a temporary file beside it is renamed into place. Makes missing folders.
void write_file(const std::filesystem::path& path, std::string_view text);

// The same, but an existing file is an error and is left alone, also when two processes try at once.
void write_new_file(const std::filesystem::path& path, std::string_view text);

// `path` relative to `from` where it lies below it, as it stands otherwise: for messages.
std::string shown_path(const std::filesystem::path& path, const std::filesystem::path& from);

}  // namespace luamigrate::base
