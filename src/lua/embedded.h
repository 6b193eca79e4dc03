// The files that ship inside the program: those that lua/luamigrate/manifest.txt lists, byte for byte.
#pragma once

#include <span>
#include <string_view>

namespace luamigrate::lua {

struct EmbeddedFile {
  std::string_view path;  // relative to lua/luamigrate: "json.lua", "templates/generic/migrate.toml"
  std::string_view text;
};

// Chunks of our own are called "luamigrate/<path>"; places in them are not what messages point at.
inline constexpr std::string_view embedded_prefix = "luamigrate/";

std::span<const EmbeddedFile> embedded_files();  // in the order of the manifest

// nullptr: the manifest does not list it.
const EmbeddedFile* find_embedded_file(std::string_view path);

}  // namespace luamigrate::lua
