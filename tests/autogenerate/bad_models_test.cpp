// Models that cannot be right are refused with file and line, before anything is connected to.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "autogenerate/model_cases.h"
#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

struct BadModels {
  const char* models;
  const char* message;
  const char* hint = "";
};

// "lua/models.lua:2: message"
void check_refused(TestProject& project, const BadModels& bad) {
  project.write("lua/models.lua", model_file(bad.models));
  INFO(bad.models);
  try {
    project.migrator().check();
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(fmt::format("{}:{}: {}", error.facts().file, error.facts().line, error.message()) ==
          fmt::format("lua/models.lua:2: {}", bad.message));
    CHECK(error.hint() == bad.hint);
  }
}

}  // namespace

TEST_CASE("bad models are refused with file and line, without a connection") {
  TestProject project("sqlite");
  project.write("migrate.toml", "[luamigrate]\nurl = \"sqlite:////no/such/folder/at/all.db\"\n");
  const std::vector<BadModels> table = {
      {R"lua(db:table("t", { column("o", Integer, { references = "orgs.id" }) }); db:table("org", { column("id", Integer) }))lua",
       "a foreign key of \"t\" refers to \"orgs\", and no model has that table", "did you mean \"org\"?"},
      {R"lua(db:table("t", { column("id", Integer, { primary_key = true }), column("o", Integer, { references = "t.ide" }) }))lua",
       "a foreign key of \"t\" refers to a column \"ide\" that \"t\" does not have", "did you mean \"id\"?"},
      {R"lua(db:table("t", { column("id", Integer), column("id", Text) }))lua",
       "the table \"t\" has two columns \"id\""},
      {R"lua(db:table("t", { column("mail", Text), index("ix", { "mial" }) }))lua",
       "the index \"ix\" of \"t\" is on a column \"mial\" that the table does not have", "did you mean \"mail\"?"},
      {R"lua(db:table("t", { column("mail", Text), index("ix", { "mail" }, { postgresql_include = { "mial" } }) }))lua",
       "the index \"ix\" of \"t\" is on a column \"mial\" that the table does not have", "did you mean \"mail\"?"},
      {R"lua(db:table("t", { column("a", Text), unique({ "b" }) }))lua",
       "a unique constraint of \"t\" is on a column \"b\" that the table does not have"},
      {R"lua(db:table("t", { column("a", Text), primary_key({ "b" }) }))lua",
       "the primary key of \"t\" is on a column \"b\" that the table does not have"},
      {R"lua(db:table("t", { column("a", Text), foreign_key({ "b" }, { "t.a" }) }))lua",
       "a foreign key of \"t\" is on a column \"b\" that the table does not have"},
      {R"lua(db:table("t", { column("a", Text) }); db:trigger("g", "tt", { when = "AFTER INSERT", body = "SELECT 1;" }))lua",
       "the trigger \"g\" is on \"tt\", and no model has that table"},
      {R"lua(db:table("t", { column("a", Text), index("x", { "a" }), unique({ "a" }, { name = "x" }) }))lua",
       "two constraints or indexes of \"t\" are called \"x\""},
      {R"lua(db:table("t", { column("a", postgresql.JSONB) }))lua",
       "the database refuses what the models say: SQLite does not have the type postgresql.JSONB",
       "say what it is here: TYPE:on(\"postgresql\", postgresql.JSONB), with a generic TYPE"},
      {R"lua(db:table("t", { column("a", Integer, { primary_key = true }), column("b", Integer), primary_key({ "b" }) }))lua",
       "the table \"t\" has two primary keys: (b), and the column \"a\"",
       "name all columns of the key in primary_key{ ... }"},
      {R"lua(db:table("t", { column("a", Integer), primary_key({ "a" }), primary_key({ "a" }, { name = "pk" }) }))lua",
       "the table \"t\" has two primary keys"},
      {R"lua(db:table("t", { column("a", Integer), column("b", Integer), foreign_key({ "a", "b" }, { "t.a" }) }))lua",
       "a foreign key of \"t\" refers from (a, b) to (a): they are not as many",
       "name one column of the other table for each"},
      {R"lua(db:table("t", { column("a", Text, { renamed_from = "x" }), column("b", Text, { renamed_from = "x" }) }))lua",
       "\"a\" and \"b\" of \"t\" have both renamed_from = \"x\"", "only one of them can hold what is there"},
      {R"lua(db:table("t", { column("a", Text, { renamed_from = "b" }), column("b", Text, { renamed_from = "a" }) }))lua",
       "the names \"b\", \"a\" of \"t\" are renamed_from each other in a circle, and whether that is done no database "
       "tells",
       "rename them in a revision of your own, and take renamed_from out"},
      {R"lua(db:table("a", { column("id", Text) }, { renamed_from = "x" }) db:table("b", { column("id", Text) }, { renamed_from = "x" }))lua",
       "\"a\" and \"b\" have both renamed_from = \"x\"", "only one of them can hold what is there"},
      {R"lua(db:view("v", "SELECT 1"); db:view("v", "SELECT 2"))lua", "the models have the view \"v\" twice",
       "the other one is in lua/models.lua, line 2"},
      {R"lua(db:table("t", { column("a", Text) }); db:trigger("g", "t", { body = "SELECT 1;" }); db:trigger("g", "t", {}))lua",
       "the models have the trigger \"t.g\" twice", "the other one is in lua/models.lua, line 2"},
      {R"lua(db:table("t", { column("a", Text) }); db:view("t", "SELECT 1"))lua",
       "the models have a table and a view \"t\"", "the other one is in lua/models.lua, line 2"},
      {R"lua(db:table("t", { column("a", Text), index("ix", { "a" }) }); db:table("u", { column("a", Text), index("ix", { "a" }) }))lua",
       "the models have two indexes \"ix\", of \"t\" and of \"u\"", "the other one is in lua/models.lua, line 2"},
      {R"lua(db:table("luamigrate_version", { column("id", Text) }))lua",
       "\"luamigrate_version\" is a table in which luamigrate keeps what is applied",
       "give the model another name, or set version_table or log_table in migrate.toml"},
      {R"lua(db:table("luamigrate_log", { column("id", Text) }))lua",
       "\"luamigrate_log\" is a table in which luamigrate keeps what is applied",
       "give the model another name, or set version_table or log_table in migrate.toml"},
  };
  for (const BadModels& bad : table) check_refused(project, bad);
}

