// Tables in attached databases and temporary ones.
#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

TEST_CASE("a table of an attached database is rebuilt there, with its indexes and triggers") {
  Laboratory laboratory(
      "ATTACH ':memory:' AS aux; CREATE TABLE t (other);"
      "CREATE TABLE aux.t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, up INTEGER REFERENCES t (id));"
      "CREATE INDEX aux.ix ON t (a); CREATE TABLE aux.log (x); CREATE VIEW aux.v AS SELECT a FROM t;"
      "CREATE TRIGGER aux.tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;"
      "INSERT INTO aux.t VALUES (5, 'x', NULL), (9, 'y', 5)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .schema = "aux", .nullable = false});
  laboratory.run(
      ops::AddColumn{.table = "t", .column = {.name = "n", .type = type("Text"), .unique = true}, .schema = "aux"});
  CHECK(laboratory.rows(
            "SELECT type, name, sql FROM aux.sqlite_master WHERE name IN ('t', 'ix', 'tr', 'v') ORDER BY 2") ==
        Texts{"'index'|'ix'|'CREATE INDEX ix ON t (a)'",
              "'table'|'t'|'CREATE TABLE \"t\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL, up INTEGER "
              "REFERENCES t (id), n TEXT, UNIQUE (n))'",
              "'trigger'|'tr'|'CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END'",
              "'view'|'v'|'CREATE VIEW v AS SELECT a FROM t'"});
  CHECK(laboratory.rows("SELECT * FROM aux.t") == Texts{"5|'x'|NULL|NULL", "9|'y'|5|NULL"});
  CHECK(laboratory.rows("SELECT * FROM aux.sqlite_sequence") == Texts{"'t'|9"});
  CHECK(laboratory.definition("t") == "CREATE TABLE t (other)");
}

TEST_CASE("a temporary table stays one") {
  Laboratory laboratory("CREATE TEMP TABLE t (a TEXT); INSERT INTO t VALUES ('x')");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false});
  CHECK(laboratory.rows("SELECT sql FROM temp.sqlite_master") == Texts{"'CREATE TABLE \"t\" (a TEXT NOT NULL)'"});
  CHECK(laboratory.definition("t") == "none");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"'x'"});
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
