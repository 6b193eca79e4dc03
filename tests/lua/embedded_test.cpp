#include "lua/embedded.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/file.h"

namespace luamigrate::lua {
namespace {

TEST_CASE("each file of the manifest is embedded byte for byte, in its order") {
  const std::filesystem::path folder = "lua/luamigrate";
  std::vector<std::string> listed;
  std::string manifest = base::read_file(folder / "manifest.txt");
  for (std::size_t end; (end = manifest.find('\n')) != std::string::npos; manifest.erase(0, end + 1))
    if (end > 0 && manifest.front() != '#') listed.push_back(manifest.substr(0, end));
  std::vector<std::string> embedded;
  for (const EmbeddedFile& file : embedded_files()) {
    embedded.emplace_back(file.path);
    CHECK(file.text == base::read_file(folder / file.path));
  }
  CHECK(embedded == listed);
}

TEST_CASE("each file that ships is in the manifest") {
  const std::filesystem::path folder = "lua/luamigrate";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "manifest.txt") continue;
    const std::string path = entry.path().lexically_relative(folder).generic_string();
    CAPTURE(path);
    CHECK(find_embedded_file(path) != nullptr);
  }
  CHECK(find_embedded_file("nothing.lua") == nullptr);
}

}  // namespace
}  // namespace luamigrate::lua
