// lua/models.lua and lua/env.lua.
#include <catch2/catch.hpp>

#include "base/file.h"
#include "bindings/environment.h"
#include "luamigrate/error.h"
#include "support/temporary_folder.h"
#include "support/test_databases.h"

using namespace luamigrate;
using namespace luamigrate::schema;

namespace {

struct Project {
  test::TemporaryFolder folder;
  std::chrono::milliseconds load_limit{10'000};
  std::unique_ptr<bindings::Interpreter> interpreter;
  std::unique_ptr<bindings::Environment> environment;

  void write(const std::string& name, std::string_view text) { base::write_file(folder.path() / "lua" / name, text); }

  bindings::Environment& open() {
    environment.reset();  // it lives in its interpreter
    interpreter =
        std::make_unique<bindings::Interpreter>(bindings::InterpreterOptions{.project_folder = folder.path(),
                                                                             .lua_folder = folder.path() / "lua",
                                                                             .load_limit = load_limit,
                                                                             .databases = tests::test_databases()});
    environment = std::make_unique<bindings::Environment>(*interpreter);
    return *environment;
  }

  // "lua/models.lua:3: message (hint)"
  std::string error_of_models() {
    try {
      open().models();
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::config);
      return error.facts().file + ":" + std::to_string(error.facts().line) + ": " + error.message() +
             (error.hint().empty() ? "" : " (" + error.hint() + ")");
    }
    return "no error";
  }
};

}  // namespace

TEST_CASE("models hold tables with their elements in order, and where they are written") {
  Project project;
  project.write("models.lua", R"lua(local db = metadata({ naming_convention = { uq = "uq_%(table)s" }, schema = "app" })

db:table("users", {
  column("id", Integer, { primary_key = true }),
  column("mail", String(50), { renamed_from = "email" }),
  index(nil, { "mail" }),
}, { comment = "people", renamed_from = "persons", postgresql_with = { fillfactor = 50 } })
db:table("logs", { column("id", Integer) }, { schema = "audit" })
return db
)lua");
  const auto& models = project.open().models();
  REQUIRE(models.size() == 1);
  const ops::Metadata& db = *models.front();
  REQUIRE(db.tables.size() == 2);
  const ops::TableModel& users = db.tables.front();
  CHECK(users.name == "users");
  CHECK(users.schema == "app");
  CHECK(users.comment == "people");
  CHECK(users.renamed_from == "persons");
  CHECK(users.options.find("postgresql", "with"));
  CHECK(users.elements.size() == 3);
  CHECK(std::get<Column>(users.elements.at(1)).renamed_from == "email");
  CHECK(users.origin.file == "lua/models.lua");
  CHECK(users.origin.line == 3);
  CHECK(db.tables.back().schema == "audit");
  CHECK(project.environment->naming_convention().unique == "uq_%(table)s");
}

TEST_CASE("models hold the objects beside tables") {
  Project project;
  project.write("models.lua", R"lua(
local db = metadata()
db:extension("citext")
db:enum("mood", { "sad", "ok" })
db:sequence("numbers", { start = 10 })
db:func("twice(n int)", "SELECT n * 2", { returns = "int" })
db:view("v", "SELECT 1")
db:materialized_view("m", "SELECT 2")
db:trigger("t", "users", { when = "AFTER INSERT", execute = "f()" })
return db)lua");
  const ops::Objects& objects = project.open().models().front()->objects;
  CHECK(objects.extensions.at(0).name == "citext");
  CHECK(objects.enums.at(0).values == std::vector<std::string>{"sad", "ok"});
  CHECK(objects.sequences.at(0).start == 10);
  CHECK(objects.functions.at(0).returns == "int");
  REQUIRE(objects.views.size() == 2);
  CHECK(objects.views.at(0).select == "SELECT 1");
  CHECK(objects.views.at(1).options.flag("postgresql", "materialized"));
  CHECK(objects.triggers.at(0).table == "users");
  CHECK(objects.origin("view m").line == 8);
}

TEST_CASE("models may be split over files, and target_metadata may be a list") {
  Project project;
  project.write("shared/keys.lua",
                R"lua(return function() return column("id", Integer, { primary_key = true }) end)lua");
  project.write("a.lua", R"lua(local db = metadata()
db:table("a", { require("shared.keys")() })
return db)lua");
  project.write("b.lua", R"lua(local db = metadata({ naming_convention = { ix = "idx_%(columns)s" } })
for i = 1, 3 do db:table("b" .. i, { require("shared.keys")() }) end
return db)lua");
  project.write("env.lua", R"lua(return { target_metadata = { require("a"), require("b") } })lua");
  const auto& models = project.open().models();
  REQUIRE(models.size() == 2);
  CHECK(models[0]->tables.front().name == "a");
  CHECK(models[1]->tables.back().name == "b3");
  CHECK(project.environment->naming_convention().index == "idx_%(columns)s");
}

