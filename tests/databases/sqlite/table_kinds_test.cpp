// STRICT and WITHOUT ROWID tables through the operations that rebuild.
#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

constexpr const char* body =
    "CREATE TABLE t (k TEXT NOT NULL, b INTEGER NOT NULL, c TEXT COLLATE RTRIM, d TEXT AS (c || b) VIRTUAL, e ANY, "
    "CHECK (b > 0), PRIMARY KEY (k, b))";

TEST_CASE("the kind of a table survives every rebuild, and so do its rows") {
  for (const std::string suffix : {" STRICT", " WITHOUT ROWID", " without rowid , strict", ""}) {
    INFO("the table is" << suffix);
    Laboratory laboratory(std::string(body) + suffix);
    laboratory.execute(
        "CREATE INDEX ix ON t (c, b) WHERE b > 1; CREATE VIEW v AS SELECT k, d FROM t; CREATE TABLE log (x);"
        "CREATE TRIGGER tr AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.k); END;"
        "INSERT INTO t (k, b, c, e) VALUES ('z', 1, 'one ', 1.5), ('a', 2, NULL, X'00')");
    const Texts rows = laboratory.rows("SELECT k, b, c, d, e FROM t ORDER BY k");
    const Texts others =
        laboratory.rows("SELECT type, name, sql FROM sqlite_master WHERE name IN ('ix', 'v', 'tr') ORDER BY 2");

    laboratory.run(ops::AlterColumn{.table = "t", .column = "c", .server_default = std::string("none")});
    laboratory.run(ops::CreateUniqueConstraint{.name = named("u"), .table = "t", .columns = {"b"}});
    laboratory.run(ops::CreateCheckConstraint{.name = named("ck"), .table = "t", .condition = "k <> ''"});
    laboratory.run(ops::DropConstraint{.name = named("u"), .table = "t"});
    laboratory.run(ops::AddColumn{
        .table = "t",
        .column = {.name = "f", .type = type("Integer"), .nullable = false, .server_default = schema::Sql{"1 + 1"}}});

    CHECK(
        laboratory.definition("t") ==
        "CREATE TABLE \"t\" (k TEXT NOT NULL, b INTEGER NOT NULL, c TEXT COLLATE RTRIM DEFAULT 'none', d TEXT AS (c || "
        "b) VIRTUAL, e ANY, f INTEGER DEFAULT (1 + 1) NOT NULL, CHECK (b > 0), PRIMARY KEY (k, b), CONSTRAINT ck CHECK "
        "(k <> ''))" +
            suffix);
    CHECK(laboratory.rows("SELECT k, b, c, d, e FROM t ORDER BY k") == rows);
    CHECK(laboratory.rows("SELECT f FROM t") == Texts{"2", "2"});
    CHECK(laboratory.rows("SELECT type, name, sql FROM sqlite_master WHERE name IN ('ix', 'v', 'tr') ORDER BY 2") ==
          others);
  }
}

TEST_CASE("a new integer key of a table that had a hidden row id numbers the rows") {
  Laboratory laboratory("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('y')");
  laboratory.run(ops::AddColumn{.table = "t", .column = {.name = "id", .type = type("Integer"), .primary_key = true}});
  CHECK(laboratory.rows("SELECT id, a FROM t") == Texts{"1|'x'", "2|'y'"});
}

TEST_CASE("a column of a STRICT table that takes any value takes them as they are") {
  Laboratory laboratory("CREATE TABLE t (k INTEGER PRIMARY KEY, b TEXT) STRICT");
  laboratory.execute("INSERT INTO t VALUES (1, '007'), (2, 'abc'), (3, '1e5'), (4, ' 12 ')");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "b", .type = type("SqlType", {std::string("ANY")})});
  CHECK(laboratory.rows("SELECT b, typeof(b) FROM t") ==
        Texts{"'007'|'text'", "'abc'|'text'", "'1e5'|'text'", "' 12 '|'text'"});
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
