// What --sql prints, run by MariaDB's own program, leaves the same as the online run: with the values that its literals
// find hard, and with triggers and routines whose bodies hold semicolons.
#include <catch2/catch.hpp>

#include "live/database_program.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

void add_history(TestProject& project) {
  project.revision("m1", "", R"lua(function upgrade()
  op.create_table("kinds", {
    column("id", Integer, { primary_key = true, autoincrement = false }),
    column("s", Text), column("d", String(60), { server_default = "it's a \\ \"default\"; of two parts" }),
    column("z", String(9), { server_default = "a\0b", comment = "\0" }), column("n", BigInteger, { server_default = -1 }), column("f", Double, { server_default = -0.5 }),
    column("b", Boolean, { nullable = false, server_default = true, comment = "yes; or \\ no, it's" }),
    column("raw", mysql.LONGBLOB), column("day", Date), column("num", Numeric(38, 10)), column("j", JSON),
    column("e", mysql.ENUM{"a;b", "it's", "back\\slash"}),
  }, { comment = "it's a \\ comment; of two parts" })
  op.create_table("marks", { column("m", Integer), column("at", mysql.DATETIME{ fsp = 6 }) })
end
function downgrade()
  op.drop_table("marks")
  op.drop_table("kinds")
end)lua");
  project.revision("m2", "m1", R"lua(function upgrade()
  local texts = { "it's", "back\\slash", "\\", "\\'; DROP TABLE kinds; --", "two\nlines", "dos\r\nlines\r\n", "tab\t",
    "änderung 日本語 🎉", "$1 :name ? ?? ::text", "-- no comment", "/* none */", "# none", "", " ", "NULL", "%s %% {}",
    "\"quoted\" `back` [square]", "\\d", "DELIMITER ;;", "a\nDELIMITER //\nb", "go", "\1\27\127", "\\g", ";;", "zero\0byte", "\0", "\\\0'" }
  local rows = {}
  for i, text in ipairs(texts) do rows[i] = { id = i, s = text } end
  op.bulk_insert("kinds", rows)
  op.bulk_insert("kinds", {
    { id = 100, n = math.maxinteger, f = 1e308, b = false, raw = blob("\0\1\39\92\255"), day = "2024-02-29" },
    { id = 101, n = math.mininteger, f = -5e-324, raw = blob(""), e = "a;b" },
    { id = 102, n = null, f = 0.1, num = "-12345678901234567890.0123456789", j = json({ a = { "it's", "\\" } }) },
    { id = 103, s = null, e = "back\\slash" }, { id = 104, f = -0.0 }, { id = 105, f = 2^53 + 1 } })
  for i, text in ipairs(texts) do
    op.execute("INSERT INTO kinds (id, s, n) VALUES (:id, :s, 10 -:n)", { id = 200 + i, s = text, n = -i })
    op.execute("UPDATE kinds SET s = CONCAT(s, ?, ':no ? -- \\:x') /* :no ? ; */ WHERE id = ?", { text, 200 + i })
  end
end
function downgrade() op.execute("DELETE FROM kinds -- all; of them") end)lua");
  project.revision("m3", "m2", R"lua(function upgrade()
  op.create_trigger("tr", "kinds", { when = "AFTER INSERT", body = [[BEGIN
    IF NEW.id > 0 THEN
      INSERT INTO marks (m) VALUES (CASE WHEN NEW.id > 1000 THEN 1 ELSE 2 END); -- ; here
    ELSE
      DELETE FROM marks WHERE m = 2;
    END IF;
  END]] })
  op.execute([[CREATE PROCEDURE fill(IN most INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < most DO
    SET i = i + 1;
    INSERT INTO kinds (id, s) VALUES (500 + i, 'by; hand');
  END WHILE;
END]])
  op.execute("CREATE /*!50003 TRIGGER tr2 AFTER DELETE ON kinds FOR EACH ROW BEGIN DELETE FROM marks; END */")
  op.execute([[CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC
BEGIN DECLARE b INT; SET b = a * 2; RETURN b; END]])
  op.execute("CALL fill(3); UPDATE kinds SET n = twice(21) WHERE id = 501")
  op.create_view("shown", "SELECT id, s FROM kinds WHERE s <> 'a;b' -- not; these")
end
function downgrade()
  op.drop_view("shown")
  op.execute("DROP FUNCTION twice")
  op.execute("DROP PROCEDURE fill")
  op.drop_trigger("tr", "kinds")
  op.drop_trigger("tr2", "kinds")
  op.execute("DELETE FROM kinds WHERE id > 500; DELETE FROM marks")
end)lua");
  project.revision("m4", "m3", R"lua(function change()
  op.rename_table("marks", "Marks here")
  op.add_column("Marks here", column("grade", Integer, { server_default = 3 }))
  op.create_index("ix marks", "Marks here", { "grade" })
  op.create_check_constraint("ck;marks", "Marks here", "grade < 10")
end)lua");
}

}  // namespace

