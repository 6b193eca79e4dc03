#include "sql/split.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "sql/syntaxes.h"

using namespace luamigrate::sql;
using namespace luamigrate::sql::test;

using Statements = std::vector<std::string_view>;

TEST_CASE("statements come without their semicolons and the space around them") {
  CHECK(split_statements(" SELECT 1 ;\n\nSELECT 2", like_sqlite) == Statements{"SELECT 1", "SELECT 2"});
  CHECK(split_statements("SELECT ';' ; SELECT \";\"", like_sqlite) == Statements{"SELECT ';'", "SELECT \";\""});
}

TEST_CASE("nothing but comments, semicolons and space is no statement") {
  CHECK(split_statements("", like_sqlite) == Statements{});
  CHECK(split_statements(" ; -- x\n ;; /* ; */ ", like_sqlite) == Statements{});
  CHECK(split_statements("SELECT 1; -- done", like_sqlite) == Statements{"SELECT 1"});
}

TEST_CASE("comments inside a statement stay") {
  CHECK(split_statements("-- why;\nSELECT 1 /* ; */ + 1; SELECT 2", like_sqlite) ==
        Statements{"-- why;\nSELECT 1 /* ; */ + 1", "SELECT 2"});
}

TEST_CASE("a trigger's body is part of its statement, CASE and all") {
  constexpr auto trigger =
      "CREATE TEMP TRIGGER t AFTER UPDATE ON a WHEN CASE WHEN new.x THEN 1 END BEGIN\n"
      "  UPDATE b SET c = CASE WHEN new.end = 1 THEN 2 ELSE 3 END;\n  DELETE FROM d;\nEND";
  CHECK(split_statements(std::string(trigger) + "; SELECT 1", like_sqlite) == Statements{trigger, "SELECT 1"});
}

TEST_CASE("a CASE behind a CASE is one of its own") {
  constexpr auto trigger =
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (CASE WHEN 1 THEN 2 END, CASE WHEN 2 THEN 3 END);"
      " DELETE FROM a; END";
  CHECK(split_statements(std::string(trigger) + "; SELECT 1", like_sqlite) == Statements{trigger, "SELECT 1"});
  constexpr auto function =
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END + CASE WHEN true THEN 1 END;"
      " SELECT 2; END";
  CHECK(split_statements(std::string(function) + "; SELECT 1", like_postgresql) == Statements{function, "SELECT 1"});
}

TEST_CASE("what is called like a keyword of bodies opens and closes none") {
  CHECK(split_statements("CREATE TABLE event (id int, begin text); INSERT INTO event VALUES (1, 'a')", like_sqlite) ==
        Statements{"CREATE TABLE event (id int, begin text)", "INSERT INTO event VALUES (1, 'a')"});
  CHECK(split_statements("CREATE INDEX i ON event (begin); SELECT begin FROM event; SELECT 2", like_sqlite) ==
        Statements{"CREATE INDEX i ON event (begin)", "SELECT begin FROM event", "SELECT 2"});
  CHECK(split_statements("CREATE VIEW v AS SELECT begin FROM function; SELECT 2", like_sqlite) ==
        Statements{"CREATE VIEW v AS SELECT begin FROM function", "SELECT 2"});
  constexpr auto trigger =
      "CREATE TRIGGER t AFTER UPDATE OF begin, end ON a BEGIN UPDATE a SET begin = 1, end = begin WHERE end > 2; END";
  CHECK(split_statements(std::string(trigger) + "; SELECT 1", like_sqlite) == Statements{trigger, "SELECT 1"});
  constexpr auto procedure = "CREATE OR REPLACE DEFINER = admin@localhost PROCEDURE p() BEGIN SELECT 1; END";
  CHECK(split_statements(std::string(procedure) + "; SELECT 1", like_mysql) == Statements{procedure, "SELECT 1"});
  constexpr auto view = "CREATE DEFINER = admin@localhost VIEW v AS SELECT 1 FROM event";
  CHECK(split_statements(std::string(view) + "; SELECT begin", like_mysql) == Statements{view, "SELECT begin"});
}

