// What a batch block says about its table: copy_from, reflect_overrides, table_args, table_kwargs, naming_convention,
// partial_reordering. The names of columns and constraints that come out are those that Alembic 1.8 leaves.
#include <algorithm>
#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Column;
using schema::Element;

ops::Operation add(std::string column, std::string before = {}, std::string after = {}) {
  return {ops::AddColumn{.table = "t",
                         .column = {.name = std::move(column), .type = type("Integer")},
                         .insert_before = std::move(before),
                         .insert_after = std::move(after)},
          {}};
}

ops::Operation nullable(std::string column, bool value = true) {
  return {ops::AlterColumn{.table = "t", .column = std::move(column), .nullable = value}, {}};
}

Texts columns(Laboratory& laboratory) {
  return laboratory.rows("SELECT name FROM pragma_table_xinfo('t')");
}

TEST_CASE("a column may be put between two, and not before one that stands before the other") {
  Laboratory laboratory("CREATE TABLE t (a INT, b INT, c INT)");
  laboratory.run(ops::BatchAlterTable{.table = "t", .operations = {add("n", "b", "a")}});
  CHECK(columns(laboratory) == Texts{"'a'", "'n'", "'b'", "'c'"});
  CHECK(refusal([&] { laboratory.run(ops::BatchAlterTable{.table = "t", .operations = {add("m", "a", "b")}}); }) ==
        "\"m\" cannot stand before \"a\" and behind \"b\" | "
        "give insert_before or insert_after, or both for a place between them");
}

TEST_CASE("a block drops a column with what is computed from it") {
  Laboratory laboratory(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, c INT GENERATED ALWAYS AS (a * 2) STORED);"
      "INSERT INTO t VALUES (1, 5)");
  const auto drop = [](std::string column) {
    return ops::Operation{ops::DropColumn{.table = "t", .column = std::move(column)}, {}};
  };
  CHECK(refusal([&] {
          laboratory.run(ops::BatchAlterTable{.table = "t", .operations = {drop("a"), drop("c")}});
        }).starts_with("the column \"a\" of \"t\" cannot be dropped"));
  laboratory.run(ops::BatchAlterTable{.table = "t", .operations = {drop("c"), add("x"), drop("a")}});
  CHECK(columns(laboratory) == Texts{"'id'", "'x'"});
  CHECK(laboratory.rows("SELECT id FROM t") == Texts{"1"});
}

TEST_CASE("what copy_from leaves out is gone, but for triggers and views, for which it has no words") {
  Laboratory laboratory(
      "CREATE TABLE log (x);"
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT, b INT CHECK (b > 0), gone TEXT UNIQUE);"
      "CREATE INDEX ix_a ON t (a); CREATE INDEX ix_b ON t (b);"
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END;"
      "CREATE VIEW v AS SELECT id, a FROM t;"
      "INSERT INTO t VALUES (3, 'x', 1, 'g'), (9, 'y', 2, 'h'); DELETE FROM t WHERE id = 9");
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .recreate = ops::Recreate::always,
      .copy_from = std::vector<Element>{Column{.name = "b", .type = type("Integer")},
                                        Column{.name = "id", .type = type("Integer"), .primary_key = true},
                                        Column{.name = "a", .type = type("String", {std::int64_t{9}})},
                                        schema::Index{.name = named("ix_a"), .columns = {{.expression = "a"}}}}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (\n\tb INTEGER,\n\tid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n\ta VARCHAR(9)\n)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|3|'x'"});
  CHECK(laboratory.rows("SELECT name FROM sqlite_master WHERE tbl_name IN ('t', 'v') ORDER BY 1") ==
        Texts{"'ix_a'", "'t'", "'tr'", "'v'"});
  laboratory.execute("INSERT INTO t (a) VALUES ('new')");
  CHECK(laboratory.rows("SELECT max(id) FROM t") == Texts{"10"});
}

TEST_CASE("copy_from says what is there: a column that is not is refused, never read as a string") {
  Laboratory laboratory("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  const auto op = [](std::string column) {
    return ops::BatchAlterTable{
        .table = "t",
        .copy_from = std::vector<Element>{Column{.name = "id", .type = type("Integer"), .primary_key = true},
                                          Column{.name = column, .type = type("Text")}},
        .operations = {nullable(column, false)}};
  };
  CHECK(refusal([&] { laboratory.run(op("Odd name")); }) ==
        "the table \"t\" has no column \"Odd name\" | take it out of `copy_from`, which says what is there; "
        "batch.add_column adds a column");
  const Texts script = compiled(op("Odd name"));
  CHECK(std::ranges::count(script,
                           "INSERT OR ABORT INTO _luamigrate_tmp_t (id, \"Odd name\") SELECT id, t.\"Odd name\" "
                           "FROM t") == 1);
}

