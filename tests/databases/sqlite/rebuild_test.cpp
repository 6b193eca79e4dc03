// Each operation that needs a rebuild, on a table with everything: what it changes is compared, and all the rest.
#include <algorithm>
#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"
#include "ops/naming.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Column;
using schema::Sql;

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const std::size_t at = result.find(from);
  REQUIRE(at != std::string::npos);
  return result.replace(at, from.size(), to);
}

// Runs the operation and compares: the text of the table is the old one with `from` replaced by `to`, and nothing else
// in the database has changed.
template <class Body>
void changes_only(Body op, std::string_view from, std::string_view to) {
  Laboratory laboratory(company);
  const Texts before = laboratory.everything_but("employees");
  laboratory.run(std::move(op));
  CHECK(laboratory.everything_but("employees") == before);
  CHECK(laboratory.definition("employees") == replaced(employees_text, from, to));
  CHECK(laboratory.rows("PRAGMA foreign_key_check").empty());
  CHECK(laboratory.rows("PRAGMA legacy_alter_table") == Texts{"0"});
}

TEST_CASE("a rebuild is these statements, each with the check of foreign keys before COMMIT") {
  Laboratory laboratory("CREATE TABLE t (a TEXT, b AS (a)); CREATE INDEX ix ON t (a)");
  const std::vector<Statement> statements =
      dialect().compile({ops::AlterColumn{.table = "t", .column = "a", .nullable = false}, {}}, laboratory.inspector());
  Texts sql;
  for (const Statement& statement : statements) {
    sql.push_back(statement.sql);
    CHECK(statement.check_before_commit.find("pragma_foreign_key_check") != std::string::npos);
    CHECK_FALSE(statement.outside_transaction);
  }
  CHECK(sql == Texts{"PRAGMA legacy_alter_table=ON", "CREATE TABLE _luamigrate_tmp_t (a TEXT NOT NULL, b AS (a))",
                     "INSERT OR ABORT INTO _luamigrate_tmp_t (rowid, a) SELECT rowid, a FROM t", "DROP TABLE t",
                     "ALTER TABLE _luamigrate_tmp_t RENAME TO t", "PRAGMA legacy_alter_table=OFF",
                     "CREATE INDEX ix ON t (a)"});
}

TEST_CASE("recreate = always alone changes nothing") {
  changes_only(ops::BatchAlterTable{.table = "employees", .recreate = ops::Recreate::always}, "note TEXT", "note TEXT");
}

TEST_CASE("alter_column changes NOT NULL") {
  changes_only(ops::AlterColumn{.table = "employees", .column = "team_id", .nullable = true},
               "INT CONSTRAINT team_given NOT NULL DEFAULT 1", "INT DEFAULT 1");
  changes_only(ops::AlterColumn{.table = "employees", .column = "salary", .nullable = false},
               "DEFAULT (10 * 100) CHECK", "DEFAULT (10 * 100) NOT NULL CHECK");
}

TEST_CASE("alter_column changes the default") {
  changes_only(ops::AlterColumn{.table = "employees", .column = "salary", .server_default = std::int64_t{7}},
               "DEFAULT (10 * 100)", "DEFAULT 7");
  changes_only(ops::AlterColumn{.table = "employees", .column = "SALARY", .server_default = schema::Null{}},
               " DEFAULT (10 * 100)", "");
  changes_only(ops::AlterColumn{.table = "employees", .column = "full name", .server_default = std::string("x")},
               "COLLATE NOCASE NOT NULL", "COLLATE NOCASE DEFAULT 'x' NOT NULL");
}

TEST_CASE("alter_column changes the type, and keeps every other word of the column") {
  changes_only(ops::AlterColumn{.table = "employees", .column = "full name", .type = type("Text")}, "VARCHAR(50)",
               "TEXT");
}

