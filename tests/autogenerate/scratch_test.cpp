// What a comparison makes for a moment is gone afterwards.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "autogenerate/model_cases.h"
#include "luamigrate/error.h"
#include "support/fault_points.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

// Of sessions that are gone, wherever databases are the place for that.
std::string left_behind(const TestProject& project) {
  if (project.database.database().name != "mysql") return {};
  return fmt::format("{}", fmt::join(project.database.rows("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE "
                                                           "SCHEMA_NAME LIKE 'luamigrate\\_scratch\\_%' AND "
                                                           "IS_FREE_LOCK(SCHEMA_NAME) = 1"),
                                     "\n"));
}

constexpr const char* model = R"lua(db:table("t", { column("a", Integer), check("a BETWEEN 1 AND 9", { name = "ck" }) })
db:view("v", "SELECT a FROM t WHERE a > 3"))lua";

}  // namespace

TEST_CASE("a comparison leaves nothing of the models behind, nor of those that were killed") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(model));
  project.migrator().revision({.message = "all", .autogenerate = true});
  project.upgrade();
  if (database == "mysql") project.database.execute("CREATE DATABASE luamigrate_scratch_4711_1");
  CHECK(project.migrator().check().differences.empty());
  CHECK(left_behind(project) == "");

  project.write("lua/models.lua", model_file("db:table(\"t\", { column(\"a\", Integer), check(\"no_such > 1\") })"));
  CHECK_THROWS_AS(project.migrator().check(), Error);
  CHECK(left_behind(project) == "");
}
