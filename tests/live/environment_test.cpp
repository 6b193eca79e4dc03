// The hooks of lua/env.lua, and the naming convention of the models, in real runs.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// Hooks that tell what they were called with in the messages of op.log cannot be: they run outside of revisions. They
// leave their trace in an error.
constexpr const char* remembering = R"lua(
local calls = {}
local function remember(name)
  return function(context)
    calls[#calls + 1] = name .. "(" .. (context.revision or "") .. ")"
    if context.x.stop == name then error(table.concat(calls, " ")) end
  end
end
return {
  before_run = remember("before_run"), before_revision = remember("before_revision"),
  after_revision = remember("after_revision"), after_run = remember("after_run"),
}
)lua";

Migrator stopping_in(TestProject& project, const std::string& hook) {
  return Migrator({.config_file = project.folder() / "migrate.toml", .x_arguments = {{"stop", hook}}},
                  &project.observer);
}

}  // namespace

TEST_CASE("hooks run around the run and each revision") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/env.lua", remembering);
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", R"(op.drop_table("t"))");
  project.revision("b2", "a1", R"(op.add_column("t", column("c", Integer)))", "");

  const Error error = failure([&] { stopping_in(project, "after_run").upgrade({}); });
  CHECK(error.message() ==
        "before_run() before_revision(a1) after_revision(a1) before_revision(b2) after_revision(b2) after_run()");
  CHECK(error.facts().file == "lua/env.lua");
  CHECK(error.facts().applied == Rows{"a1", "b2"});
  CHECK(error.facts().state == "the database is at b2");
  CHECK(project.version_rows() == Rows{"b2"});
}

TEST_CASE("an error in before_revision rolls the revision back") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/env.lua", remembering);
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", R"(op.drop_table("t"))");
  const Error error = failure([&] { stopping_in(project, "before_revision").upgrade({}); });
  CHECK(error.message() == "before_run() before_revision(a1)");
  CHECK(project.version_rows().empty());
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM t"), Error);
}

TEST_CASE("an error in before_run ends the run before anything is made") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/env.lua", remembering);
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", R"(op.drop_table("t"))");
  const Error error = failure([&] { stopping_in(project, "before_run").upgrade({}); });
  CHECK(error.message() == "before_run()");
  CHECK(error.facts().state == "the database is at base");
  CHECK(error.facts().applied.empty());
  CHECK_THROWS_AS(project.version_rows(), Error);
}

TEST_CASE("an error in after_revision ends the run, and the revision stays") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/env.lua", remembering);
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", R"(op.drop_table("t"))");
  project.revision("b2", "a1", R"(op.drop_table("t"))", "");
  const Error error = failure([&] { stopping_in(project, "after_revision").upgrade({}); });
  CHECK(error.message() == "before_run() before_revision(a1) after_revision(a1)");
  CHECK(error.facts().revision == "a1");
  CHECK(error.facts().file == "lua/env.lua");
  CHECK(error.facts().applied == Rows{"a1"});
  CHECK(error.facts().state == "the database is at a1");
  CHECK(project.version_rows() == Rows{"a1"});
  CHECK(project.database.rows("SELECT id FROM t").empty());
  CHECK(project.upgrade().steps.size() == 1);
}

TEST_CASE("an error in after_revision takes back a run that is one transaction") {
  TestProject project(GENERATE(from_range(databases_that_roll_back_ddl())), "transaction = \"all\"");
  project.write("lua/env.lua", remembering);
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", R"(op.drop_table("t"))");
  const Error error = failure([&] { stopping_in(project, "after_revision").upgrade({}); });
  CHECK(error.facts().applied.empty());
  CHECK(error.facts().state == "the database is at base");
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM t"), Error);
}

TEST_CASE("on_error is told the error and cannot hide it") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/env.lua", R"lua(return {
  on_error = function(context) error("seen: " .. context.revision .. ", " .. context.error) end,
})lua");
  project.revision("a1", "", R"(error("no"))", "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message() == "no");
  CHECK(project.observer.warnings == Rows{"on_error failed: seen: a1, no"});
}

TEST_CASE("url() chooses the database") {
  TestProject project("sqlite");
  project.write("lua/env.lua", R"lua(return { url = function() return "sqlite:///other.db" end })lua");
  project.revision("a1", "", R"(op.create_table("t", { column("id", Integer) }))", "");
  project.upgrade();
  CHECK(std::filesystem::exists(project.folder() / "other.db"));
}

TEST_CASE("the naming convention of the models names what revisions make") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.write("lua/models.lua",
                R"lua(return metadata({ naming_convention = { ix = "idx_%(table)s_%(columns)s" } }))lua");
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer, { index = true }) }))lua", "");
  project.upgrade();
  const auto connection = project.database.connect();
  const auto table = project.database.database().inspect(*connection)->find_table({"", "t"});
  REQUIRE(table->indexes.size() == 1);
  CHECK(table->indexes.front().name->text == "idx_t_id");
}