TEST_CASE("a change of type converts the rows by CAST, but cuts no date") {
  Laboratory laboratory(
      "CREATE TABLE t (a TEXT, b INTEGER, c TEXT); INSERT INTO t VALUES ('12', 5, '2026-11-20'), ('x', NULL, NULL)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .type = type("Integer")});
  laboratory.run(ops::AlterColumn{.table = "t", .column = "b", .type = type("String", {std::int64_t{9}})});
  laboratory.run(ops::AlterColumn{.table = "t", .column = "c", .type = type("DateTime")});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a INTEGER, b VARCHAR(9), c DATETIME)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"12|'5'|'2026-11-20'", "0|NULL|NULL"});
}

TEST_CASE("what is as asked for already is left alone") {
  Laboratory laboratory(company);
  CHECK(compiled(ops::AlterColumn{.table = "employees",
                                  .column = "full name",
                                  .nullable = false,
                                  .type = type("String", {std::int64_t{50}})},
                 laboratory.inspector())
            .empty());
}

TEST_CASE("constraints of every kind are added at the end, the comments kept") {
  changes_only(ops::CreateUniqueConstraint{.name = named("uq"),
                                           .table = "employees",
                                           .columns = {"id", "note"},
                                           .options = with({{"sqlite", "on_conflict", std::string("fail")}})},
               "ON CONFLICT REPLACE\n)", "ON CONFLICT REPLACE,\n  CONSTRAINT uq UNIQUE (id, note) ON CONFLICT FAIL\n)");
  constexpr std::string_view end = "UNIQUE (\"full name\", team_id) ON CONFLICT REPLACE\n)";
  constexpr std::string_view start = "UNIQUE (\"full name\", team_id) ON CONFLICT REPLACE,\n  ";
  const auto with_end = [&](std::string_view clause) { return std::string(start) + std::string(clause) + "\n)"; };
  changes_only(ops::CreateCheckConstraint{.name = named("ck"), .table = "employees", .condition = "note <> ''"}, end,
               with_end("CONSTRAINT ck CHECK (note <> '')"));
  changes_only(ops::CreateForeignKey{.source = "employees",
                                     .referent = "employees",
                                     .local_columns = {"boss_id"},
                                     .remote_columns = {"id"},
                                     .options = with({{"", "deferrable", true}})},
               end, with_end("FOREIGN KEY(boss_id) REFERENCES employees (id) DEFERRABLE"));
}

TEST_CASE("a column comes at the place that it is given, and the rest stays") {
  Laboratory laboratory(company);
  const auto rest = [&] {
    Texts rows = laboratory.rows("SELECT type, name, CASE type WHEN 'table' THEN '' ELSE sql END FROM sqlite_master");
    std::ranges::sort(rows);
    for (const char* sql :
         {"SELECT id, \"full name\", email, salary, boss_id, team_id, note, initial, doubled FROM employees",
          "SELECT * FROM badges", "SELECT * FROM audit", "SELECT * FROM people", "SELECT * FROM crowds",
          "SELECT * FROM sqlite_sequence"})
      for (const std::string& row : laboratory.rows(sql)) rows.push_back(row);
    return rows;
  };
  const Texts before = rest();
  laboratory.run(
      ops::BatchAlterTable{.table = "employees",
                           .operations = {{ops::AddColumn{.table = "employees",
                                                          .column = {.name = "since",
                                                                     .type = type("Date"),
                                                                     .nullable = false,
                                                                     .server_default = Sql{"date('2020-02-02')"}},
                                                          .insert_before = "note"},
                                           {}}}});
  CHECK(rest() == before);
  CHECK(laboratory.definition("employees") ==
        replaced(employees_text, "  note TEXT", "  since DATE DEFAULT (date('2020-02-02')) NOT NULL,\n  note TEXT"));
  CHECK(laboratory.rows("SELECT DISTINCT since FROM employees") == Texts{"'2020-02-02'"});
}