TEST_CASE("a schema that SQLite has not is told with the place of the model") {
  TestProject project("sqlite");
  check_refused(project, {R"lua(db:table("t", { column("a", Integer) }, { schema = "app" }))lua",
                          "a schema of SQLite is a database that is attached, and \"app\" is not",
                          "leave the schema out, or attach that database when connecting"});
}

TEST_CASE("two enums of one name with other values are refused where they are types") {
  TestProject project("postgresql");
  project.write("lua/models.lua",
                model_file("db:table(\"t\", { column(\"a\", Enum({ \"x\" }, { name = \"kind\" })) })\n"
                           "db:table(\"u\", { column(\"a\", Enum({ \"y\" }, { name = \"kind\" })) })"));
  try {
    project.migrator().check();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message() == "the enum \"kind\" has the values y here, and x elsewhere");
    CHECK(error.facts().line == 3);
    CHECK(error.hint() == "the other one is in lua/models.lua, line 2");
  }
}

TEST_CASE("two tables of one name are refused") {
  TestProject project("sqlite");
  project.write("lua/models.lua", model_file("db:table(\"t\", { column(\"a\", Integer) })\n"
                                             "db:table(\"t\", { column(\"b\", Integer) })"));
  try {
    project.migrator().check();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message() == "the models have two tables \"t\"");
    CHECK(error.facts().line == 3);
    CHECK(error.hint() == "the other one is in lua/models.lua, line 2");
  }
}

TEST_CASE("what only the database can refuse is told with the place in the models") {
  TestProject project(GENERATE(from_range(databases_that_show_models())));
  project.write("lua/models.lua", model_file("db:table(\"t\", { column(\"a\", Integer) })\n"
                                             "db:view(\"v\", \"SELECT nothing FROM t\")"));
  try {
    project.migrator().check();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message().find("nothing") != std::string::npos);
    CHECK(error.facts().file == "lua/models.lua");
    CHECK(error.facts().line == 3);
  }
  CHECK_THROWS_AS(project.database.rows("SELECT * FROM t"), Error);
}

TEST_CASE("what is pending must be applied before models are compared") {
  TestProject project(GENERATE(from_range(databases_that_show_models())));
  project.write("lua/models.lua", model_file("db:table(\"t\", { column(\"a\", Integer) })"));
  project.revision("a1", "", R"(op.create_table("t", { column("a", Integer) }))", R"(op.drop_table("t"))");
  try {
    project.migrator().revision({.message = "again", .autogenerate = true});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message() == "the database is not at the newest revision: what is pending would be proposed again");
  }
  project.upgrade();
  CHECK(project.migrator().check().differences.empty());
}

TEST_CASE("what no revision of the project has made is withheld, and written as a comment") {
  TestProject project(GENERATE(from_range(databases_that_show_models())));
  project.write("lua/models.lua", model_file("db:table(\"t\", { column(\"a\", Integer) })"));
  project.revision("a1", "", R"(op.create_table("t", { column("a", Integer), column("ours", Integer) }))",
                   R"(op.drop_table("t"))");
  project.upgrade();
  project.database.execute("CREATE TABLE foreign_to_us (id INTEGER)");
  project.database.execute("ALTER TABLE t ADD COLUMN theirs INTEGER");

  const auto differences = project.migrator().check().differences;
  REQUIRE(differences.size() == 3);
  for (const DifferenceInfo& found : differences) {
    INFO(found.description);
    CHECK(found.withheld == (found.object == "ours" ? "" : "no revision of this project has made it"));
  }
  project.migrator().revision({.message = "m", .revision_id = "b2", .autogenerate = true});
  project.upgrade();
  CHECK(project.migrator().check().differences.size() == 2);
  project.database.rows("SELECT theirs FROM t");
  project.database.rows("SELECT id FROM foreign_to_us");
  project.migrator().revision({.message = "m", .revision_id = "c3", .autogenerate = true, .allow_drop = true});
  project.upgrade();
  CHECK(project.migrator().check().differences.empty());
  CHECK_THROWS_AS(project.database.rows("SELECT id FROM foreign_to_us"), Error);
}
