// What --sql prints, run by the database's own program, leaves the same schema and the same rows as the online run:
// for a history with values of every kind, over any range, upward and downward.
#include <catch2/catch.hpp>

#include "live/database_program.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

constexpr std::string_view values = R"lua(
local texts = { "it's", "back\\slash", "\\", "\\'; DROP TABLE kinds; --", "two\nlines", "dos\r\nlines\r\n", "\r", "tab\t",
  "änderung 日本語 🎉", "\u{202e}right to left", "$1 $tag$ :name ? ?? ::text", "-- no comment", "/* none */", "", " ",
  "NULL", "%s %% {}", "\"quoted\" `back` [square]", ".dump", "\\d", "go", "/", "\1\27\127" }
)lua";

void add_history(TestProject& project) {
  const std::string with_values(values);
  project.revision("r1", "", R"lua(function upgrade()
  op.create_table("kinds", {
    column("id", Integer, { primary_key = true, autoincrement = false }),
    column("s", Text, { server_default = "it's a \\ \"default\"\nof two lines" }),
    column("n", BigInteger, { server_default = -1 }), column("f", Double, { server_default = -0.5 }),
    column("b", Boolean, { nullable = false, server_default = true }),
    column("raw", Binary), column("d", Date), column("ts", DateTime{ timezone = true }),
    column("num", Numeric(38, 10)), column("j", JSON), column("u", Uuid),
  }, { comment = "it's a \\ comment" })
end
function downgrade() op.drop_table("kinds") end)lua");
  project.revision("r2", "r1", with_values + R"lua(function upgrade()
  local rows = {}
  for i, text in ipairs(texts) do rows[i] = { id = i, s = text } end
  op.bulk_insert("kinds", rows)
  op.bulk_insert("kinds", {
    { id = 100, n = math.maxinteger, f = 1e308, b = false, raw = blob("\0\1\39\92\255"), d = "2024-02-29" },
    { id = 101, n = math.mininteger, f = -5e-324, raw = blob(""), ts = "2024-02-29 12:34:56.789+02" },
    { id = 102, n = null, f = 0.1, num = "-12345678901234567890.0123456789", j = json({ a = { "it's", "\\" } }) },
    { id = 103, f = 1/0, u = "6ba7b810-9dad-11d1-80b4-00c04fd430c8" },
    { id = 104, f = -1/0, s = null }, { id = 105, f = op.dialect == "postgresql" and 0/0 or 1 }, { id = 106, f = -0.0 }, { id = 107, f = 2^53 + 1 } })
end
function downgrade() op.execute("DELETE FROM kinds") end)lua");
  project.revision("r3", "r2", with_values + R"lua(function upgrade()
  for i, text in ipairs(texts) do
    op.execute("INSERT INTO kinds (id, s, n) VALUES (:id, :s, 10 -:n)", { id = 200 + i, s = text, n = -i })
    op.execute("UPDATE kinds SET s = s || ? || ':no ? -- \\:x' /* :no ? */ WHERE id = ?", { text, 200 + i })
  end
  op.execute("INSERT INTO kinds (id, f, b, raw, s) VALUES (:id, :f, :b, :raw, CAST(:s AS text))",
    { id = 300, f = -1/0, b = false, raw = blob("'\\\0"), s = null })
  op.execute("UPDATE kinds SET s = '\\:id \\\\ ' || :s WHERE id = :id", { s = "x", id = 300 })
  if op.dialect == "postgresql" then
    op.execute([==[UPDATE kinds SET j = (:j::jsonb || '{"b": "c:d"}')::json, n = :n::smallint
      WHERE id = :id AND ('{"a": 1}'::jsonb ? 'a') AND NOT '{"a": 1}'::jsonb ?| ARRAY['b']]==],
      { j = json({ a = "it's \\" }), n = -32768, id = 300 })
  end
  op.execute_file("seed.sql")
  op.execute_file("named.sql", { note = "it's; \\ named\r\n", id = 400 })
end
function downgrade() op.execute("DELETE FROM kinds WHERE id >= 200; DROP TABLE seeded") end)lua");
  project.write("seed.sql",
                "-- a comment; with a semicolon\r\n"
                "CREATE TABLE seeded (id INTEGER, note TEXT /* ; */);\r\n"
                "INSERT INTO seeded VALUES (1, 'a;b'), (2, 'it''s :no ?');\r\n\r\n"
                "INSERT INTO seeded SELECT 3, \"note\" FROM seeded WHERE id = 1; -- the end");
  project.write("named.sql",
                "INSERT INTO seeded (id, note) VALUES (:id, :note); UPDATE kinds SET s = :note WHERE id = 1");
  project.revision("r4", "r3", R"lua(function change()
  op.rename_table("seeded", "Seeds")
  op.add_column("Seeds", column("grade", Integer, { server_default = 3 }))
  op.create_index("ix seeds", "Seeds", { "grade", sql("lower(note)") }, { where = "grade > 0" })
  op.reversible(function() op.execute("UPDATE \"Seeds\" SET grade = 4 WHERE id = 1") end,
                function() op.execute("UPDATE \"Seeds\" SET note = 'back' WHERE id = 1") end)
end)lua");
  project.revision("r5", "r4", R"lua(transactional = false
function upgrade()
  op.create_index("ix_kinds_n", "kinds", { "n" }, { postgresql_concurrently = true })
end
function downgrade() op.drop_index("ix_kinds_n", "kinds", { postgresql_concurrently = true }) end)lua");
  project.revision("r6", "r5", R"lua(function upgrade()
  op.execute("CREATE TABLE marks (m INTEGER)")
  op.autocommit_block(function()
    op.create_index("ix_kinds_d", "kinds", { "d" }, { postgresql_concurrently = true })
  end)
  op.create_view("shown", "SELECT id, s FROM kinds WHERE s <> 'a;b' -- not these")
  if op.dialect == "postgresql" then
    op.execute([[CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $mark$
      BEGIN INSERT INTO marks VALUES (1); /* $$ */ RETURN NEW; END $mark$; CREATE TRIGGER tr AFTER INSERT ON kinds
      FOR EACH ROW EXECUTE FUNCTION mark()]])
  else
    op.execute([[CREATE TRIGGER tr AFTER INSERT ON kinds BEGIN
      INSERT INTO marks VALUES (CASE WHEN NEW.id > 0 THEN 1 ELSE 2 END); DELETE FROM marks WHERE m = 2; END;]])
    op.batch_alter_table("Seeds", { copy_from = { column("id", Integer), column("note", Text),
      column("grade", Integer, { server_default = 3 }),
      index("ix seeds", { "grade", sql("lower(note)") }, { where = "grade > 0" }) }, recreate = "always" }, function(batch)
        batch.alter_column("grade", { nullable = false, server_default = 7 })
    end)
  end
  op.bulk_insert("kinds", { { id = 500, s = "marked" } })
end
function downgrade()
  op.drop_view("shown")
  op.execute(op.dialect == "postgresql" and "DROP TRIGGER tr ON kinds; DROP FUNCTION mark()" or "DROP TRIGGER tr")
  op.execute("DROP TABLE marks; DELETE FROM kinds WHERE id = 500")
  op.autocommit_block(function() op.drop_index("ix_kinds_d", "kinds", { postgresql_concurrently = true }) end)
end)lua");
}

}  // namespace