TEST_CASE("a column that copy_from leaves out, and a trigger or a view names, is refused") {
  const auto words = [](const char* object) {
    Laboratory laboratory(std::string("CREATE TABLE t (a, b); CREATE TABLE log (x);") + object);
    return refusal([&] {
      laboratory.run(
          ops::BatchAlterTable{.table = "t",
                               .recreate = ops::Recreate::always,
                               .copy_from = std::vector<Element>{Column{.name = "a", .type = type("Text")}}});
    });
  };
  CHECK(words("CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END") ==
        "the column \"b\" of \"t\" cannot be dropped: the trigger \"tr\" names it | drop or change that first");
  CHECK(words("CREATE VIEW v AS SELECT b FROM t") == "no such column: b | ");
  CHECK(words("CREATE VIEW v AS SELECT a FROM t") == "no error");
}

TEST_CASE("a block of what ALTER TABLE does looks at no copy_from") {
  const ops::BatchAlterTable op{.table = "t",
                                .copy_from = std::vector<Element>{Column{.name = "a", .type = type("Text")}},
                                .operations = {add("n")}};
  CHECK(compiled(op) == Texts{"ALTER TABLE t ADD COLUMN n INTEGER"});
}

TEST_CASE("reflect_overrides stand in the place of what is there, and keys, checks and rows stay") {
  Laboratory laboratory(
      "CREATE TABLE p (id INTEGER PRIMARY KEY);"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5) NOT NULL UNIQUE CHECK (a <> ''), -- text\n"
      " b INT CONSTRAINT fk_b REFERENCES p (id), c TEXT, CONSTRAINT ck CHECK (c <> ''),"
      " CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES p (id));"
      "CREATE INDEX ix ON t (c); INSERT INTO t VALUES (4, '007', NULL, NULL)");
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .reflect_overrides = {Column{.name = "a", .type = type("Integer"), .server_default = std::int64_t{5}},
                            Column{
                                .name = "b",
                                .type = type("BigInteger"),
                                .references = schema::Reference{.table = "t", .column = "id", .name = named("fk_up")}},
                            Column{.name = "id", .type = type("Integer"), .primary_key = true},
                            schema::Check{.condition = "length(c) > 1", .name = named("ck")},
                            schema::Index{.name = named("ix"), .columns = {{.expression = "c", .desc = true}}}},
      .operations = {nullable("b", false), nullable("b", true)}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER NOT NULL PRIMARY KEY, a INTEGER DEFAULT 5 UNIQUE CHECK (a <> ''), -- text\n"
        " b BIGINT CONSTRAINT fk_up REFERENCES t (id), c TEXT,"
        " CONSTRAINT fk_c FOREIGN KEY (c) REFERENCES p (id), CONSTRAINT ck CHECK (length(c) > 1))");
  CHECK(laboratory.definition("ix") == "CREATE INDEX ix ON t (c DESC)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"4|7|NULL|NULL"});
  CHECK(refusal([&] {
          laboratory.run(
              ops::BatchAlterTable{.table = "t", .reflect_overrides = {Column{.name = "zz", .type = type("Integer")}}});
        }) == "the table \"t\" has no column \"zz\" | its columns are id, a, b, c");
}

TEST_CASE("table_args are added, in the place of what has their name, and never twice") {
  Laboratory laboratory(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, check(a>0), CONSTRAINT ck CHECK (id > 0)); "
      "INSERT INTO t VALUES (1, 2)");
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .table_args = {schema::Check{.condition = "a > 0"}, schema::Check{.condition = "id <> 9", .name = named("ck")},
                     schema::Unique{.columns = {"z"}, .name = named("uq")},
                     schema::Index{.name = named("ix"), .columns = {{.expression = "n"}}}},
      .operations = {add("n"), {ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "z"}, {}}}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, z INT, n INTEGER, check(z>0), CONSTRAINT ck CHECK (id <> 9), "
        "CONSTRAINT uq UNIQUE (z))");
  CHECK(laboratory.definition("ix") == "CREATE INDEX ix ON t (n)");
}

