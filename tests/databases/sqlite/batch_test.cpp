#include <catch2/catch.hpp>

#include <algorithm>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

ops::BatchAlterTable batch(std::vector<ops::Operation> operations, std::string table = "t") {
  return {.table = std::move(table), .operations = std::move(operations)};
}

std::ptrdiff_t rebuilds(const Texts& statements) {
  return std::ranges::count_if(statements, [](const std::string& sql) { return sql.starts_with("DROP TABLE"); });
}

TEST_CASE("a block is one rebuild, and a renamed column is known by its new name from there on") {
  Laboratory laboratory("CREATE TABLE t (a INTEGER, b TEXT, c TEXT); INSERT INTO t VALUES (1, 'x', '7')");
  laboratory.execute("CREATE INDEX ix_c ON t (c)");
  const auto op =
      batch({{ops::AlterColumn{.table = "t", .column = "b", .new_column_name = "name"}, {}},
             {ops::AlterColumn{.table = "t", .column = "name", .nullable = false}, {}},
             {ops::CreateUniqueConstraint{.name = named("u"), .table = "t", .columns = {"name"}}, {}},
             {ops::CreateCheckConstraint{.name = named("k"), .table = "t", .condition = "name <> ''"}, {}},
             {ops::AlterColumn{.table = "t", .column = "c", .type = type("Integer")}, {}},
             {ops::AddColumn{.table = "t",
                             .column = {.name = "d", .type = type("Text"), .server_default = std::string("n")},
                             .insert_after = "a"},
              {}},
             {ops::DropIndex{.name = named("ix_c"), .table = "t"}, {}},
             {ops::CreateIndex{.name = named("ix_name"), .table = "t", .columns = {{.expression = "name"}}}, {}}});
  CHECK(rebuilds(compiled(op, laboratory.inspector())) == 1);
  laboratory.run(op);
  CHECK(laboratory.definition("t") ==
        "CREATE TABLE \"t\" (a INTEGER, d TEXT DEFAULT 'n', name TEXT NOT NULL, c INTEGER, CONSTRAINT u UNIQUE "
        "(name), CONSTRAINT k CHECK (name <> ''))");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|'n'|'x'|7"});
  CHECK(laboratory.definition("ix_c") == "none");
  CHECK(laboratory.definition("ix_name") == "CREATE INDEX ix_name ON t (name)");
}

TEST_CASE("a new name of a column is not looked for where other things have it") {
  Laboratory laboratory("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER, b TEXT, c INTEGER)");
  laboratory.execute("INSERT INTO t VALUES (3, 'xyz', NULL)");
  laboratory.run(batch(
      {{ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "id"}, {}},
       {ops::AlterColumn{.table = "t", .column = "b", .new_column_name = "length"}, {}},
       {ops::CreateForeignKey{
            .name = named("id"), .source = "t", .referent = "p", .local_columns = {"c"}, .remote_columns = {"id"}},
        {}},
       {ops::CreateCheckConstraint{.name = named("ck"), .table = "t", .condition = "length(length) = id"}, {}},
       {ops::AddColumn{.table = "t",
                       .column = {.name = "d",
                                  .type = type("Integer"),
                                  .references = schema::Reference{.table = "p", .column = "id"},
                                  .check = "d <> id"}},
        {}},
       {ops::AddColumn{.table = "t",
                       .column = {.name = "e",
                                  .type = type("Integer"),
                                  .computed = schema::Computed{.expression = "id * 2", .persisted = true}}},
        {}}}));
  CHECK(
      laboratory.definition("t") ==
      "CREATE TABLE \"t\" (id INTEGER, length TEXT, c INTEGER, d INTEGER CHECK (d <> id) REFERENCES p (id), e INTEGER "
      "GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT id FOREIGN KEY(c) REFERENCES p (id), CONSTRAINT ck CHECK "
      "(length(length) = id))");
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"3|'xyz'|NULL|NULL|6"});
}

