// What stands in a revision that was written.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <filesystem>

#include "autogenerate/model_cases.h"
#include "base/file.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

constexpr const char* tables = R"lua(
db:table("orgs", { column("id", Integer, { primary_key = true }) })
db:table("users", {
  column("id", Integer, { primary_key = true }),
  column("email", String(50), { nullable = false, unique = true }),
  column("nick", String(20), { index = true }),
  column("org_id", Integer, { references = "orgs.id" }),
  check("email <> ''", { name = "email" }),
})
)lua";

std::string with_convention(std::string_view prefix) {
  return fmt::format(R"lua(local db = metadata({{ naming_convention = {{
  pk = "{0}pk_%(table)s", fk = "{0}fk_%(table)s_%(columns)s", uq = "{0}uq_%(table)s_%(columns)s",
  ix = "{0}ix_%(table)s_%(columns)s", ck = "{0}ck_%(table)s_%(name)s" }} }})
{1}
return db
)lua",
                     prefix, tables);
}

std::string autogenerate(TestProject& project) {
  return base::read_file(project.migrator().revision({.message = "step", .autogenerate = true}).path);
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string told(TestProject& project) {
  std::string text;
  for (const DifferenceInfo& found : project.migrator().check(true).differences) text += found.description + "\n";
  return text;
}

}  // namespace

TEST_CASE("names that a convention gives stay what they were when the revision was written") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", with_convention(""));
  const std::string written = autogenerate(project);
  INFO(written);
  for (const char* name : {"pk_users", "fk_users_org_id", "uq_users_email", "ix_users_nick", "ck_users_email"})
    CHECK(contains(written, fmt::format("op.f(\"{}\")", name)));

  project.write("lua/models.lua", with_convention("other_"));
  project.upgrade();
  project.write("lua/models.lua", with_convention(""));
  CHECK(told(project) == "");
}

TEST_CASE("the way back from a convention gives a key the name that it had") {
  const std::string key = "SELECT conname FROM pg_constraint WHERE contype = 'p' AND conrelid = 'orgs'::regclass";
  TestProject project("postgresql");
  project.write("lua/models.lua", model_file(tables));
  autogenerate(project);
  project.upgrade();
  project.write("lua/models.lua", with_convention(""));
  const std::string written = autogenerate(project);
  INFO(written);
  CHECK(contains(written, "op.f(\"orgs_pkey\")"));
  project.upgrade();
  CHECK(project.database.rows(key) == std::vector<std::string>{"pk_orgs"});
  project.downgrade("-1");
  CHECK(project.database.rows(key) == std::vector<std::string>{"orgs_pkey"});
}

TEST_CASE("a view of PostgreSQL that is made anew keeps what models cannot say") {
  const std::string state =
      "SELECT obj_description(c.oid, 'pg_class'), col_description(c.oid, 2), array_to_string(c.reloptions, ' '),"
      " has_table_privilege('pg_monitor', c.oid, 'SELECT') FROM pg_class c WHERE c.relname = 'v'";
  const std::vector<std::string> all{"it's|two|security_barrier=true check_option=local|true"};
  const auto with = [](const char* type, const char* columns) {
    return model_file(fmt::format(R"lua(db:table("t", {{ column("id", Integer), column("c", {}) }})
db:view("v", "SELECT {} FROM t")
db:materialized_view("m", "SELECT {} FROM t"))lua",
                                  type, columns, columns));
  };
  TestProject project("postgresql");
  project.write("lua/models.lua", with("Integer", "id, c"));
  autogenerate(project);
  project.upgrade();
  for (const char* sql :
       {"COMMENT ON VIEW v IS 'it''s'", "COMMENT ON COLUMN v.c IS 'two'", "GRANT SELECT ON v TO PUBLIC",
        "GRANT SELECT (c) ON v TO PUBLIC", "ALTER VIEW v SET (security_barrier = true, check_option = local)",
        "COMMENT ON MATERIALIZED VIEW m IS 'kept'", "GRANT SELECT ON m TO PUBLIC"})
    project.database.execute(sql);
  REQUIRE(project.database.rows(state) == all);
  CHECK(told(project) == "");
  for (const std::string& models : {with("BigInteger", "id, c"), with("Integer", "id")}) {
    project.write("lua/models.lua", models);
    const std::string path = project.migrator().revision({.message = "step", .autogenerate = true}).path;
    INFO(base::read_file(path));
    project.upgrade();
    const std::string now = project.database.rows(state).front();
    CHECK(contains(now, "it's|"));
    CHECK(contains(now, "|security_barrier=true check_option=local|true"));
    CHECK(project.database.rows("SELECT obj_description('m'::regclass, 'pg_class')") ==
          std::vector<std::string>{"kept"});
    CHECK(told(project) == "");
    project.downgrade("-1");
    CHECK(project.database.rows(state) == all);
    std::filesystem::remove(path);
  }
}

