#include "annotations.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "base/process.h"

namespace luamigrate {

TEST_CASE("the editor annotations are those of the operations and elements as they are described") {
  const std::filesystem::path file = "lua/luamigrate/types/op.lua";
  if (base::environment_variable("LUAMIGRATE_WRITE_ANNOTATIONS")) base::write_file(file, tests::annotations());
  CHECK(base::read_file(file) == tests::annotations());
}

}  // namespace luamigrate
