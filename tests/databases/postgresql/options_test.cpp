#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("an option of another database is ignored with its prefix and refused without") {
  CHECK(compiled(ops::CreateIndex{.name = Name{"ix"},
                                  .table = "t",
                                  .columns = {{.expression = "a"}},
                                  .options = with({{"mysql", "length", std::int64_t{10}}})}) ==
        Texts{"CREATE INDEX ix ON t (a)"});
  CHECK(
      refusal(ops::CreateIndex{.name = Name{"ix"},
                               .table = "t",
                               .columns = {{.expression = "a"}},
                               .options = with({{"", "length", std::int64_t{10}}})}) ==
      "PostgreSQL does not have the option \"length\" (without a database's name in front) | write mysql_length, which "
      "applies there and is ignored elsewhere");
}

TEST_CASE("options of elements and of operations in a batch are checked too") {
  const std::string refused =
      "PostgreSQL does not have the option \"clustered\" (without a database's name in front) | write mssql_clustered, "
      "which applies there and is ignored elsewhere";
  CHECK(refusal(ops::CreateTable{.name = "t",
                                 .elements = {Column{.name = "a", .type = type("Text")},
                                              Unique{.columns = {"a"}, .options = with({{"", "clustered", true}})}}}) ==
        refused);
  CHECK(refusal(ops::BatchAlterTable{
            .table = "t",
            .operations = {{ops::CreateUniqueConstraint{
                                .table = "t", .columns = {"a"}, .options = with({{"", "clustered", true}})},
                            {}}}}) == refused);
}

TEST_CASE("the prefixed value goes before the one without prefix") {
  CHECK(compiled(
            ops::DropTable{.name = "t", .options = with({{"", "cascade", true}, {"postgresql", "cascade", false}})}) ==
        Texts{"DROP TABLE t"});
}