TEST_CASE("constraints are dropped by name and by type") {
  changes_only(ops::DropConstraint{.name = named("name_long"), .table = "employees"},
               "  CONSTRAINT name_long CHECK (length(\"full name\") > 1),\n", "");
  changes_only(
      ops::DropConstraint{.name = named("fk_team"), .table = "employees", .type = ops::ConstraintType::foreignkey},
      "\n  CONSTRAINT fk_team FOREIGN KEY (team_id) REFERENCES teams (id) ON UPDATE CASCADE DEFERRABLE "
      "INITIALLY DEFERRED,",
      "");
  Laboratory laboratory(company);
  CHECK(refusal([&] { laboratory.run(ops::DropConstraint{.name = named("none"), .table = "employees"}); }) ==
        "the table \"employees\" has no constraint \"none\" | those with a name are team_given, name_long, fk_team, "
        "one_name");
  CHECK(refusal([&] {
          laboratory.run(
              ops::DropConstraint{.name = named("fk_team"), .table = "employees", .type = ops::ConstraintType::unique});
        }).find("is not of the type \"") != std::string::npos);
}

TEST_CASE("a unique constraint that rows break changes nothing") {
  Laboratory laboratory(company);
  laboratory.execute("UPDATE employees SET note = 'same'");
  const Texts before = laboratory.everything_but("");
  CHECK(refusal([&] {
          laboratory.run(ops::CreateUniqueConstraint{.name = named("u"), .table = "employees", .columns = {"note"}});
        }) == "UNIQUE constraint failed: _luamigrate_tmp_employees.note | ");
  CHECK(laboratory.everything_but("") == before);
  CHECK(laboratory.rows("PRAGMA legacy_alter_table") == Texts{"0"});
}

TEST_CASE("conflict clauses of the table lose no row while it is copied") {
  Laboratory laboratory("CREATE TABLE t (a INT NOT NULL ON CONFLICT IGNORE, b INT); INSERT INTO t VALUES (1, NULL)");
  laboratory.execute("CREATE TABLE u (a INT, b INT, CHECK (b > 0) ON CONFLICT IGNORE); INSERT INTO u VALUES (NULL, 1)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "b", .server_default = std::int64_t{1}});
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|NULL"});
  CHECK(refusal([&] {
          laboratory.run(ops::BatchAlterTable{
              .table = "u",
              .operations = {{ops::AlterColumn{.table = "u", .column = "b", .server_default = std::int64_t{1}}, {}},
                             {ops::AlterColumn{.table = "u", .column = "a", .nullable = false}, {}}}});
        }) == "NOT NULL constraint failed: _luamigrate_tmp_u.a | ");
}

TEST_CASE("a primary key takes the place of one that was dropped, and of no other") {
  Laboratory laboratory("CREATE TABLE t (a INT, b INT, PRIMARY KEY (a)); INSERT INTO t VALUES (1, 2)");
  const ops::CreatePrimaryKey create{.name = named("pk"), .table = "t", .columns = {"b", "a"}};
  CHECK(refusal([&] { laboratory.run(create); }) ==
        "the table \"t\" has a primary key already | drop it first: op.drop_constraint(nil, \"t\", { type = "
        "\"primary\" })");
  CHECK(laboratory.definition("t") == "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a))");
  laboratory.run(ops::BatchAlterTable{
      .table = "t",
      .operations = {{ops::DropConstraint{.table = "t", .type = ops::ConstraintType::primary}, {}}, {create, {}}}});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (a INT NOT NULL, b INT NOT NULL, CONSTRAINT pk PRIMARY KEY (b, a))");
  CHECK(refusal([&] { laboratory.run(ops::CreatePrimaryKey{.table = "t", .columns = {"a"}}); }) ==
        "the table \"t\" has a primary key already | drop it first: op.drop_constraint(\"pk\", \"t\", { type = "
        "\"primary\" })");
  laboratory.run(ops::DropConstraint{.name = named("pk"), .table = "t"});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a INT NOT NULL, b INT NOT NULL)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|2"});
}