TEST_CASE("that a generated column moves to the end of its table is said") {
  const auto with = [](const char* type) {
    return model_file(fmt::format(R"lua(db:table("t", {{ column("a", {}),
  column("c", Integer, {{ computed = {{ "a * 2", persisted = true }} }}), column("b", Integer) }}))lua",
                                  type));
  };
  TestProject project("postgresql");
  project.write("lua/models.lua", with("Integer"));
  CHECK(!contains(autogenerate(project), "at the end of their tables"));
  project.upgrade();
  project.write("lua/models.lua", with("SmallInteger"));
  CHECK(contains(autogenerate(project), "Generated columns are made again here, at the end of their tables."));
}

TEST_CASE("hooks see a revision that was written from models") {
  TestProject project("sqlite", "[[post_write_hooks]]\ncommand = \"sed -i 's/Create Date/Made on/' {path}\"\n");
  project.write("lua/models.lua", model_file(tables));
  const std::string written = autogenerate(project);
  CHECK(contains(written, "-- Made on:"));
  CHECK(contains(written, "op.create_table(\"users\""));
}

TEST_CASE("a key that counts and comes later numbers the rows that are there") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.revision("a1", "", R"(op.create_table("t", { column("a", Integer) })
op.bulk_insert("t", { { a = 7 }, { a = 8 } }))",
                   R"(op.drop_table("t"))");
  project.upgrade();
  project.write(
      "lua/models.lua",
      model_file(R"(db:table("t", { column("a", Integer), column("id", Integer, { primary_key = true }) }))"));
  project.migrator().revision({.message = "key", .autogenerate = true});
  project.upgrade();
  CHECK(project.database.rows("SELECT a, id FROM t ORDER BY a") == std::vector<std::string>{"7|1", "8|2"});
  project.downgrade("-1");
  CHECK(project.database.rows("SELECT * FROM t ORDER BY a") == std::vector<std::string>{"7", "8"});
}

TEST_CASE("what looks like a rename is told, and is none unless the models say so") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write(
      "lua/models.lua",
      model_file(R"lua(db:table("old", { column("id", Integer, { primary_key = true }), column("name", String(9)) })
db:table("t", { column("id", Integer, { primary_key = true }), column("before", String(9)) }))lua"));
  autogenerate(project);
  project.upgrade();
  project.write(
      "lua/models.lua",
      model_file(R"lua(db:table("new", { column("id", Integer, { primary_key = true }), column("name", String(9)) })
db:table("t", { column("id", Integer, { primary_key = true }), column("behind", String(9)) }))lua"));
  const std::string found = told(project);
  INFO(found);
  CHECK(contains(found, R"(looks like a rename: write renamed_from = "old" with the table "new")"));
  CHECK(contains(found, R"(looks like a rename: write renamed_from = "before" with the column "behind")"));
}

TEST_CASE("a chain of renames moves each name to the next, and keeps what stands there") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("a", Integer), column("b", Integer) })
db:table("u", { column("z", Integer) }))lua"));
  autogenerate(project);
  project.upgrade();
  project.database.execute("INSERT INTO t VALUES (1, 2)");
  project.database.execute("INSERT INTO u VALUES (3)");
  project.write(
      "lua/models.lua",
      model_file(
          R"lua(db:table("u", { column("c", Integer, { renamed_from = "a" }), column("a", Integer, { renamed_from = "b" }) }, { renamed_from = "t" })
db:table("v", { column("y", Integer, { renamed_from = "z" }), column("z", Integer) }, { renamed_from = "u" }))lua"));
  INFO(autogenerate(project));
  project.upgrade();
  CHECK(project.database.rows("SELECT c, a FROM u") == std::vector<std::string>{"1|2"});
  CHECK(project.database.rows("SELECT y FROM v") == std::vector<std::string>{"3"});
  CHECK(told(project) == "");
  project.downgrade("-1");
  CHECK(project.database.rows("SELECT a, b FROM t") == std::vector<std::string>{"1|2"});
  CHECK(project.database.rows("SELECT z FROM u") == std::vector<std::string>{"3"});
}

TEST_CASE("what a database lets follow a rename is not written beside it") {
  const std::string database = GENERATE("postgresql", "mysql");
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("a", Integer, { check = "a > 0" }),
    column("c", Integer, { computed = { "a * 2", persisted = true } }), check("a < 9", { name = "ck" }) }))lua"));
  autogenerate(project);
  project.upgrade();
  project.write("lua/models.lua",
                model_file(R"lua(db:table("t", { column("b", Integer, { check = "b > 0", renamed_from = "a" }),
    column("c", Integer, { computed = { "b * 2", persisted = true } }), check("b < 9", { name = "ck" }) }))lua"));
  const std::string written = autogenerate(project);
  INFO(written);
  CHECK(written.find("op.", written.find("new_column_name = \"b\"")) == written.rfind("op."));  // the way back
  CHECK(written.find("drop") == std::string::npos);
  project.upgrade();
  CHECK(told(project) == "");
}