TEST_CASE("a project without models and environment has none") {
  Project project;
  CHECK(project.open().models().empty());
  CHECK(project.environment->url() == std::nullopt);
}

TEST_CASE("what is wrong with models is said with file and line") {
  Project project;
  project.write("models.lua",
                "local db = metadata()\n\ndb:table(\"t\", { column(\"id\", Integer, { nulable = true }) })\nreturn db");
  CHECK(project.error_of_models() ==
        "lua/models.lua:3: column: there is no option \"nulable\" (did you mean \"nullable\"?)");
  project.write("models.lua", "local db = metadata()\ndb:tabel(\"t\", {})\nreturn db");
  CHECK(project.error_of_models() == "lua/models.lua:2: metadata has no \"tabel\" (did you mean \"table\"?)");
  project.write("models.lua", "local db = metadata()\ndb.table(\"t\", {})\nreturn db");
  CHECK(project.error_of_models() ==
        "lua/models.lua:2: table: call it with a colon, on what metadata() returned (write db:table(...))");
  project.write("models.lua", "local db = metadata()\n");
  CHECK_THAT(project.error_of_models(),
             Catch::StartsWith("lua/models.lua") &&
                 Catch::Contains("no models are returned (end the file with \"return db\")"));
  project.write("models.lua", "return 42\n");
  CHECK_THAT(project.error_of_models(), Catch::Contains("what metadata() makes, or a list of them"));
}

TEST_CASE("settings of the environment are checked") {
  Project project;
  project.write("env.lua", "return {\n  before_rum = function() end,\n}");
  CHECK_THROWS_WITH(project.open(), "there is no setting \"before_rum\"");
  project.write("env.lua", "return { before_run = 3 }");
  CHECK_THROWS_WITH(project.open(), Catch::Contains("expected a function"));
  project.write("env.lua", "local x = 1");
  CHECK_THROWS_WITH(project.open(), "the file returns no table");
}

TEST_CASE("models and settings that never end are read no longer than a revision's header") {
  Project project;
  project.load_limit = std::chrono::milliseconds(100);
  project.write("models.lua", "while true do end");
  CHECK_THAT(project.error_of_models(), Catch::Contains("ran for longer than 100 ms"));
  project.write("env.lua", "while true do end");
  CHECK_THROWS_WITH(project.open(), Catch::Contains("ran for longer than 100 ms"));
}

TEST_CASE("filters and comparisons of the environment are asked") {
  Project project;
  project.write("env.lua", R"lua(return {
  include_schemas = { "audit" },
  include_name = function(name, type, parent) return not (type == "column" and parent.table == "t" and name == "c") end,
  include_object = function(object, name, type, reflected, compare_to)
    return not (object.name == "c" and object.table == "t" and type == "column" and reflected and compare_to == nil)
  end,
  compare_type = function(table, inspected, model) return tostring(inspected.type) ~= tostring(model.type) end,
  compare_server_default = false,
})lua");
  bindings::Environment& environment = project.open();
  const TableName table{"", "t"};
  const Column c{.name = "c", .type = {.name = "Integer"}};
  const Column text{.name = "c", .type = {.name = "Text"}};
  CHECK(environment.schemas() == std::vector<std::string>{"audit"});
  CHECK_FALSE(environment.include_name({.name = "c", .type = "column", .table = &table}));
  CHECK(environment.include_name({.name = "d", .type = "column", .table = &table}));
  CHECK_FALSE(
      environment.include_object({.object = &c, .name = "c", .type = "column", .reflected = true, .table = &table}));
  CHECK(environment.include_object({.object = &c, .name = "c", .type = "column", .table = &table}));
  CHECK(environment.compare_type(table, c, text) == true);
  CHECK(environment.compare_type(table, c, c) == false);
  CHECK(environment.compare_server_default(table, c, c) == false);
}

TEST_CASE("process_revision_directives changes what is written, or refuses it") {
  Project project;
  project.write("env.lua", R"lua(return {
  process_revision_directives = function(d)
    if d.empty then return false end
    d.message = d.message:upper()
    table.insert(d.upgrade, "op.log(\"done\")")
  end,
})lua");
  bindings::RevisionDirectives empty{.message = "m", .revision = "r"};
  CHECK_FALSE(project.open().process_revision_directives(empty));
  bindings::RevisionDirectives some{.message = "m", .revision = "r", .upgrade = {"op.drop_table(\"t\")"}};
  CHECK(project.environment->process_revision_directives(some));
  CHECK(some.message == "M");
  CHECK(some.upgrade == std::vector<std::string>{"op.drop_table(\"t\")", "op.log(\"done\")"});
}