TEST_CASE("a script leaves the same schema and rows as the online run, over any range and both ways") {
  const std::string name = GENERATE(from_range(databases_that_roll_back_ddl()));
  TestProject project(name, "log_table = false\n");
  add_history(project);
  const std::vector<std::string> ids{"r1", "r2", "r3", "r4", "r5", "r6"};
  auto [up, down] = dumps_of(project, ids);

  // Up and down at once.
  const LiveDatabase whole(name);
  run_by_program(whole, script_of(project, "head", true));
  CHECK(difference(up["r6"], dumped(whole)) == "");
  run_by_program(whole, script_of(project, "r6:base", false));
  CHECK(difference(down["base"], dumped(whole)) == "");

  // By ranges.
  const LiveDatabase parts(name);
  run_by_program(parts, script_of(project, "base:r1", true));
  CHECK(difference(up["r1"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r1:r4", true));
  CHECK(difference(up["r4"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r4:+1", true));
  CHECK(difference(up["r5"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r5:head", true));
  CHECK(difference(up["r6"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r6:r4", false));
  CHECK(difference(down["r4"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r4:-1", false));
  CHECK(difference(down["r3"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r3:r1", false));
  CHECK(difference(down["r1"], dumped(parts)) == "");
  run_by_program(parts, script_of(project, "r1:base", false));
  CHECK(difference(down["base"], dumped(parts)) == "");
}