TEST_CASE("a routine of MySQL may have IF, LOOP and CASE in its body") {
  constexpr auto routine =
      "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; WHILE b DO SELECT 2; END WHILE;"
      " CASE c WHEN 1 THEN SELECT 3; END CASE; BEGIN SELECT 4; END; FOR i IN 1..3 DO SELECT i; END FOR;"
      " SELECT a FROM t ORDER BY CASE a WHEN 1 THEN 1 ELSE 2 END FOR UPDATE; END";
  CHECK(split_statements(std::string(routine) + "; SELECT 5;", like_mysql) == Statements{routine, "SELECT 5"});
}

TEST_CASE("BEGIN as a transaction's start is a statement") {
  CHECK(split_statements("BEGIN; SELECT 1; END;", like_sqlite) == Statements{"BEGIN", "SELECT 1", "END"});
  CHECK(split_statements("BEGIN; SELECT 1; END;", like_postgresql) == Statements{"BEGIN", "SELECT 1", "END"});
}

TEST_CASE("BEGIN ATOMIC is a body on PostgreSQL, and a quoted body is a string") {
  constexpr auto atomic =
      "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC"
      " SELECT CASE WHEN a > 1 THEN 2 END; SELECT 3; END";
  CHECK(split_statements(std::string(atomic) + "; SELECT 4", like_postgresql) == Statements{atomic, "SELECT 4"});
  constexpr auto quoted =
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := 1; RETURN NEW; END $$";
  CHECK(split_statements(std::string(quoted) + "; SELECT 4", like_postgresql) == Statements{quoted, "SELECT 4"});
}

TEST_CASE("semicolons in the parentheses of a rule do not end it") {
  constexpr auto rule = "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)";
  CHECK(split_statements(std::string(rule) + "; SELECT 1", like_postgresql) == Statements{rule, "SELECT 1"});
}

TEST_CASE("a line with GO alone ends a batch, which is sent whole") {
  CHECK(split_statements("SELECT 1; SELECT 2\nGO\nSELECT '\nGO\n'\n go \n", like_mssql) ==
        Statements{"SELECT 1; SELECT 2", "SELECT '\nGO\n'"});
  CHECK(split_statements("SELECT 1; SELECT go FROM t", like_mssql) == Statements{"SELECT 1", "SELECT go FROM t"});
  CHECK(split_statements("SELECT 1;\nGO 3\r\nSELECT 2\n go  0\nSELECT 3\nGO 1 x\ngo", like_mssql) ==
        Statements{"SELECT 1;", "SELECT 1;", "SELECT 1;", "SELECT 3\nGO 1 x"});
  CHECK_THROWS_WITH(split_statements("SELECT 1\nGO 100001", like_mssql),
                    "GO 100001 sends its batch more often than 100000 times");
}

TEST_CASE("a text of Transact-SQL with variables, blocks or a routine is one batch") {
  for (const char* batch :
       {"DECLARE @n int = 1; UPDATE t SET a = @n;", "SET NOCOUNT ON; DECLARE @n int; SET @n = 1",
        "IF EXISTS (SELECT 1 FROM t) DELETE FROM t; SELECT 1", "BEGIN TRY SELECT 1; END TRY",
        "CREATE OR ALTER PROCEDURE p AS SELECT 1; SELECT 2", "ALTER FUNCTION f() RETURNS int AS x; y",
        "CREATE TRIGGER t ON u AFTER INSERT AS UPDATE a SET b = 1; UPDATE c SET d = 2;"})
    CHECK(split_statements(batch, like_mssql) == Statements{batch});
  CHECK(split_statements("BEGIN TRANSACTION; DROP TABLE IF EXISTS t; COMMIT", like_mssql) ==
        Statements{"BEGIN TRANSACTION", "DROP TABLE IF EXISTS t", "COMMIT"});
  CHECK(split_statements("CREATE TABLE t (a int); ALTER TABLE t ADD b int; UPDATE t SET b = 1", like_mssql).size() ==
        3);
}

