// --sql: what is printed, fed to the database by itself, leaves what an online run leaves.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
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

TEST_CASE("an offline script cannot ask the database, and each call that reads says so") {
  const auto [call, function] = GENERATE(table<std::string, std::string>(
      {{"op.scalar('SELECT 1')", "scalar"},
       {"op.first('SELECT 1')", "first"},
       {"for row in op.query('SELECT 1') do end", "query"},
       {"op.inspect('t')", "inspect"},
       {"op.has_table('t')", "has_table"},
       {"op.has_column('t', 'a')", "has_column"},
       {"op.has_index('t', 'a')", "has_index"},
       {"op.bulk_insert('t', op.query('SELECT 1'))", "query"},
       {"op.transform_rows('t', { set = { 'a' } }, function() end)", "transform_rows"}}));
  CAPTURE(call);
  TestProject project("sqlite");
  project.revision("a1", "", call, "");
  const Error error = failure([&] { project.migrator().upgrade({.target = "head", .sql = true}); });
  CAPTURE(error.message());
  CHECK(error.kind() == ErrorKind::unsupported);
  CHECK(error.message().find("op." + function + " asks the database") != std::string::npos);
  CHECK_FALSE(error.hint().empty());
  CHECK(error.facts().revision == "a1");
  CHECK(error.facts().file == "versions/a1.lua");
}

TEST_CASE("hard values of bulk_insert are printed so that the database reads them back") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "",
                   R"lua(op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }),
      column("s", Text, { server_default = "left out" }), column("b", Binary), column("f", Double), column("i", BigInteger) })
    local texts = { "", "\t\n\r", "\\", "\\N", "'it''s'", "%s $1 ? :name", "-- x /* y */;", "\"", "äöü 🎉", "a;\nb" }
    local n = 0
    op.bulk_insert("t", function()
      n = n + 1
      return n <= #texts and { id = n, s = texts[n], b = blob("\0\255'\\"), f = 0.1, i = math.mininteger } or nil
    end)
    op.bulk_insert("t", { { id = 100 }, { id = 101, s = null } })
    op.bulk_insert("t", {})
    n = 1000
    op.bulk_insert("t", function() n = n + 1; return n <= 2201 and { id = n, s = "many" } or nil end)
    op.batched_update("t", { set = { i = 7, s = sql("upper(s)") }, where = "s = 'many' -- of them", batch_size = 10, commit = "batch" }))lua",
                   "");
  project.migrator().upgrade({.target = "head", .sql = true});
  const std::string& script = project.observer.script;
  const std::size_t first = script.find("UPDATE t SET");
  CHECK(first != std::string::npos);
  CHECK(script.find("UPDATE t SET", first + 1) == std::string::npos);
  project.database.execute(script);
  project.revision("b2", "a1", R"lua(
    local texts = { "", "\t\n\r", "\\", "\\N", "'it''s'", "%s $1 ? :name", "-- x /* y */;", "\"", "äöü 🎉", "a;\nb" }
    for row in op.query("SELECT * FROM t WHERE id < 100 ORDER BY id") do
      assert(row.s == texts[row.id], "the text " .. row.id)
      assert(row.b == "\0\255'\\" and row.f == 0.1 and row.i == math.mininteger, "the others of " .. row.id)
    end)lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT s FROM t WHERE id IN (100, 101) ORDER BY id") == Rows{"left out", "NULL"});
  CHECK(project.database.rows("SELECT count(*) FROM t WHERE id <= 10") == Rows{"10"});
  CHECK(project.database.rows("SELECT i, count(*) FROM t WHERE id > 1000 GROUP BY i") == Rows{"7|1201"});
}
