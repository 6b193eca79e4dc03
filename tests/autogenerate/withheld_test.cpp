// What no revision of the project has made is not taken away unasked.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <map>

#include "autogenerate/model_cases.h"
#include "base/file.h"
#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

constexpr const char* not_made = "no revision of this project has made it";

// What is withheld of each object that differs.
std::map<std::string, std::string> withheld(TestProject& project) {
  std::map<std::string, std::string> result;
  for (const DifferenceInfo& found : project.migrator().check().differences)
    result[fmt::format("{} {}", found.kind, found.object)] = found.withheld;
  return result;
}

using Expected = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("constraints and indexes that no revision has made are withheld") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("p", { column("id", Integer, { primary_key = true }) })
db:table("t", { column("a", Integer), column("b", Integer), column("p_id", Integer) }))lua"));
  project.revision("a1", "", R"lua(
op.create_table("p", { column("id", Integer, { primary_key = true }) })
op.create_table("t", { column("a", Integer), column("b", Integer), column("p_id", Integer),
  index("ix_ours", { "a" }), unique({ "a", "b" }, { name = "uq_ours" }), check("a > 0", { name = "ck_ours" }) }))lua",
                   R"(op.drop_table("t") op.drop_table("p"))");
  if (database == "sqlite") {
    project.upgrade();
    project.database.execute("DROP TABLE t");
    project.database.execute(
        "CREATE TABLE t (a INTEGER, b INTEGER, p_id INTEGER, CONSTRAINT uq_ours UNIQUE (a, b), CONSTRAINT ck_ours"
        " CHECK (a > 0), CONSTRAINT uq_theirs UNIQUE (b, a), CONSTRAINT ck_theirs CHECK (b > 0), CONSTRAINT fk_theirs"
        " FOREIGN KEY (p_id) REFERENCES p (id), UNIQUE (p_id))");
    project.database.execute("CREATE INDEX ix_ours ON t (a)");
  } else {
    project.upgrade();
    project.database.execute("ALTER TABLE t ADD CONSTRAINT uq_theirs UNIQUE (b, a)");
    project.database.execute("ALTER TABLE t ADD CONSTRAINT ck_theirs CHECK (b > 0)");
    project.database.execute("ALTER TABLE t ADD CONSTRAINT fk_theirs FOREIGN KEY (p_id) REFERENCES p (id)");
  }
  project.database.execute("CREATE INDEX ix_theirs ON t (b)");

  Expected expected{{"remove_index ix_ours", ""},
                    {"remove_unique uq_ours", ""},
                    {"remove_check ck_ours", ""},
                    {"remove_index ix_theirs", not_made},
                    {"remove_unique uq_theirs", not_made},
                    {"remove_check ck_theirs", not_made},
                    {"remove_foreign_key fk_theirs", not_made}};
  if (database == "sqlite") expected["remove_unique "] = not_made;
  CHECK(withheld(project) == expected);

  const std::string path =
      project.migrator().revision({.message = "m", .revision_id = "b2", .autogenerate = true}).path;
  const std::string written = base::read_file(path);
  INFO(written);
  CHECK(written.find("--   the models do not have") == std::string::npos);
  CHECK(written.find("-- t: the models do not have the index ix_theirs (no revision of this project has made it):\n") !=
        std::string::npos);
  project.upgrade();
  std::erase_if(expected, [](const auto& entry) { return entry.second.empty(); });
  CHECK(withheld(project) == expected);
  project.downgrade("-1");
  project.upgrade();

  project.migrator().revision({.message = "m", .revision_id = "c3", .autogenerate = true, .allow_drop = true});
  project.upgrade();
  CHECK(withheld(project).empty());
}

TEST_CASE("what revisions made without a name, or by a convention, is still theirs after renames") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database, "[luamigrate.naming_convention]\nix = \"idx_%(table)s_%(columns)s\"\n");
  project.write("lua/models.lua", model_file(R"lua(db:table("p", { column("id", Integer) })
db:table("t", { column("a", Integer), column("z", Integer), column("c", Integer), column("d", String(9)),
  column("e", Integer) }))lua"));
  project.revision("a1", "", R"lua(
op.create_table("p", { column("id", Integer, { primary_key = true }) })
op.create_table("old", { column("a", Integer, { index = true }), column("b", Integer, { unique = true }),
  column("c", Integer, { references = "p.id" }), column("d", Enum({ "x", "y" }, { name = "kind", check = true })),
  check("a > 0") })
op.add_column("old", column("e", Integer, { check = "e > 1" }))
op.alter_column("old", "b", { new_column_name = "z", existing_type = Integer })
op.rename_table("old", "t"))lua",
                   "");
  project.upgrade();
  const auto found = withheld(project);
  CHECK(found.size() >= 5);
  for (const auto& [what, reason] : found) {
    INFO(what);
    CHECK(reason == "");
  }
}

