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
  CHECK(compiled(ops::DropColumn{.table = "t", .column = "a"}) == Texts{"ALTER TABLE t DROP COLUMN a"});
  CHECK(compiled(ops::AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}) ==
        Texts{"ALTER TABLE t RENAME COLUMN a TO b"});
  CHECK(compiled(ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Text")}}) ==
        Texts{"ALTER TABLE t ADD COLUMN a TEXT"});
}

TEST_CASE("a table that is not there is no matter of being offline") {
  Laboratory laboratory;
  CHECK(refusal([&] { compiled(ops::DropColumn{.table = "t", .column = "a"}, laboratory.inspector()); }) ==
        "there is no table \"t\" | check the name, or create the table first");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