TEST_CASE("a script leaves on MariaDB what the online run does, over any range and both ways") {
  TestProject project("mysql", "log_table = false\n");
  add_history(project);
  const std::vector<std::string> ids{"m1", "m2", "m3", "m4"};
  auto [up, down] = dumps_of(project, ids);
  REQUIRE(up["m3"].find("CREATE DEFINER") != std::string::npos);

  const LiveDatabase whole("mysql");
  run_by_program(whole, script_of(project, "head", true));
  CHECK(difference(up["m4"], dumped(whole)) == "");
  run_by_program(whole, script_of(project, "m4:base", false));
  CHECK(difference(down["base"], dumped(whole)) == "");

  const LiveDatabase parts("mysql");
  for (std::size_t i = 0; i < ids.size(); ++i) {
    run_by_program(parts, script_of(project, (i == 0 ? "base" : ids[i - 1]) + ":" + ids[i], true));
    CHECK(difference(up[ids[i]], dumped(parts)) == "");
  }
  for (std::size_t i = ids.size(); i-- > 0;) {
    const std::string target = i == 0 ? "base" : ids[i - 1];
    run_by_program(parts, script_of(project, ids[i] + ":" + target, false));
    CHECK(difference(down[target], dumped(parts)) == "");
  }
}

TEST_CASE("a dump with routines and triggers runs as by MariaDB's own program, online and as a script") {
  const LiveDatabase original("mysql");
  run_by_program(original, R"sql(
CREATE TABLE kinds (id INT PRIMARY KEY, delimiter VARCHAR(9) DEFAULT ';') COMMENT 'a; b';
CREATE TABLE marks (m INT);
DELIMITER //
CREATE TRIGGER tr AFTER INSERT ON kinds FOR EACH ROW IF NEW.id > 0 THEN INSERT INTO marks VALUES (1); END IF//
CREATE PROCEDURE fill(IN most INT) COMMENT ';;'
BEGIN
  DECLARE i INT DEFAULT 0;
  again: WHILE i < most DO -- ; // ;;
    SET i = i + 1;
    INSERT INTO kinds (id) VALUES (500 + i);
  END WHILE again;
END//
DELIMITER ;
CALL fill(3);
)sql");
  const std::string dump = dumped(original);
  REQUIRE(dump.find("DELIMITER ;;") != std::string::npos);

  TestProject project("mysql");
  project.write("dump.sql", dump);
  project.revision("d1", "", "op.execute_file('dump.sql')", "");
  const std::string script = script_of(project, "base:d1", true);
  project.upgrade();
  CHECK(project.version_rows() == std::vector<std::string>{"d1"});
  const LiveDatabase by_script("mysql");
  run_by_program(by_script, script);
  for (const LiveDatabase* restored : std::initializer_list<const LiveDatabase*>{&project.database, &by_script}) {
    for (const char* own : {"luamigrate_version", "luamigrate_log"})
      restored->execute(std::string("DROP TABLE IF EXISTS ") + own);
    CHECK(difference(dump, dumped(*restored)) == "");
  }
}

TEST_CASE("carriage returns in bodies stay in a script that is run with --binary-mode") {
  TestProject project("mysql", "log_table = false\n");
  project.revision(
      "b1", "", R"lua(op.create_trigger("tr", "kinds", { when = "BEFORE INSERT", body = "SET NEW.s = 'a\r\nb';\r\n" })
    op.create_function("f()", "RETURN\r\n1", { returns = "INT", volatility = "immutable" }))lua",
      "");
  const std::string script = script_of(project, "head", true);
  const LiveDatabase by_script("mysql");
  project.database.execute("CREATE TABLE kinds (s TEXT)");
  by_script.execute("CREATE TABLE kinds (s TEXT)");
  project.upgrade();
  run_by_program(by_script, script, "--binary-mode");
  const std::string bodies =
      "SELECT HEX(ACTION_STATEMENT) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
      " UNION ALL SELECT HEX(ROUTINE_DEFINITION) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()";
  const std::vector<std::string> online = project.database.rows(bodies);
  REQUIRE(online.size() == 2);
  CHECK(online[1].find("0D0A") != std::string::npos);
  CHECK(by_script.rows(bodies) == online);
}