TEST_CASE("a constraint that comes in another form, or goes with its column, is not withheld") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("a", Integer), column("b", Integer),
  index("ix_theirs", { "a", "b" }) }))lua"));
  project.revision("a1", "", R"lua(op.create_table("t", { column("a", Integer), column("b", Integer),
    column("gone", Integer) }))lua",
                   R"(op.drop_table("t"))");
  project.upgrade();
  project.database.execute("CREATE INDEX ix_theirs ON t (b)");
  project.database.execute("CREATE INDEX ix_with_it ON t (gone)");
  CHECK(withheld(project) == Expected{{"remove_index ix_theirs", ""},
                                      {"add_index ix_theirs", ""},
                                      {"remove_index ix_with_it", ""},
                                      {"remove_column gone", ""}});
  project.migrator().revision({.message = "m", .revision_id = "b2", .autogenerate = true});
  project.upgrade();
  CHECK(withheld(project).empty());
}

TEST_CASE("row security that no revision has switched on is withheld with its policies") {
  TestProject project("postgresql");
  project.write("lua/models.lua", model_file(R"lua(db:table("ours", { column("a", Integer) })
db:table("made_with_it", { column("a", Integer) })
db:table("theirs", { column("a", Integer) }))lua"));
  project.revision("a1", "", R"lua(
op.create_table("ours", { column("a", Integer) })
op.enable_row_security("ours")
op.create_table("made_with_it", { column("a", Integer) }, { postgresql_row_security = true })
op.create_table("theirs", { column("a", Integer) }))lua",
                   "");
  project.upgrade();
  project.database.execute("ALTER TABLE theirs ENABLE ROW LEVEL SECURITY");
  project.database.execute("CREATE POLICY p ON theirs USING (a > 0)");
  std::map<std::string, std::string> found;
  for (const DifferenceInfo& one : project.migrator().check().differences)
    found[one.kind + " " + one.table] = one.withheld;
  CHECK(found == std::map<std::string, std::string>{{"modify_row_security ours", ""},
                                                    {"modify_row_security made_with_it", ""},
                                                    {"modify_row_security theirs", not_made},
                                                    {"remove_policy ", not_made}});
}

TEST_CASE("a function or a trigger that shares a name with one of ours is not ours") {
  TestProject project("postgresql");
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("a", Integer) })
db:table("u", { column("a", Integer) }))lua"));
  project.revision("a1", "", R"lua(
op.create_table("t", { column("a", Integer) })
op.create_table("u", { column("a", Integer) })
op.create_function("f(n int4, said varchar(3) = 'a, b', kind bool DEFAULT (1 = 1), out o text)",
  "SELECT said", { returns = "text" })
op.create_function("g(TIMESTAMP with time zone, numeric(3, 1)[])", "SELECT 1", { returns = "int" })
op.create_function("stamp()", "BEGIN RETURN NEW; END", { returns = "trigger" })
op.create_trigger("touch", "t", { when = "BEFORE UPDATE", for_each = "row", execute = "stamp()" })
op.create_trigger("other", "t", { when = "BEFORE INSERT", for_each = "row", execute = "stamp()" }))lua",
                   "");
  project.upgrade();
  project.database.execute("CREATE FUNCTION f(bigint, varchar) RETURNS text LANGUAGE sql AS 'SELECT $2'");
  project.database.execute("CREATE TRIGGER touch BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION stamp()");
  const auto found = withheld(project);
  std::map<std::string, int> ours;
  for (const DifferenceInfo& one : project.migrator().check().differences) {
    INFO(one.kind << " " << one.object << " " << one.withheld);
    ++ours[one.kind + (one.withheld.empty() ? " ours" : " theirs")];
    if (one.object.starts_with("f(bigint")) CHECK(one.withheld == not_made);
  }
  CHECK(ours == std::map<std::string, int>{{"remove_function ours", 3},
                                           {"remove_function theirs", 1},
                                           {"remove_trigger ours", 2},
                                           {"remove_trigger theirs", 1}});
}

