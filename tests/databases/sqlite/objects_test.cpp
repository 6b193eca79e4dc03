// Views and triggers: what replacing one and renaming a column under one leaves.
#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

ops::CreateView replaced(std::string select, std::string name = "v") {
  return {.name = std::move(name), .select = std::move(select), .replace = true};
}

constexpr const char* view_with_trigger =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT); INSERT INTO t VALUES (1, 'x', 2);"
    "CREATE VIEW v AS SELECT id, a FROM t;"
    "CREATE TRIGGER to_t INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;"
    "CREATE TRIGGER \"from t\" INSTEAD OF DELETE ON V BEGIN DELETE FROM t WHERE id = OLD.id; END";

TEST_CASE("a view that is replaced keeps its triggers") {
  Laboratory laboratory(view_with_trigger);
  laboratory.run(replaced("SELECT id, a, b FROM t"));
  CHECK(laboratory.rows("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1") ==
        Texts{"'from t'|'V'", "'to_t'|'v'"});
  laboratory.execute("INSERT INTO v (a) VALUES ('new'); DELETE FROM v WHERE id = 1");
  CHECK(laboratory.rows("SELECT * FROM v") == Texts{"2|'new'|NULL"});
}

TEST_CASE("a view of an attached database keeps its triggers there") {
  Laboratory laboratory(
      "ATTACH ':memory:' AS other; CREATE TABLE other.t (a); CREATE VIEW other.v AS SELECT a FROM t;"
      "CREATE TRIGGER other.tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.a); END");
  ops::CreateView op = replaced("SELECT a, 1 AS one FROM t");
  op.schema = "other";
  laboratory.run(op);
  laboratory.execute("INSERT INTO other.v (a) VALUES (5)");
  CHECK(laboratory.rows("SELECT * FROM other.v") == Texts{"5|1"});
}

TEST_CASE("a view with another number of names than columns is refused when it is made") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  const auto words = [&](std::string select, std::vector<std::string> names) {
    ops::CreateView op = replaced(std::move(select));
    op.columns = std::move(names);
    return refusal([&] { laboratory.run(op); });
  };
  CHECK(words("SELECT a, b FROM t -- both", {"x", "y", "z"}) ==
        "the view \"v\" has names for 3 columns, and its SELECT gives not as many | name each column of the SELECT in "
        "`columns`, or leave `columns` out");
  CHECK(words("SELECT * FROM t", {"x"}).starts_with("the view \"v\" has names for 1 column, "));
  CHECK(
      words("WITH u AS (SELECT 1) SELECT * FROM u", {"x", "y"}).starts_with("the view \"v\" has names for 2 columns"));
  CHECK(laboratory.definition("v") == "none");
  CHECK(words("SELECT a, b FROM t -- both", {"x", "y"}) == "no error");
  CHECK(words("VALUES (1, 2), (3, 4)", {"x", "y"}) == "no error");
  // A table may be made later.
  CHECK(words("SELECT * FROM later", {"x"}) == "no error");
}

TEST_CASE("offline a script that replaces a view says what goes with it") {
  CHECK(compiled(replaced("SELECT 1")) ==
        Texts{"-- Triggers on the view go with it: make them again behind this.\nDROP VIEW IF EXISTS v",
              "CREATE VIEW v AS SELECT 1"});
}

TEST_CASE("a rename is refused where a view over a view would go on with a text in the place of the column") {
  const auto words = [](const std::string& objects) {
    Laboratory laboratory("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, o INT); INSERT INTO t VALUES (1, 'x', 1);" +
                          objects);
    const Texts before = laboratory.everything_but("");
    const std::string said =
        refusal([&] { laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}); });
    if (said != "no error") CHECK(laboratory.everything_but("") == before);
    return said;
  };
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT \"a\" FROM v") ==
        "the column \"a\" of \"t\" cannot be renamed: the view \"w\" names it in a view over the table, whose column "
        "changes its name too | drop that first and make it again with the new name, or give the column of the view "
        "between them a name: \"a\" AS \"a\"");
  CHECK(words("CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT upper(\"A\") AS c FROM v")
            .find("the view \"w\" names it") != std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE TABLE log (x);"
              "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log SELECT \"a\" FROM v; END")
            .find("the trigger \"tr\" names it") != std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE TABLE log (x);"
              "CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE log SET x = (SELECT max(\"a\") FROM v); END")
            .find("the trigger \"tr\" names it") != std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT * FROM v;"
              "CREATE VIEW x AS SELECT \"a\" FROM w")
            .find("the view \"x\" names it") != std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT * FROM v; CREATE TABLE log (x);"
              "CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE log SET x = (SELECT max(\"a\") FROM w); END")
            .find("the trigger \"tr\" names it") != std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id FROM t; CREATE TABLE log (a);"
              "CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE log SET \"a\" = (SELECT max(id) FROM v); END") ==
        "no error");
  // SQLite sees it by itself without quotes.
  CHECK(words("CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT a FROM v").find("no such column: a") !=
        std::string::npos);
  CHECK(words("CREATE VIEW v AS SELECT id, \"a\" FROM t") == "no error");
  CHECK(words("CREATE VIEW v AS SELECT id, a AS a FROM t; CREATE VIEW w AS SELECT a FROM v") == "no error");
  CHECK(words("CREATE VIEW v (n, a) AS SELECT id, a FROM t; CREATE VIEW w AS SELECT \"a\" FROM v") == "no error");
  CHECK(words("CREATE VIEW v AS SELECT id, \"a\" AS \"a\" FROM t; CREATE VIEW w AS SELECT \"a\" FROM v") == "no error");
  CHECK(words("CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT * FROM v") == "no error");
}

TEST_CASE("a name that changes its case alone is followed by all that names it") {
  Laboratory laboratory(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x');"
      "CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT \"a\" FROM v");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "A"});
  CHECK(laboratory.rows("SELECT * FROM w") == Texts{"'x'"});
}

TEST_CASE("the same where the table is made anew for another change") {
  Laboratory laboratory(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE VIEW v AS SELECT id, a FROM t;"
      "CREATE VIEW w AS SELECT \"a\" FROM v");
  const Texts before = laboratory.everything_but("");
  CHECK(refusal([&] {
          laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false, .new_column_name = "b"});
        }).find("the view \"w\" names it") != std::string::npos);
  CHECK(laboratory.everything_but("") == before);
}

TEST_CASE("the body of a trigger may end in a comment") {
  Laboratory laboratory("CREATE TABLE t (a); CREATE TABLE log (x)");
  const auto trigger = [](std::string name, std::string body) {
    return ops::CreateTrigger{.name = std::move(name), .table = "t", .when = "AFTER INSERT", .body = std::move(body)};
  };
  laboratory.run(trigger("one", "INSERT INTO log VALUES (1) -- the first"));
  laboratory.run(trigger("two", "INSERT INTO log VALUES (2); -- the second"));
  laboratory.run(trigger("three", "INSERT INTO log VALUES (3) /* the third; */ \n"));
  laboratory.run(trigger("four", "INSERT INTO log VALUES ('-- no comment')"));
  laboratory.execute("INSERT INTO t VALUES (1)");
  CHECK(laboratory.rows("SELECT x FROM log ORDER BY x") == Texts{"1", "2", "3", "'-- no comment'"});
}

TEST_CASE("a condition that ends in a comment, and a trigger of nothing but a comment, are refused") {
  CHECK(refusal([] {
          compiled(ops::CreateTrigger{.name = "tr", .table = "t", .when = "AFTER INSERT", .body = "-- nothing"});
        }).find("needs the statements that it runs") != std::string::npos);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