TEST_CASE("DELIMITER says what ends the statements behind it, as for MySQL's own programs") {
  Syntax with_executable_comments = like_mysql;
  with_executable_comments.executable_comments = true;
  constexpr auto routine = "CREATE PROCEDURE p()\nIF 1 THEN SELECT ';'; -- //\nEND IF;";
  CHECK(split_statements("SELECT 1;\n DELIMITER //\n" + std::string(routine) + "//\nSELECT 2//\ndelimiter ;\nSELECT 3;",
                         like_mysql) == Statements{"SELECT 1", routine, "SELECT 2", "SELECT 3"});
  CHECK(split_statements("Delimiter $$\r\nSELECT `$$`, '$$' /* $$ */ AS END$$\r\n# $$\nSELECT 1$$", like_mysql) ==
        Statements{"SELECT `$$`, '$$' /* $$ */ AS END", "# $$\nSELECT 1"});
  CHECK(split_statements("DELIMITER ;; of a dump\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEGIN a; END */;;\nDELIMITER ;\n"
                         "/*!40101 SET a = 1 */;",
                         with_executable_comments) ==
        Statements{"/*!50003 CREATE*/ /*!50003 TRIGGER t BEGIN a; END */", "/*!40101 SET a = 1 */"});
  CHECK(split_statements("DELIMITER '; ;'\nSELECT 1; SELECT 2; ;SELECT 3; DELIMITER x\n", like_mysql) ==
        Statements{"SELECT 1; SELECT 2", "SELECT 3; DELIMITER x"});
}

TEST_CASE("DELIMITER is a name in the middle of a statement, and everywhere in other syntaxes") {
  constexpr auto table = "CREATE TABLE t (\n  delimiter VARCHAR(1)\n)";
  CHECK(split_statements(std::string(table) + "; SELECT delimiter FROM t", like_mysql) ==
        Statements{table, "SELECT delimiter FROM t"});
  CHECK(split_statements("SELECT 1; DELIMITER //\nSELECT 2", like_mysql) ==
        Statements{"SELECT 1", "DELIMITER //\nSELECT 2"});
  CHECK(split_statements("DELIMITER //\nSELECT 1\n  DELIMITER ;\n// SELECT 2", like_mysql) ==
        Statements{"SELECT 1\n  DELIMITER ;", "SELECT 2"});
  CHECK(split_statements("DELIMITER //\nSELECT 1; SELECT 2//", like_sqlite) ==
        Statements{"DELIMITER //\nSELECT 1", "SELECT 2//"});
}

TEST_CASE("DELIMITER without a delimiter is an error that names its line") {
  for (const auto* text : {"SELECT 1;\nDELIMITER", "SELECT 1;\nDELIMITER  \n//", "\nDELIMITER ''", "\nDELIMITER a\\"}) {
    try {
      split_statements(text, like_mysql);
      FAIL_CHECK(text);
    } catch (const luamigrate::Error& error) {
      CHECK(error.kind() == luamigrate::ErrorKind::script);
      CHECK(error.message().find("in line 2 ") != std::string::npos);
    }
  }
}

TEST_CASE("a semicolon is put behind the last word, not into the comment after it") {
  CHECK(with_semicolon("SELECT 1", like_sqlite) == "SELECT 1;");
  CHECK(with_semicolon("SELECT 1 ; \n", like_sqlite) == "SELECT 1 ;");
  CHECK(with_semicolon("SELECT 1 -- one;", like_sqlite) == "SELECT 1; -- one;");
  CHECK(with_semicolon("SELECT ';'", like_sqlite) == "SELECT ';';");
  CHECK(with_semicolon(" -- nothing ", like_sqlite).empty());
}
