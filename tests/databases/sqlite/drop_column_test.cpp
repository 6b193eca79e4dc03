#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

ops::DropColumn drop(std::string column, std::string table = "t") {
  return {.table = std::move(table), .column = std::move(column)};
}

TEST_CASE("a column that only indexes use is dropped by SQLite itself, the indexes before") {
  Laboratory laboratory(
      "CREATE TABLE t (a, b, c); CREATE INDEX b ON t (a); CREATE INDEX ix_b ON t (lower(b)); "
      "CREATE INDEX ix_where ON t (a) WHERE b > 1");
  CHECK(compiled(drop("b"), laboratory.inspector()) ==
        Texts{"DROP INDEX IF EXISTS ix_b", "DROP INDEX IF EXISTS ix_where", "ALTER TABLE t DROP COLUMN b"});
  laboratory.run(drop("b"));
  CHECK(laboratory.definition("t") == "CREATE TABLE t (a, c)");
}

TEST_CASE("a comment with a comma before the last column does not keep it there") {
  Laboratory laboratory("CREATE TABLE t (a INT, -- one, two\n b INT /* , */)");
  laboratory.run(drop("b"));
  CHECK(laboratory.rows("SELECT name FROM pragma_table_info('t')") == Texts{"'a'"});
}

TEST_CASE("unique constraints, foreign keys and keys that use the column go along") {
  Laboratory simple(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);"
      "CREATE TABLE t (a INTEGER, b TEXT UNIQUE, c INTEGER REFERENCES p (id), d INT, e INT REFERENCES t (b),"
      " UNIQUE (a, b), CONSTRAINT fk FOREIGN KEY (d) REFERENCES p (id), PRIMARY KEY (a, d));"
      "CREATE INDEX ix_bc ON t (b, c); CREATE INDEX ix_a ON t (a);"
      "INSERT INTO t VALUES (1, 'x', NULL, NULL, NULL), (2, 'y', NULL, 4, 'x')");
  simple.execute("INSERT INTO p VALUES (4, 'four')");
  simple.run(drop("b"));
  CHECK(simple.definition("t") ==
        "CREATE TABLE \"t\" (a INTEGER, c INTEGER REFERENCES p (id), d INT, e INT, CONSTRAINT fk FOREIGN KEY (d) "
        "REFERENCES p (id), PRIMARY KEY (a, d))");
  CHECK(simple.definition("ix_bc") == "none");
  CHECK(simple.definition("ix_a") == "CREATE INDEX ix_a ON t (a)");
  simple.run(drop("d"));
  CHECK(simple.definition("t") == "CREATE TABLE \"t\" (a INTEGER, c INTEGER REFERENCES p (id), e INT)");
  simple.run(drop("c"));
  CHECK(simple.rows("SELECT rowid, * FROM t") == Texts{"1|1|NULL", "2|2|'x'"});
}

TEST_CASE("a CHECK or a generated column that names the column is an error that says which") {
  Laboratory laboratory(company);
  const auto words = [&](std::string column) {
    return refusal([&] { laboratory.run(drop(std::move(column), "employees")); });
  };
  CHECK(words("team_id") ==
        "the column \"team_id\" of \"employees\" cannot be dropped: CHECK (team_id > 0) names it | drop or change that "
        "first");
  CHECK(
      words("full name") ==
      "the column \"full name\" of \"employees\" cannot be dropped: GENERATED ALWAYS AS (substr(\"full name\", 1, 1)) "
      "VIRTUAL names it | drop or change that first");
  CHECK(words("nothing").find("has no column \"nothing\"") != std::string::npos);
}

TEST_CASE("what names a column that SQLite would drop by itself is an error all the same") {
  const auto words = [](const std::string& object) {
    Laboratory laboratory("CREATE TABLE t (a, b INT); CREATE TABLE o (x); INSERT INTO t VALUES (1, 3);" + object);
    const Texts before = laboratory.everything_but("");
    const std::string said = refusal([&] { laboratory.run(drop("b")); });
    CHECK(laboratory.everything_but("") == before);
    return said;
  };
  const auto named_by = [](const char* what) {
    return fmt::format("the column \"b\" of \"t\" cannot be dropped: {} names it | drop or change that first", what);
  };
  CHECK(words("CREATE VIEW v AS SELECT a, \"b\" FROM t") == named_by("the view \"v\""));
  CHECK(words("CREATE VIEW v AS SELECT a FROM t WHERE \"b\" > 1") == named_by("the view \"v\""));
  for (const char* trigger : {"CREATE TRIGGER g AFTER INSERT ON o BEGIN UPDATE t SET b = 1; END",
                              "CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN DELETE FROM o; END",
                              "CREATE TRIGGER g AFTER INSERT ON o BEGIN INSERT INTO t (a, b) VALUES (1, 2); END",
                              "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM o WHERE x = NEW.\"b\"; END"})
    CHECK(words(trigger) == named_by("the trigger \"g\""));
  CHECK(words("CREATE UNIQUE INDEX u ON t (b); CREATE TABLE c (x REFERENCES t (b))").find("foreign key mismatch") !=
        std::string::npos);
}

