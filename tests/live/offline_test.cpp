// --sql: what is printed, fed to the database by itself, leaves what an online run leaves.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

void add_revisions(TestProject& project) {
  project.revision("a1", "", R"lua(op.create_table("users", {
    column("id", Integer, { primary_key = true }), column("name", String(50), { nullable = false, server_default = "o'hara" }) })
    op.bulk_insert("users", { { id = 1, name = "semi;colon" }, { id = 2 } })
    op.execute("UPDATE users SET name = :name WHERE id = :id", { name = "it's", id = 2 }))lua",
                   R"lua(op.drop_table("users"))lua");
  project.revision("b2", "a1", R"lua(op.add_column("users", column("age", Integer))
    op.create_index("ix_users_age", "users", { "age" }))lua",
                   R"lua(op.drop_index("ix_users_age", "users")
    op.drop_column("users", "age"))lua");
}

}  // namespace

TEST_CASE("an offline script does what an online run does") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_revisions(project);
  project.migrator().upgrade({.target = "head", .sql = true});
  CHECK_THROWS_AS(project.version_rows(), Error);
  project.database.execute(project.observer.script);
  CHECK(project.version_rows() == Rows{"b2"});
  CHECK(project.database.rows("SELECT id, name, age FROM users ORDER BY id") ==
        Rows{"1|semi;colon|NULL", "2|it's|NULL"});
}

TEST_CASE("a range is printed from where it starts") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_revisions(project);
  project.migrator().upgrade({.target = "a1:b2", .sql = true});
  CHECK(project.observer.script.find("CREATE TABLE") == std::string::npos);
  CHECK(project.observer.script.find("-- Running upgrade a1 -> b2") != std::string::npos);
}

TEST_CASE("an offline script cannot ask the database") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(op.scalar("SELECT 1"))lua", "");
  try {
    project.migrator().upgrade({.target = "head", .sql = true});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unsupported);
    CHECK(error.facts().revision == "a1");
    CHECK(error.facts().file == "versions/a1.lua");
  }
}