TEST_CASE("a column with an expression as its default is filled for every row") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (5)");
  laboratory.run(ops::AddColumn{
      .table = "t",
      .column = {.name = "b", .type = type("Text"), .nullable = false, .server_default = Sql{"'a' || 'b'"}}});
  laboratory.run(ops::AddColumn{
      .table = "t", .column = {.name = "c", .type = type("Integer"), .computed = schema::Computed{"a * 2", true}}});
  CHECK(
      laboratory.definition("t") ==
      "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b TEXT DEFAULT ('a' || 'b') NOT NULL, c INTEGER GENERATED ALWAYS AS "
      "(a * 2) STORED)");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|'ab'|2", "5|'ab'|10"});
  CHECK(refusal([&] {
          laboratory.run(
              ops::AddColumn{.table = "t", .column = {.name = "d", .type = type("Text"), .nullable = false}});
        }).starts_with("Cannot add a NOT NULL column with default value NULL | the rows that are there need a value"));
}

TEST_CASE("a column that is unique and indexed comes with one unique index, as in SQLAlchemy") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  laboratory.run(
      ops::AddColumn{.table = "t", .column = {.name = "b", .type = type("Text"), .unique = true, .index = true}});
  CHECK(laboratory.definition("t") == "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
  CHECK(laboratory.definition("ix_t_b") == "CREATE UNIQUE INDEX ix_t_b ON t (b)");
}

TEST_CASE("the CHECK of an enum takes the place of the one before") {
  const auto mood = [](std::vector<std::string> values) {
    return schema::Type{
        .name = "Enum", .arguments = {std::move(values)}, .options = {{"check", true}, {"name", std::string("mood")}}};
  };
  Laboratory laboratory("CREATE TABLE t (a TEXT)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .type = mood({"x"})});
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .type = mood({"x", "yy"})});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a VARCHAR(2), CONSTRAINT mood CHECK (a IN ('x', 'yy')))");
  laboratory.run(
      ops::AlterColumn{.table = "t", .column = "a", .type = type("Text"), .existing_type = mood({"x", "yy"})});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a TEXT)");
}

TEST_CASE("the CHECK of an enum goes with its type, and no other CHECK does") {
  const auto left = [](const std::string& definition, schema::Type type, std::optional<schema::Type> existing = {}) {
    Laboratory laboratory("CREATE TABLE t (" + definition + ")");
    laboratory.run(
        ops::AlterColumn{.table = "t", .column = "a", .type = std::move(type), .existing_type = std::move(existing)});
    return laboratory.definition("t");
  };
  const auto mood = [](std::vector<std::string> values) {
    return schema::Type{.name = "Enum", .arguments = {std::move(values)}, .options = {{"check", true}}};
  };
  const schema::Type text = type("Text");
  for (const char* check : {"CHECK (a IN ('x', 'it''s'))", "CHECK (\"a\" in ('x','it''s'))"}) {
    CHECK(left(std::string("a VARCHAR(4), ") + check, text) == "CREATE TABLE \"t\" (a TEXT)");
    CHECK(left(std::string("a VARCHAR(4) ") + check, text) == "CREATE TABLE \"t\" (a TEXT)");
    CHECK(left(std::string("a VARCHAR(4), ") + check, mood({"y"})) ==
          "CREATE TABLE \"t\" (a VARCHAR(1), CHECK (a IN ('y')))");
  }
  CHECK(left("a VARCHAR(1), CHECK (a IN ('x'))", text, mood({"x"})) == "CREATE TABLE \"t\" (a TEXT)");
  CHECK(left("a VARCHAR(1), CHECK (a IN ('x'))", text, type("String", {std::int64_t{1}})) ==
        "CREATE TABLE \"t\" (a TEXT, CHECK (a IN ('x')))");
  for (const char* other :
       {"a VARCHAR(4), CHECK (a IN ('x'))", "a VARCHAR(1), b, CHECK (b IN ('x'))",
        "a VARCHAR(1), CHECK (a NOT IN ('x'))", "a VARCHAR(1), CHECK (a IN ('x')) ON CONFLICT IGNORE",
        "a VARCHAR(1), CHECK (a IN ('x') OR a = 'y')", "a VARCHAR(1), CHECK (a IN (1))",
        "a VARCHAR(1), CONSTRAINT ck CHECK (a IN ('x'))", "a VARCHAR(1) CHECK (upper(a) IN ('x'))"}) {
    std::string kept = std::string("CREATE TABLE \"t\" (") + other + ")";
    kept.replace(kept.find("VARCHAR("), 10, "TEXT");
    CHECK(left(other, text) == kept);
  }
}

