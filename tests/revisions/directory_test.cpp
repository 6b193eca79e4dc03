#include "revisions/directory.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "support/temporary_folder.h"

using namespace luamigrate;
using namespace luamigrate::revisions;

TEST_CASE("files are read by name within a location, locations as configured, each file once") {
  const test::TemporaryFolder folder;
  for (const char* name :
       {"two/b.lua", "two/a.lua", "one/z.lua", "one/inner/y.lua", "one/.hidden.lua", "one/notes.txt"})
    base::write_file(folder.path() / name, "");
  const auto names = [&](const VersionLocations& locations) {
    std::string result;
    for (const auto& file : find_revision_files(locations)) result += file.filename().string() + " ";
    return result;
  };
  const std::filesystem::path one = folder.path() / "one";
  const std::filesystem::path two = folder.path() / "two";
  CHECK(names({{two, one}, false}) == "a.lua b.lua z.lua ");
  CHECK(names({{one, two}, true}) == "z.lua y.lua a.lua b.lua ");
  CHECK(names({{one, one / "inner"}, true}) == "z.lua y.lua ");
  CHECK(names({{folder.path() / "missing"}, false}).empty());
}
