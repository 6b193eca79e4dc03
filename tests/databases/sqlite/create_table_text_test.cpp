#include "databases/sqlite/create_table_text.h"

#include <catch2/catch.hpp>

#include "company.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using Texts = std::vector<std::string>;

Texts clauses(const ColumnText& column) {
  Texts texts;
  for (const ClauseText& clause : column.clauses) texts.push_back(clause.text);
  return texts;
}

TEST_CASE("what is not changed is written as it was read") {
  for (const std::string_view text : {
           employees_text,
           std::string_view("CREATE TABLE t(a)"),
           std::string_view("create table \"T x\" ( a, b )without rowid , strict"),
           std::string_view("CREATE TABLE t (a INT -- one\n, b -- two\n)"),
           std::string_view("CREATE TABLE t (a, -- one, (two)\n  b, /* three */ c /* four */ )"),
           std::string_view("CREATE TABLE t (a DEFAULT 'x,)' CHECK (a <> ')'), \"CHECK\" INT, [b,c] DECIMAL(10 , 2))"),
       })
    CHECK(parse_create_table(text).text() == text);
}

TEST_CASE("every clause of a column and of the table is told apart") {
  const CreateTableText table = parse_create_table(employees_text);
  Texts columns;
  for (const ColumnText& column : table.columns) columns.push_back(column.name + ": " + column.type);
  CHECK(columns == Texts{"id: INTEGER", "full name: VARCHAR(50)", "email: TEXT", "salary: numeric(10,2)",
                         "boss_id: INTEGER", "team_id: INT", "note: TEXT", "initial: TEXT", "doubled: REAL"});
  CHECK(clauses(table.columns[0]) == Texts{"PRIMARY KEY AUTOINCREMENT"});
  CHECK(clauses(table.columns[1]) == Texts{"COLLATE NOCASE", "NOT NULL ON CONFLICT FAIL"});
  CHECK(clauses(table.columns[2]) == Texts{"UNIQUE ON CONFLICT IGNORE"});
  CHECK(clauses(table.columns[3]) == Texts{"DEFAULT (10 * 100)", "CHECK (salary >= 0)"});
  CHECK(clauses(table.columns[4]) == Texts{"REFERENCES employees(id) ON DELETE SET NULL"});
  CHECK(clauses(table.columns[5]) == Texts{"CONSTRAINT team_given NOT NULL", "DEFAULT 1"});
  CHECK(clauses(table.columns[7]) == Texts{"GENERATED ALWAYS AS (substr(\"full name\", 1, 1)) VIRTUAL"});
  CHECK(clauses(table.columns[8]) == Texts{"AS (salary * 2) STORED"});
  Texts constraints;
  for (const ClauseText& constraint : table.constraints) {
    std::string shown = constraint.name + ":";
    for (const std::string& column : constraint.columns) shown += " " + column;
    constraints.push_back(shown);
  }
  CHECK(constraints == Texts{"name_long:", ":", "fk_team: team_id", "one_name: full name team_id"});
  CHECK(table.constraint_names() == Texts{"team_given", "name_long", "fk_team", "one_name"});
  CHECK(table.autoincrement());
  CHECK(table.rowid_column() == &table.columns[0]);
}

TEST_CASE("constraints without a comma between them are read, and written with one") {
  const CreateTableText table = parse_create_table("CREATE TABLE t (a, b, UNIQUE (a) CHECK (b > 0) PRIMARY KEY (b))");
  CHECK(table.constraints.size() == 3);
  CHECK(table.text() == "CREATE TABLE t (a, b, UNIQUE (a), CHECK (b > 0), PRIMARY KEY (b))");
}

TEST_CASE("defaults of every form end where they end") {
  const CreateTableText table = parse_create_table(
      "CREATE TABLE t (a DEFAULT -1.5 NOT NULL, b DEFAULT X'00' UNIQUE, c DEFAULT CURRENT_TIMESTAMP NULL, "
      "d DEFAULT ('a' || (1)) COLLATE RTRIM, e DEFAULT 'it''s' CHECK (e), f DEFAULT +5)");
  Texts all;
  for (const ColumnText& column : table.columns)
    for (const std::string& clause : clauses(column)) all.push_back(clause);
  CHECK(all == Texts{"DEFAULT -1.5", "NOT NULL", "DEFAULT X'00'", "UNIQUE", "DEFAULT CURRENT_TIMESTAMP", "NULL",
                     "DEFAULT ('a' || (1))", "COLLATE RTRIM", "DEFAULT 'it''s'", "CHECK (e)", "DEFAULT +5"});
}

TEST_CASE("an item that goes or comes leaves the comments of the others in place") {
  CreateTableText table =
      parse_create_table("CREATE TABLE t (\n  a INT, -- the a\n  b INT, -- the b\n  c INT -- the c\n)");
  SECTION("the last one goes") {
    table.columns.pop_back();
    CHECK(table.text() == "CREATE TABLE t (\n  a INT, -- the a\n  b INT -- the b\n)");
  }
  SECTION("one comes behind a comment") {
    table.append(ColumnText{.name = "d", .name_text = "d", .type = "TEXT"});
    CHECK(table.text() == "CREATE TABLE t (\n  a INT, -- the a\n  b INT, -- the b\n  c INT, -- the c\n  d TEXT\n)");
  }
  SECTION("a constraint comes") {
    table.append(ClauseText{.text = "CHECK (a > b)"});
    CHECK(table.text() ==
          "CREATE TABLE t (\n  a INT, -- the a\n  b INT, -- the b\n  c INT, -- the c\n  CHECK (a > b)\n)");
  }
  SECTION("a clause goes and another comes") {
    table.columns[0].clauses.push_back({.kind = ClauseKind::not_null, .text = "NOT NULL"});
    table.columns[1].type = "TEXT";
    CHECK(table.text() == "CREATE TABLE t (\n  a INT NOT NULL, -- the a\n  b TEXT, -- the b\n  c INT -- the c\n)");
  }
}

TEST_CASE("only a column that is the row id counts as one") {
  const auto counted = [](const char* text) {
    const CreateTableText table = parse_create_table(text);
    return table.rowid_column() ? table.rowid_column()->name : std::string("none");
  };
  CHECK(counted("CREATE TABLE t (a integer primary key)") == "a");
  CHECK(counted("CREATE TABLE t (a INTEGER NOT NULL, PRIMARY KEY (a))") == "a");
  CHECK(counted("CREATE TABLE t (a INT PRIMARY KEY)") == "none");
  CHECK(counted("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)") == "none");
  CHECK(counted("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))") == "none");
  CHECK(counted("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID") == "none");
}

TEST_CASE("a text that is no CREATE TABLE with columns is refused") {
  CHECK_THROWS_AS(parse_create_table("CREATE VIRTUAL TABLE t USING fts5(a)"), Error);
  CHECK_THROWS_AS(parse_create_table("CREATE TABLE t AS SELECT 1"), Error);
  CHECK_THROWS_AS(parse_create_table(""), Error);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
