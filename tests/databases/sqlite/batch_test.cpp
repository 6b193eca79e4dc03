#include <catch2/catch.hpp>

#include <algorithm>

#include "company.h"
#include "laboratory.h"
#include "ops/naming.h"
#include "ops/reverse.h"

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

TEST_CASE("an operation of a block knows columns by the names that they have when it comes") {
  Laboratory laboratory(
      "CREATE TABLE t (a INT, b INT, c INT, UNIQUE (a), CHECK (b > a)); CREATE INDEX ix_a ON t (a);"
      "INSERT INTO t VALUES (1, 2, 3)");
  const auto renamed = [](std::string from, std::string to) -> ops::Operation {
    return {ops::AlterColumn{.table = "t", .column = std::move(from), .new_column_name = std::move(to)}, {}};
  };
  const auto on = [](std::string index, std::string column) -> ops::Operation {
    return {
        ops::CreateIndex{.name = named(std::move(index)), .table = "t", .columns = {{.expression = std::move(column)}}},
        {}};
  };
  laboratory.run(
      batch({on("first", "c"),
             renamed("a", "x"),
             on("second", "x"),
             renamed("b", "a"),
             renamed("x", "b"),
             on("third", "a"),
             {ops::DropConstraint{.table = "t", .type = ops::ConstraintType::unique, .columns = {"b"}}, {}},
             {ops::DropConstraint{.table = "t", .type = ops::ConstraintType::check, .condition = "a > b"}, {}},
             on("gone", "b"),
             {ops::DropIndex{.name = named("gone"), .table = "t"}, {}},
             renamed("c", "d")}));
  CHECK(laboratory.definition("t") == "CREATE TABLE \"t\" (b INT, a INT, d INT)");
  CHECK(laboratory.rows("SELECT b, a, d FROM t") == Texts{"1|2|3"});
  CHECK(laboratory.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name") ==
        Texts{"'first'|'CREATE INDEX first ON t (d)'", "'ix_a'|'CREATE INDEX ix_a ON t (b)'",
              "'second'|'CREATE INDEX second ON t (b)'", "'third'|'CREATE INDEX third ON t (a)'"});

  laboratory.run(batch({renamed("d", "e"),
                        renamed("b", "d"),
                        renamed("a", "b"),
                        {ops::DropColumn{.table = "t", .column = "b"}, {}},
                        renamed("e", "a")}));
  CHECK(laboratory.rows("SELECT * FROM t") == Texts{"1|3"});
  CHECK(laboratory.rows("SELECT sql FROM sqlite_master ORDER BY name") ==
        Texts{"'CREATE INDEX first ON t (a)'", "'CREATE INDEX ix_a ON t (d)'", "'CREATE INDEX second ON t (d)'",
              "'CREATE TABLE \"t\" (d INT, a INT)'"});
}

TEST_CASE("what undoes a block leaves the table as it was") {
  using ops::Operation;
  const auto alter = [](std::string column, ops::AlterColumn wanted) -> Operation {
    wanted.table = "t";
    wanted.column = std::move(column);
    return {std::move(wanted), {}};
  };
  const auto add = [](schema::Column column) -> Operation {
    column.type = type("Integer");
    return {ops::AddColumn{.table = "t", .column = std::move(column)}, {}};
  };
  const Operation add_c = add({.name = "c"}), add_unique = add({.name = "u", .unique = true}),
                  add_reference = add({.name = "r", .references = schema::Reference{.table = "p", .column = "id"}}),
                  add_indexed = add({.name = "i", .index = true}),
                  add_computed = add({.name = "g", .computed = schema::Computed{"b * 2", true}}),
                  a_to_x = alter("a", {.new_column_name = "x"}), c_to_d = alter("c", {.new_column_name = "d"}),
                  b_to_a = alter("b", {.new_column_name = "a"}), x_to_b = alter("x", {.new_column_name = "b"}),
                  u_to_v = alter("u", {.new_column_name = "v"}), r_to_s = alter("r", {.new_column_name = "s"}),
                  i_to_j = alter("i", {.new_column_name = "j"}),
                  type_of_x = alter("x", {.type = type("Text"), .existing_type = type("Integer")}),
                  both_of_a = alter("a", {.nullable = false,
                                          .type = type("Text"),
                                          .new_column_name = "x",
                                          .existing_type = type("Integer"),
                                          .existing_nullable = true}),
                  index_x = {ops::CreateIndex{.name = named("ix"), .table = "t", .columns = {{.expression = "x"}}}, {}},
                  index_a = {ops::CreateIndex{.name = named("ix"), .table = "t", .columns = {{.expression = "a"}}}, {}},
                  unique_x = {ops::CreateUniqueConstraint{.name = named("uq"), .table = "t", .columns = {"x"}}, {}},
                  unique_a = {ops::CreateUniqueConstraint{.name = named("uq"), .table = "t", .columns = {"a"}}, {}},
                  check_d = {ops::CreateCheckConstraint{.name = named("ck"), .table = "t", .condition = "d > x"}, {}},
                  key_x = {ops::CreateForeignKey{.name = named("fk"),
                                                 .source = "t",
                                                 .referent = "p",
                                                 .local_columns = {"x"},
                                                 .remote_columns = {"id"}},
                           {}};
  const std::vector<std::vector<Operation>> blocks = {
      {add_c, a_to_x},
      {add_c, c_to_d},
      {add_c, c_to_d, a_to_x, check_d},
      {a_to_x, b_to_a, x_to_b},
      {add_c, a_to_x, b_to_a, x_to_b, c_to_d},
      {a_to_x, type_of_x},
      {both_of_a, add_unique},
      {a_to_x, index_x},
      {index_a, a_to_x},
      {index_a, a_to_x, add_computed},
      {a_to_x, unique_x},
      {unique_a, a_to_x},
      {unique_a, a_to_x, type_of_x, add_c, c_to_d},
      {a_to_x, key_x, add_reference, r_to_s},
      {add_unique, u_to_v, add_indexed, i_to_j, a_to_x},
  };
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    CAPTURE(i);
    Laboratory laboratory(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2);"
        "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER CHECK (b > a)); CREATE INDEX ix_b ON t (b);"
        "CREATE VIEW w AS SELECT a AS y, b AS z FROM t; INSERT INTO t VALUES (1, 1, 5), (3, 2, 4);"
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET b = NEW.a + 1 WHERE id = NEW.id; END");
    const Texts before = laboratory.everything_but("");
    const Operation block = ops::with_names({batch(blocks[i]), {}}, {}, dialect().identifier_limit());
    laboratory.run(std::get<ops::BatchAlterTable>(block.body));
    CHECK(laboratory.everything_but("") != before);
    laboratory.run(std::get<ops::BatchAlterTable>(ops::reverse(block)->body));
    CHECK(laboratory.everything_but("") == before);
  }
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