TEST_CASE("what changes in one column is one operation") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("k", String(3)) }))lua"));
  autogenerate(project);
  project.upgrade();
  project.write("lua/models.lua", model_file(R"lua(db:table("t", {
    column("k", String(40), { nullable = false, server_default = "long enough" }) }))lua"));
  const std::string written = autogenerate(project);
  INFO(written);
  CHECK(written.find("\"k\"", written.find("\"k\"") + 1) == written.rfind("\"k\""));  // one up, one down
  project.upgrade();
  CHECK(told(project) == "");
  project.downgrade("-1");
  project.database.execute("INSERT INTO t VALUES (NULL)");
  project.database.execute("DELETE FROM t");
  project.upgrade();
  CHECK(told(project) == "");
}

TEST_CASE("defaults of a database are written as a person writes them, and read back as the same") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  const std::string now = database == "mysql" ? "current_timestamp" : "CURRENT_TIMESTAMP";
  const std::string table = fmt::format(R"lua(
  column("id", Integer, {{ primary_key = true, autoincrement = false }}),
  column("name", String(20), {{ nullable = false, server_default = "it's new" }}),
  column("code", Char(3), {{ server_default = "abc" }}),
  column("few", Integer, {{ server_default = -5 }}),
  column("many", BigInteger, {{ server_default = 5000000000 }}),
  column("half", Double, {{ server_default = 0.5 }}),
  column("made", DateTime, {{ server_default = sql("{}") }}),
)lua",
                                        now);
  project.write("versions/0001_first.lua", "revision = \"first\"\nfunction upgrade()\n  op.create_table(\"a\", {" +
                                               table + "})\nend\nfunction downgrade()\n  op.drop_table(\"a\")\nend\n");
  project.upgrade();
  const std::string models = project.migrator().reflect();
  INFO(models);
  for (const char* part : {"server_default = \"it's new\"", "server_default = \"abc\"", "server_default = -5",
                           "server_default = 5000000000", "server_default = 0.5", "server_default = sql("})
    CHECK(contains(models, part));
  project.write("lua/models.lua", models);
  CHECK(told(project) == "");

  project.write("lua/models.lua", model_file("db:table(\"a\", { column(\"id\", Integer, { primary_key = true, "
                                             "autoincrement = false }) })"));
  const std::string written =
      base::read_file(project.migrator().revision({.message = "step", .autogenerate = true, .allow_drop = true}).path);
  INFO(written);
  CHECK(contains(written, "server_default = \"it's new\""));
  CHECK(contains(written, "server_default = -5"));
}

TEST_CASE("a function is written line by line, and comes back as it was") {
  TestProject project("postgresql");
  const std::string body = "\nBEGIN\n\tIF NEW.a = ']]' THEN\n    NEW.a := '';\n  END IF;\n\n  RETURN NEW;\nEND";
  project.database.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$" + body + "$$");
  const std::string written =
      base::read_file(project.migrator().revision({.message = "first", .from_database = true}).path);
  INFO(written);
  CHECK(contains(written, "  op.create_function(\"f()\", [=[\n" + body + "]=], {"));
  project.database.execute("DROP FUNCTION f()");
  project.upgrade();
  CHECK(project.database.rows("SELECT prosrc FROM pg_proc WHERE proname = 'f'") == std::vector<std::string>{body});
}

TEST_CASE("a sequence says what is not usual, and comes back as it was") {
  const std::string database = GENERATE("postgresql", "mysql");
  INFO(database);
  TestProject project(database);
  for (const char* sql : {"CREATE SEQUENCE plain", "CREATE SEQUENCE downwards INCREMENT BY -1",
                          "CREATE SEQUENCE evens START WITH 2 INCREMENT BY 2 MAXVALUE 100 CACHE 5 CYCLE"})
    project.database.execute(sql);
  project.write("lua/models.lua", project.migrator().reflect());
  const std::string written =
      base::read_file(project.migrator().revision({.message = "first", .from_database = true}).path);
  INFO(written);
  CHECK(contains(written, "op.create_sequence(\"plain\")\n"));
  CHECK(contains(written, "op.create_sequence(\"downwards\", { increment = -1 })\n"));
  CHECK(contains(written,
                 "op.create_sequence(\"evens\", { start = 2, increment = 2, maxvalue = 100, cache = 5, "
                 "cycle = true })\n"));
  for (const char* sql : {"DROP SEQUENCE plain", "DROP SEQUENCE downwards", "DROP SEQUENCE evens"})
    project.database.execute(sql);
  project.upgrade();
  CHECK(told(project) == "");
}
