// What operations leave in a database, asked of the database itself.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

constexpr const char* people = R"lua(
  op.create_table("orgs", { column("id", Integer, { primary_key = true }) })
  op.create_table("people", {
    column("id", Integer, { primary_key = true }),
    column("email", String(100), { nullable = false }),
    column("age", Integer, { server_default = 18 }),
    column("org_id", Integer),
  })
  op.execute("INSERT INTO orgs (id) VALUES (1); INSERT INTO people (id, email, org_id) VALUES (1, 'a@x', 1)")
)lua";

// A project whose first revision makes the tables and whose second does `statements`; upgraded.
void run(TestProject& project, std::string_view statements) {
  project.revision("a1", "", people, "");
  project.revision("b2", "a1", statements, "");
  project.upgrade();
}

bool refused(const TestProject& project, const std::string& sql) {
  try {
    project.database.execute(sql);
    return false;
  } catch (const Error& error) {
    CHECK(error.facts().failure == DatabaseFailure::constraint);
    return true;
  }
}

}  // namespace

TEST_CASE("columns are renamed, retyped, made required and given defaults, with their rows kept") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(
    op.alter_column("people", "email", { new_column_name = "mail" })
    op.alter_column("people", "mail", { type = String(200) })
    op.alter_column("people", "age", { nullable = false, server_default = 21 })
    op.execute("INSERT INTO people (id, mail) VALUES (2, 'b@x')")
    op.alter_column("people", "age", { server_default = null }))lua");
  CHECK(project.database.rows("SELECT id, mail, age, org_id FROM people ORDER BY id") ==
        Rows{"1|a@x|18|1", "2|b@x|21|NULL"});
  CHECK(refused(project, "INSERT INTO people (id, mail) VALUES (3, 'c@x')"));
  CHECK(refused(project, "INSERT INTO people (id, mail, age) VALUES (3, NULL, 1)"));
}

TEST_CASE("a unique constraint holds, and no more once it is dropped") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.create_unique_constraint("uq_people_email", "people", { "email" }))lua");
  CHECK(refused(project, "INSERT INTO people (id, email) VALUES (2, 'a@x')"));
  project.revision("c3", "b2", R"lua(op.drop_constraint("uq_people_email", "people", { type = "unique" }))lua", "");
  project.upgrade();
  project.database.execute("INSERT INTO people (id, email) VALUES (2, 'a@x')");
  CHECK(project.database.rows("SELECT count(*) FROM people") == Rows{"2"});
}

TEST_CASE("a check constraint holds, and no more once it is dropped") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.create_check_constraint("age_positive", "people", "age > 0"))lua");
  CHECK(refused(project, "INSERT INTO people (id, email, age) VALUES (2, 'b@x', -1)"));
  project.revision("c3", "b2", R"lua(op.drop_constraint("age_positive", "people"))lua", "");
  project.upgrade();
  project.database.execute("INSERT INTO people (id, email, age) VALUES (2, 'b@x', -1)");
}

TEST_CASE("a foreign key is made and dropped by its name") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(
    op.create_foreign_key("fk_people_org", "people", "orgs", { "org_id" }, { "id" }, { ondelete = "CASCADE" })
    op.log(tostring(#op.inspect("people").foreign_keys)))lua");
  project.revision("c3", "b2", R"lua(
    op.drop_constraint("fk_people_org", "people", { type = "foreignkey" })
    op.log(tostring(#op.inspect("people").foreign_keys)))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"1", "0"});
}

TEST_CASE("an index is made, unique where asked for, and dropped") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.create_index("ix_people_email", "people", { "email" }, { unique = true }))lua");
  CHECK(refused(project, "INSERT INTO people (id, email) VALUES (2, 'a@x')"));
  project.revision("c3", "b2", R"lua(op.drop_index("ix_people_email", "people"))lua", "");
  project.upgrade();
  project.database.execute("INSERT INTO people (id, email) VALUES (2, 'a@x')");
}

TEST_CASE("a partial index over an expression works") {
  TestProject project(GENERATE(as<std::string>(), "sqlite", "postgresql"));
  run(project, R"lua(op.create_index("uq_lower", "people", { sql("lower(email)")
}, { unique = true, where = "age > 10" }))lua");
  CHECK(refused(project, "INSERT INTO people (id, email, age) VALUES (2, 'A@X', 20)"));
  project.database.execute("INSERT INTO people (id, email, age) VALUES (2, 'A@X', 5)");
}

TEST_CASE("a column added with a reference, an index and a default has them") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(
    op.add_column("people", column("boss_id", Integer, { references = "people.id", index = true }))
    op.add_column("people", column("state", String(10), { nullable = false, server_default = "new" }))
    op.log(tostring(op.has_index("people", "ix_people_boss_id")))
    op.log(tostring(#op.inspect("people").foreign_keys)))lua");
  CHECK(project.observer.logged == Rows{"true", "1"});
  CHECK(project.database.rows("SELECT state FROM people") == Rows{"new"});
}

TEST_CASE("a constraint of another type is not dropped") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.create_unique_constraint("uq_people_email", "people", { "email" }))lua");
  project.revision("c3", "b2", R"lua(op.drop_constraint("uq_people_email", "people", { type = "check" }))lua", "");
  CHECK(failure([&] { project.upgrade(); }).message() ==
        "the constraint \"uq_people_email\" of \"people\" is not of the type \"check\"");
  CHECK(refused(project, "INSERT INTO people (id, email) VALUES (2, 'a@x')"));
}

TEST_CASE("rows that nothing refers to do not stand in the way of a change of their table") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(
    op.execute("INSERT INTO people (id, email) VALUES (2, 'b@x')")
    do
      local next_row = op.query("SELECT id FROM people ORDER BY id")
      assert(next_row().id == 1)
    end
    pcall(function() for row in op.query("SELECT id FROM people") do error("enough") end end)
    for row in op.query("SELECT id FROM people") do break end
    op.add_column("people", column("nick", Text))
    op.execute("DROP TABLE people"))lua");
  CHECK(failure([&] { project.database.rows("SELECT * FROM people"); }).kind() == ErrorKind::database);
}

