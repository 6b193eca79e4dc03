#include <catch2/catch.hpp>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

TEST_CASE("offline what needs the table is refused, with why and what to do") {
  const std::string advice =
      " on SQLite makes the table \"t\" anew from its stored text, and an offline run (--sql) cannot see that | say "
      "what the table is: op.batch_alter_table with copy_from = { ... }, or run this revision online";
  const auto words = [](auto op) { return refusal([&] { compiled(op); }); };
  CHECK(words(ops::AlterColumn{.table = "t", .column = "a", .nullable = false}) == "alter_column" + advice);
  CHECK(words(ops::DropColumn{.table = "t", .column = "a", .if_exists = true}) == "drop_column" + advice);
  CHECK(words(ops::CreateUniqueConstraint{.name = named("u"), .table = "t", .columns = {"a"}}) ==
        "create_unique_constraint" + advice);
  CHECK(
      words(ops::CreateForeignKey{.source = "t", .referent = "u", .local_columns = {"a"}, .remote_columns = {"id"}}) ==
      "create_foreign_key" + advice);
  CHECK(words(ops::DropConstraint{.name = named("u"), .table = "t"}) == "drop_constraint" + advice);
}

TEST_CASE("offline a rename, a simple new column and a dropped one need nobody") {
  CHECK(compiled(ops::DropColumn{.table = "t", .column = "a"}) ==
        Texts{"-- Fails where an index, a key, a constraint, a view or a trigger uses the column: drop that before,\n"
              "-- or say what the table is: op.batch_alter_table with copy_from.\nALTER TABLE t DROP COLUMN a"});
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}) ==
        Texts{"ALTER TABLE t RENAME COLUMN a TO b"});
  CHECK(compiled(ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Text")}}) ==
        Texts{"ALTER TABLE t ADD COLUMN a TEXT"});
}

TEST_CASE("offline a table that is made anew from copy_from is said to lose what a script cannot know") {
  const ops::BatchAlterTable batch{
      .table = "t",
      .copy_from = std::vector<schema::Element>{schema::Column{.name = "a", .type = type("Integer")}},
      .operations = {{ops::AlterColumn{.table = "t", .column = "a", .nullable = false}, {}}}};
  CHECK(compiled(batch).front() ==
        "-- What copy_from leaves out is gone, and so are triggers on the table: make them again behind this.\n"
        "-- Needs PRAGMA foreign_keys to be off, as it is where nobody switches it on: else DROP TABLE deletes rows\n"
        "-- of other tables that refer to this one.\nPRAGMA legacy_alter_table=ON");
}

TEST_CASE("a table that is not there is no matter of being offline") {
  Laboratory laboratory;
  CHECK(refusal([&] { compiled(ops::DropColumn{.table = "t", .column = "a"}, laboratory.inspector()); }) ==
        "there is no table \"t\" | check the name, or create the table first");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