TEST_CASE("table_kwargs change the kind of the table, and keep its rows") {
  Laboratory laboratory("CREATE TABLE t (id INTEGER, a TEXT, CONSTRAINT k PRIMARY KEY (id) ON CONFLICT FAIL)");
  laboratory.execute("INSERT INTO t VALUES (3, 'x'), (7, 'y')");
  const auto kwargs = [&](std::vector<schema::DialectOption> options) {
    laboratory.run(ops::BatchAlterTable{.table = "t", .table_kwargs = {with(std::move(options))}});
  };
  kwargs({{"sqlite", "autoincrement", true}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT, a TEXT)");
  CHECK(laboratory.rows("SELECT * FROM sqlite_sequence") == Texts{"'t'|7"});
  kwargs({{"sqlite", "autoincrement", false}, {"sqlite", "without_rowid", true}, {"sqlite", "strict", true}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT FAIL, a TEXT) WITHOUT ROWID, STRICT");
  kwargs({{"sqlite", "without_rowid", false}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT FAIL, a TEXT) STRICT");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"3|'x'", "7|'y'"});
  Laboratory other("CREATE TABLE t (a TEXT PRIMARY KEY)");
  CHECK(refusal([&] {
          other.run(ops::BatchAlterTable{.table = "t", .table_kwargs = {with({{"sqlite", "autoincrement", true}})}});
        }) == "sqlite_autoincrement needs a primary key of one INTEGER column | leave it out, or make the key so");
}

TEST_CASE("naming_convention names what stands there without a name, so that it can be dropped") {
  Laboratory laboratory(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE);"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE REFERENCES p, b TEXT REFERENCES p (k), CHECK (a > 0),"
      " UNIQUE (a, b), CONSTRAINT own FOREIGN KEY (a) REFERENCES p (id))");
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .naming_convention = {.primary_key = "pk_%(table)s",
                            .foreign_key = "fk_%(table)s_%(columns)s_%(referred_table)s",
                            .unique = "uq_%(table)s_%(columns)s"},
      .operations = {
          {ops::DropConstraint{.name = named("fk_t_b_p"), .table = "t", .type = ops::ConstraintType::foreignkey},
           {}}}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (id INTEGER CONSTRAINT pk_t PRIMARY KEY, a INT CONSTRAINT uq_t_a UNIQUE CONSTRAINT "
        "fk_t_a_p REFERENCES p, b TEXT, CHECK (a > 0), CONSTRAINT uq_t_a_b UNIQUE (a, b), CONSTRAINT own FOREIGN KEY "
        "(a) REFERENCES p (id))");
}

TEST_CASE("partial_reordering puts columns where Alembic puts them") {
  const auto order = [](std::vector<std::vector<std::string>> lists, std::vector<ops::Operation> operations = {}) {
    Laboratory laboratory("CREATE TABLE t (a, b, c, d); INSERT INTO t VALUES (1, 2, 3, 4)");
    laboratory.run(ops::BatchAlterTable{
        .table = "t", .partial_reordering = std::move(lists), .operations = std::move(operations)});
    CHECK(laboratory.rows("SELECT a, b, c, d FROM t") == Texts{"1|2|3|4"});
    return columns(laboratory);
  };
  CHECK(order({{"c", "d", "a", "b"}}) == Texts{"'c'", "'d'", "'a'", "'b'"});
  CHECK(order({{"d", "c"}, {"b", "a"}}) == Texts{"'b'", "'d'", "'a'", "'c'"});
  CHECK(order({{"d", "a"}}, {add("n", "b"), add("m")}) == Texts{"'c'", "'d'", "'n'", "'m'", "'a'", "'b'"});
  CHECK(refusal([&] { order({{"a", "b"}, {"b", "a"}}); }).starts_with("partial_reordering wants a column before"));
  CHECK(refusal([&] { order({{"a", "x"}}); }) == "the table \"t\" has no column \"x\" | its columns are a, b, c, d");
}

TEST_CASE("new columns at one place stand in the order in which they came, as Alembic puts them") {
  const auto order = [](std::vector<ops::Operation> operations) {
    Laboratory laboratory("CREATE TABLE t (a, b)");
    laboratory.run(ops::BatchAlterTable{.table = "t", .operations = std::move(operations)});
    return columns(laboratory);
  };
  CHECK(order({add("x", {}, "a"), add("y", {}, "a")}) == Texts{"'a'", "'x'", "'y'", "'b'"});
  CHECK(order({add("x", "a"), add("y", "a")}) == Texts{"'x'", "'y'", "'a'", "'b'"});
  CHECK(order({add("x"), add("y", {}, "b")}) == Texts{"'a'", "'b'", "'x'", "'y'"});
  CHECK(order({add("x", {}, "a"), add("y", "x")}) == Texts{"'a'", "'y'", "'x'", "'b'"});
}

TEST_CASE("recreate = never refuses what the table itself is asked to be") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  CHECK(refusal([&] {
          laboratory.run(ops::BatchAlterTable{
              .table = "t", .recreate = ops::Recreate::never, .table_args = {schema::Check{.condition = "a > 0"}}});
        }).starts_with("SQLite cannot do table_args on \"t\" without making the table anew"));
}

TEST_CASE("a block that drops a CHECK may drop the column that it named") {
  Laboratory laboratory("CREATE TABLE t (a, b, CONSTRAINT ck CHECK (b > 0))");
  laboratory.run(ops::BatchAlterTable{.table = "t",
                                      .operations = {{ops::DropConstraint{.name = named("ck"), .table = "t"}, {}},
                                                     {ops::DropColumn{.table = "t", .column = "b"}, {}}}});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a)");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