TEST_CASE("the CHECK of an enum goes under whatever name its column has in a block") {
  Laboratory laboratory("CREATE TABLE t (a VARCHAR(1), CHECK (a IN ('x'))); INSERT INTO t VALUES ('x')");
  laboratory.run(
      ops::BatchAlterTable{.table = "t",
                           .operations = {{ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}, {}},
                                          {ops::AlterColumn{.table = "t", .column = "b", .type = type("Text")}, {}}}});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (b TEXT)");
}

TEST_CASE("what a new unique column says of conflicts is written") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER)");
  schema::Column column{.name = "b",
                        .type = type("Text"),
                        .unique = true,
                        .options = with({{"sqlite", "on_conflict_unique", std::string("IGNORE")}})};
  laboratory.run(ops::AddColumn{.table = "t", .column = column});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (a INTEGER, b TEXT, UNIQUE (b) ON CONFLICT IGNORE)");
  column.name = "c";
  const ops::Operation added =
      ops::with_names({ops::AddColumn{.table = "t", .column = column}, {}}, {.unique = "uq_%(columns)s"}, 63);
  laboratory.run(std::get<ops::BatchAlterTable>(added.body));
  CHECK(laboratory.definition("t").ends_with(
      "b TEXT, c TEXT, UNIQUE (b) ON CONFLICT IGNORE, CONSTRAINT uq_c UNIQUE (c) ON CONFLICT IGNORE)"));
}

TEST_CASE("a primary key without a name is dropped by its type") {
  Laboratory laboratory("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (3, 'x')");
  laboratory.run(ops::DropConstraint{.name = named("anything"), .table = "t", .type = ops::ConstraintType::primary});
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (id INTEGER, a)");
  CHECK(laboratory.rows("SELECT rowid, * FROM t") == Texts{"3|3|'x'"});
}

TEST_CASE("a CHECK may name its table, as SQLite writes it when a table is renamed") {
  Laboratory laboratory(
      "CREATE TABLE x (a INT, b INT CHECK (x.b > [x] . \"a\"), g AS (a + b), CHECK (b > 0 AND x.b <> 'x.b'));"
      "ALTER TABLE x RENAME TO t; CREATE INDEX ix ON t (b) WHERE t.b > 1; INSERT INTO t VALUES (1, 2)");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false});
  laboratory.run(ops::CreateCheckConstraint{.table = "t", .condition = "t.a > 0"});
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (a INT NOT NULL, b INT CHECK (b > \"a\"), g AS (a + b), CHECK (b > 0 AND b <> 'x.b'), "
        "CHECK (a > 0))");
  CHECK(laboratory.definition("ix") == "CREATE INDEX ix ON t (b) WHERE t.b > 1");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|2|3"});
}

TEST_CASE("hidden row ids are kept, and a column of that name is no hindrance") {
  Laboratory laboratory("CREATE TABLE t (a TEXT, rowid TEXT); INSERT INTO t (oid, a) VALUES (5, 'x'), (90, 'y')");
  laboratory.run(ops::AlterColumn{.table = "t", .column = "a", .nullable = false});
  CHECK(laboratory.rows("SELECT oid, a FROM t") == Texts{"5|'x'", "90|'y'"});
}

