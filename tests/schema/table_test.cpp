#include "schema/table.h"

#include <catch2/catch.hpp>

using namespace luamigrate::schema;

TEST_CASE("what a column says of itself becomes an element of its table") {
  const Type integer{.name = "Integer"};
  const std::vector<Element> elements = {
      Column{.name = "id", .type = integer, .primary_key = true},
      Column{.name = "org_id",
             .type = integer,
             .unique = true,
             .index = true,
             .references = Reference{.table = "orgs", .column = "id", .ondelete = "CASCADE"},
             .check = "org_id > 0"},
  };
  Table expected;
  expected.name = {"", "users"};
  expected.columns = {Column{.name = "id", .type = integer, .primary_key = true},
                      Column{.name = "org_id", .type = integer}};
  expected.primary_key = PrimaryKey{.columns = {"id"}};
  expected.checks = {{.condition = "org_id > 0"}};
  expected.foreign_keys = {{.columns = {"org_id"}, .referent = {{"", "orgs"}, {"id"}}, .ondelete = "CASCADE"}};
  expected.indexes = {{.columns = {{.expression = "org_id"}}, .unique = true}};
  CHECK(table_from_elements({"", "users"}, elements) == expected);
}

TEST_CASE("columns of a primary key written apart are marked") {
  const Type integer{.name = "Integer"};
  const Table table = table_from_elements(
      {"", "t"},
      {Column{.name = "a", .type = integer}, Column{.name = "b", .type = integer}, PrimaryKey{.columns = {"b"}}});
  CHECK_FALSE(table.find_column("a")->primary_key);
  CHECK(table.find_column("b")->primary_key);
  CHECK(table.find_column("c") == nullptr);
}