TEST_CASE("the query whose rows stand in the way of a change is named") {
  TestProject project(GENERATE(as<std::string>(), "sqlite", "postgresql"));
  project.revision("a1", "", people, "");
  project.upgrade();
  project.revision("b2", "a1", R"lua(op.execute("INSERT INTO people (id, email) VALUES (2, 'b@x')")
    local next_row = op.query("SELECT id FROM people ORDER BY id")
    next_row()
    op.drop_table("people")
    next_row())lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().failure == DatabaseFailure::open_query);
  CHECK(error.hint().starts_with("the rows of op.query at versions/b2.lua:"));
}

TEST_CASE("constraints that are to be checked yet stand in the way of a change, and the error says what to do") {
  TestProject project("postgresql");
  run(project, R"lua(
    op.create_foreign_key("fk", "people", "orgs", { "org_id" }, { "id" }, { deferrable = true, initially = "DEFERRED" }))lua");
  project.revision("c3", "b2", R"lua(
    local next_row = op.query("SELECT id FROM orgs")
    op.execute("UPDATE people SET org_id = NULL; UPDATE people SET org_id = 1")
    op.add_column("people", column("nick", Text, { nullable = false, server_default = sql("random()::text") }))
    next_row())lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().sqlstate == "55006");
  CHECK(error.facts().failure == DatabaseFailure::other);
  CHECK(error.hint().find("SET CONSTRAINTS ALL IMMEDIATE") != std::string::npos);
}

TEST_CASE("if_exists and if_not_exists make an operation that has nothing to do do nothing") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(
    op.create_table("people", { column("id", Integer) }, { if_not_exists = true })
    op.drop_table("nobody", { if_exists = true })
    op.add_column("people", column("age", Text), { if_not_exists = true })
    op.drop_column("people", "nothing", { if_exists = true })
    op.create_index("ix_a", "people", { "age" })
    op.create_index("ix_a", "people", { "age" }, { if_not_exists = true })
    op.drop_index("ix_nothing", "people", { if_exists = true })
    op.drop_constraint("nothing", "people", { if_exists = true }))lua");
  CHECK(project.database.rows("SELECT id, email, age FROM people") == Rows{"1|a@x|18"});
}

TEST_CASE("a column that is there brings nothing along, online and offline") {
  TestProject project(GENERATE(from_range(live_databases())));
  const bool offline = GENERATE(false, true);
  if (offline && project.database.database().name == "sqlite") return;  // it has to look
  const std::string add = R"lua(
    op.add_column("people", column("code", Integer, { unique = true, references = { "people.id", name = "fk_code" } }), { if_not_exists = true })
    op.add_column("people", column("part", Integer, { index = true }), { if_not_exists = true }))lua";
  run(project, "op.log('made')");
  project.revision("n1", "b2", add, "");
  project.revision("n2", "n1", add, "");
  if (offline) {
    project.migrator().upgrade({.target = "b2:n2", .sql = true});
    project.database.execute(project.observer.script);
  } else {
    project.upgrade();
  }
  project.revision("n3", "n2", R"lua(
    local people = op.inspect("people")
    op.log(#people.uniques .. " " .. #people.foreign_keys .. " " .. #people.indexes))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged.back() == "1 1 1");
}

TEST_CASE("a table is renamed with its rows") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.rename_table("people", "persons"))lua");
  CHECK(project.database.rows("SELECT email FROM persons") == Rows{"a@x"});
}

TEST_CASE("a batch block does several changes to one table") {
  TestProject project(GENERATE(from_range(live_databases())));
  run(project, R"lua(op.batch_alter_table("people", function(batch)
    batch.add_column(column("nick", String(20)))
    batch.alter_column("age", { nullable = false })
    batch.drop_column("org_id")
    batch.create_unique_constraint("uq_nick", { "nick" })
  end))lua");
  CHECK(project.database.rows("SELECT * FROM people") == Rows{"1|a@x|18|NULL"});
  project.database.execute("UPDATE people SET nick = 'ada'");
  CHECK(refused(project, "INSERT INTO people (id, email, age, nick) VALUES (2, 'b@x', 1, 'ada')"));
}