TEST_CASE("comments on tables that no revision has made are withheld") {
  const std::string database = GENERATE("postgresql", "mysql");
  TestProject project(database);
  project.revision("a1", "", "op.create_table('ours', { column('a', Integer, { comment = 'x' }) }, { comment = 'y' })",
                   "op.drop_table('ours')");
  project.upgrade();
  project.database.execute(database == "mysql" ? "CREATE TABLE t (a INT COMMENT 'x') COMMENT 'y'"
                                               : "CREATE TABLE t (a integer)");
  if (database == "postgresql") project.database.execute("COMMENT ON TABLE t IS 'y'; COMMENT ON COLUMN t.a IS 'x'");
  project.write("lua/models.lua", model_file(R"lua(db:table("t", { column("a", Integer) })
db:table("ours", { column("a", Integer) }))lua"));
  std::map<std::string, int> count;
  for (const DifferenceInfo& found : project.migrator().check().differences)
    ++count[fmt::format("{} {} {}", found.table, found.kind, found.withheld)];
  CHECK(count == std::map<std::string, int>{{fmt::format("t modify_table_comment {}", not_made), 1},
                                            {fmt::format("t modify_comment {}", not_made), 1},
                                            {"ours modify_table_comment ", 1},
                                            {"ours modify_comment ", 1}});
}

TEST_CASE("what was renamed away is somebody else's when it stands there again") {
  const std::string database = GENERATE(from_range(databases_that_show_models()));
  INFO(database);
  TestProject project(database);
  project.write("lua/models.lua", model_file(R"lua(db:table("u", { column("b", Integer) }))lua"));
  project.revision("a1", "", R"lua(op.create_table("t", { column("a", Integer) })
op.create_table("gone", { column("a", Integer) }))lua",
                   "");
  project.revision("b2", "a1", R"lua(op.rename_table("t", "u")
op.alter_column("u", "a", { new_column_name = "b" })
op.drop_table("gone"))lua",
                   "");
  project.upgrade();
  for (const char* sql : {"CREATE TABLE t (a integer)", "CREATE TABLE gone (a integer)", "ALTER TABLE u ADD a integer"})
    project.database.execute(sql);
  CHECK(withheld(project) == Expected{{"remove_table ", not_made}, {"remove_column a", not_made}});
  CHECK(project.migrator().check().differences.size() == 3);
}

TEST_CASE("the check of an enum that a convention names is ours") {
  TestProject project("sqlite");
  const std::string head = R"lua(local db = metadata({ naming_convention = { ck = "ck_%(table)s_%(name)s" } })
db:table("t", { column("c", )lua";
  project.write("lua/models.lua", head + R"lua(Enum({ "a", "b" }, { name = "en", check = true })) })
return db
)lua");
  project.migrator().revision({.message = "first", .autogenerate = true});
  project.upgrade();
  project.write("lua/models.lua", head + "String(10)) })\nreturn db\n");
  for (const auto& [difference, reason] : withheld(project)) CHECK((difference + ": " + reason).ends_with(": "));
  project.migrator().revision({.message = "second", .autogenerate = true});
  project.upgrade();
  CHECK(withheld(project) == Expected{});
}

TEST_CASE("what is withheld of a renamed table is written as it must be said behind the rename") {
  TestProject project("sqlite");
  project.write("lua/models.lua", model_file(R"lua(db:table("p", { column("a", Integer) }))lua"));
  project.migrator().revision({.message = "first", .autogenerate = true});
  project.upgrade();
  project.database.execute("CREATE TRIGGER theirs AFTER INSERT ON p BEGIN SELECT 1; END");
  project.write("lua/models.lua",
                model_file(R"lua(db:table("q", { column("a", Integer) }, { renamed_from = "p" }))lua"));
  const std::string written =
      base::read_file(project.migrator().revision({.message = "second", .autogenerate = true}).path);
  INFO(written);
  CHECK(written.find("-- op.drop_trigger(\"theirs\", \"q\")") != std::string::npos);
}