TEST_CASE("names that were not changed stay as a script wrote them beside one that was") {
  Laboratory laboratory("CREATE TABLE t (\"a\" INTEGER, b TEXT)");
  laboratory.run(batch({{ops::AlterColumn{.table = "t", .column = "b", .new_column_name = "c"}, {}},
                        {ops::CreateCheckConstraint{.table = "t", .condition = "a > 0 OR c = ''"}, {}}}));
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (\"a\" INTEGER, c TEXT, CHECK (a > 0 OR c = ''))");
}

TEST_CASE("a block of what SQLite can do itself is no rebuild, unless it asks for one") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  auto op = batch({{ops::AddColumn{.table = "t", .column = {.name = "c", .type = type("Text")}}, {}},
                   {ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "z"}, {}},
                   {ops::DropColumn{.table = "t", .column = "b"}, {}}});
  CHECK(compiled(op, laboratory.inspector()) ==
        Texts{"ALTER TABLE t ADD COLUMN c TEXT", "ALTER TABLE t RENAME COLUMN a TO z", "ALTER TABLE t DROP COLUMN b"});
  op.recreate = ops::Recreate::always;
  CHECK(rebuilds(compiled(op, laboratory.inspector())) == 1);
}

TEST_CASE("an index dropped before its column is not dropped twice") {
  Laboratory laboratory("CREATE TABLE t (a, b); CREATE INDEX ix ON t (b)");
  laboratory.run(batch(
      {{ops::DropIndex{.name = named("ix"), .table = "t"}, {}}, {ops::DropColumn{.table = "t", .column = "b"}, {}}}));
  CHECK(laboratory.definition("t") == "CREATE TABLE t (a)");
}

TEST_CASE("recreate = never refuses what needs a rebuild") {
  Laboratory laboratory("CREATE TABLE t (a, b)");
  auto op = batch({{ops::AlterColumn{.table = "t", .column = "a", .nullable = false}, {}}});
  op.recreate = ops::Recreate::never;
  CHECK(refusal([&] { compiled(op, laboratory.inspector()); }) ==
        "SQLite cannot do alter_column on \"t\" without making the table anew, and recreate = \"never\" forbids that | "
        "leave `recreate` out of the batch block");
}

TEST_CASE("columns are moved before and after others") {
  Laboratory laboratory("CREATE TABLE t (a, b, c, d); INSERT INTO t VALUES (1, 2, 3, 4)");
  laboratory.run(batch({{ops::AlterColumn{.table = "t", .column = "d", .insert_before = "b"}, {}},
                        {ops::AlterColumn{.table = "t", .column = "a", .insert_after = "c"}, {}}}));
  CHECK(laboratory.rows("SELECT name FROM pragma_table_info('t')") == Texts{"'d'", "'b'", "'c'", "'a'"});
  CHECK(laboratory.rows("SELECT d, b, c, a FROM t") == Texts{"4|2|3|1"});
}

TEST_CASE("a column that is dropped may come again as another") {
  Laboratory laboratory("CREATE TABLE t (a TEXT, b); INSERT INTO t VALUES ('old', 1)");
  laboratory.run(batch({{ops::DropColumn{.table = "t", .column = "a"}, {}},
                        {ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Integer")}}, {}}}));
  CHECK(laboratory.rows("SELECT b, a FROM t") == Texts{"1|NULL"});
}

TEST_CASE("names that two columns would have are refused") {
  Laboratory laboratory("CREATE TABLE t (a, b UNIQUE)");
  CHECK(refusal([&] {
          laboratory.run(batch({{ops::AlterColumn{.table = "t", .column = "a", .nullable = false}, {}},
                                {ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "B"}, {}}}));
        }) == "the table \"t\" has a column \"B\" already | choose another name, or drop or rename that column first");
  CHECK(refusal([&] {
          laboratory.run(batch(
              {{ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "z"}, {}},
               {ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Text"), .unique = true}}, {}}}));
        }) ==
        "the column \"a\" is renamed in this block, and another one of its name added | rename it in a block of its "
        "own before");
}

TEST_CASE("other operations cannot stand in a block") {
  Laboratory laboratory("CREATE TABLE t (a)");
  CHECK(refusal([&] {
          laboratory.run(batch({{ops::AlterColumn{.table = "t", .column = "a", .nullable = false}, {}},
                                {ops::DropTable{.name = "t"}, {}}}));
        }) == "drop_table cannot stand in a batch block | put it before or after the block");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