TEST_CASE("a value that AUTOINCREMENT has given stays given") {
  Laboratory laboratory(company);
  laboratory.run(
      ops::AlterColumn{.table = "employees", .column = "note", .nullable = true, .server_default = Sql{"'n'"}});
  laboratory.execute("INSERT INTO employees (\"full name\") VALUES ('Eve')");
  CHECK(laboratory.rows("SELECT max(id) FROM employees") == Texts{"41"});
}

TEST_CASE("what is not there is said with what is") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  CHECK(refusal([&] { laboratory.run(ops::AlterColumn{.table = "t", .column = "c", .nullable = false}); }) ==
        "the table \"t\" has no column \"c\" | its columns are a, b");
  CHECK(refusal([&] {
          laboratory.run(ops::CreateUniqueConstraint{.name = named("u"), .table = "t", .columns = {"c"}});
        }) == "the table \"t\" has no column \"c\" | its columns are a, b");
  CHECK(refusal([&] { laboratory.run(ops::DropConstraint{.name = named("u"), .table = "t"}); }) ==
        "the table \"t\" has no constraint \"u\" | none of its constraints has a name");
}

TEST_CASE("a SQL text that is more than its place is refused, whatever it is for") {
  const std::string start = "CREATE TABLE t (a INT, b INT)";
  const auto words = [&](auto op) {
    Laboratory laboratory(start);
    const std::string said = refusal([&] { laboratory.run(op); });
    CHECK(laboratory.definition("t") == start);
    return said;
  };
  const auto check = [](std::string condition) {
    return ops::CreateCheckConstraint{.name = named("u"), .table = "t", .condition = std::move(condition)};
  };
  const std::string open = "a SQL text of this operation opens a parenthesis and does not close it | ";
  const std::string closes = "a SQL text of this operation closes a parenthesis that it did not open | ";
  const std::string comment =
      "a SQL text of this operation ends in a comment, which what stands behind it would be part of | ";
  CHECK(words(check("a > 1 -- positive")).starts_with(comment));
  CHECK(words(check("a > (1")).starts_with(open));
  CHECK(words(check("a > 1) , x (")).starts_with(closes));
  CHECK(words(check("a > 1), CHECK (b > 1")).starts_with(closes));

  const auto typed = [](std::string text) {
    return ops::AlterColumn{.table = "t", .column = "a", .type = type("SqlType", {std::move(text)})};
  };
  CHECK(words(typed("-- x")).starts_with(comment));
  CHECK(words(typed("text -- x")).starts_with(comment));
  for (const char* more : {"references", "CHECK (1)", "INT CHECK (a > 1)", "text DEFAULT 5 NOT NULL"})
    CHECK(words(typed(more)) ==
          fmt::format("\"{}\" is no type | give the type alone; what else a column has is said by "
                      "options of its own",
                      more));
  const auto added = [](schema::Column column) {
    column.name = "n";
    column.unique = true;
    return ops::AddColumn{.table = "t", .column = std::move(column)};
  };
  CHECK(words(added({.type = type("SqlType", {std::string("INT) ; DROP TABLE t; -- ")})})).starts_with(closes));
  CHECK(words(added({.type = type("Integer"), .server_default = schema::Sql{"(1) -- x"}})).starts_with(comment));
  CHECK(words(added({.type = type("SqlType", {std::string("INT, m INT")})}))
            .starts_with("a SQL text of this operation is more than one | "));
}

TEST_CASE("a new column is no second primary key, and none instead of the first") {
  Laboratory laboratory(
      "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b INT); INSERT INTO t VALUES (7, 1);"
      "CREATE TABLE c (x REFERENCES t)");
  const Texts before = laboratory.everything_but("");
  CHECK(refusal([&] {
          laboratory.run(
              ops::AddColumn{.table = "t", .column = {.name = "n", .type = type("Integer"), .primary_key = true}});
        }).starts_with("the table \"t\" has a primary key, and the new column \"n\" is to be another | "));
  CHECK(laboratory.everything_but("") == before);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