TEST_CASE("a view that names the column is an error, whichever way the column is dropped") {
  const auto words = [](const char* column, const char* view) {
    Laboratory laboratory(std::string("CREATE TABLE t (a, b UNIQUE, c);") + view);
    const Texts before = laboratory.everything_but("");
    const std::string said = refusal([&] { laboratory.run(drop(column)); });
    CHECK((said == "no error" || laboratory.everything_but("") == before));
    return said;
  };
  CHECK(words("c", "CREATE VIEW v AS SELECT c FROM t").find("error in view v after drop column: no such column: c") ==
        0);
  CHECK(words("b", "CREATE VIEW v AS SELECT b FROM t") == "no such column: b | ");
  CHECK(words("b", "CREATE VIEW v AS SELECT \"b\" FROM t") ==
        "the column \"b\" of \"t\" cannot be dropped: the view \"v\" names it | drop or change that first");
  CHECK(words("b", "CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT b FROM v") == "no such column: b | ");
  CHECK(words("b", "CREATE VIEW v AS SELECT * FROM t") == "no error");
}

TEST_CASE("a trigger that names the column is an error, on this table and on another") {
  const auto words = [](const char* column, const char* trigger) {
    Laboratory laboratory(std::string("CREATE TABLE t (a, b UNIQUE, c); CREATE TABLE u (x);") + trigger);
    return refusal([&] { laboratory.run(drop(column)); });
  };
  CHECK(words("b", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.b); END") ==
        "the column \"b\" of \"t\" cannot be dropped: the trigger \"tr\" names it | drop or change that first");
  CHECK(words("c", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.c); END") ==
        "the column \"c\" of \"t\" cannot be dropped: the trigger \"tr\" names it | drop or change that first");
  CHECK(words("b", "CREATE TRIGGER tr AFTER INSERT ON u BEGIN UPDATE t SET b = new.x; END") ==
        "the column \"b\" of \"t\" cannot be dropped: the trigger \"tr\" names it | drop or change that first");
  CHECK(words("b", "CREATE TRIGGER tr AFTER INSERT ON u BEGIN UPDATE t SET c = new.x; END") == "no error");
}

TEST_CASE("the only column of a table, and the key of one WITHOUT ROWID, cannot go") {
  Laboratory laboratory("CREATE TABLE t (a); CREATE TABLE w (a PRIMARY KEY, b) WITHOUT ROWID");
  CHECK(refusal([&] { laboratory.run(drop("a")); }) ==
        "\"a\" is the only column of \"t\" | drop the table, or add another column first");
  CHECK(refusal([&] {
          laboratory.run(drop("a", "w"));
        }).find("the primary key, which a table WITHOUT ROWID must have") != std::string::npos);
}

TEST_CASE("a column goes and everything else stays") {
  Laboratory laboratory(company);
  laboratory.execute("DROP INDEX ix_lower; DROP INDEX ix_rich; DROP TRIGGER tr_insert");
  const auto others = [&] {
    Texts rows = laboratory.rows(
        "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%' ORDER BY 1, 2");
    for (const char* table : {"badges", "teams", "audit", "people", "crowds", "sqlite_sequence"})
      for (const std::string& row : laboratory.rows(std::string("SELECT * FROM ") + table)) rows.push_back(row);
    for (const std::string& row : laboratory.rows("SELECT id, salary, boss_id, note, initial, doubled FROM employees"))
      rows.push_back(row);
    return rows;
  };
  const Texts before = others();
  laboratory.run(drop("email", "employees"));
  CHECK(others() == before);
  std::string expected(employees_text);
  expected.erase(expected.find("\n  `email` TEXT UNIQUE ON CONFLICT IGNORE, /* may be absent */"),
                 std::string("\n  `email` TEXT UNIQUE ON CONFLICT IGNORE, /* may be absent */").size());
  CHECK(laboratory.definition("employees") == expected);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
