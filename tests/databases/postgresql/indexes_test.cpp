#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("an index is written with everything it can have") {
  CHECK(compiled(ops::CreateIndex{.name = Name{"ix"}, .table = "t", .columns = {{.expression = "a"}}, .schema = "s"}) ==
        Texts{"CREATE INDEX ix ON s.t (a)"});
  CHECK(compiled(ops::CreateIndex{
            .name = Name{"ix"},
            .table = "t",
            .columns = {{.expression = "a", .desc = true, .nulls = "last"},
                        {.expression = Sql{"lower(b)"}, .opclass = "gin_trgm_ops"},
                        {.expression = "C", .nulls = "first", .opclass = "text_ops", .collation = "C"},
                        {.expression = "d"}},
            .unique = true,
            .if_not_exists = true,
            .options = with({{"", "using", std::string("BTREE")},
                             {"", "include", OptionList{std::string("x"), std::string("Y")}},
                             {"", "nulls_not_distinct", true},
                             {"", "with", OptionMap{{"deduplicate_items", false}, {"fillfactor", std::int64_t{50}}}},
                             {"", "tablespace", std::string("fast")},
                             {"", "where", std::string("a > 0")},
                             {"postgresql", "ops", OptionMap{{"d", std::string("int4_ops")}}}})}) ==
        Texts{"CREATE UNIQUE INDEX IF NOT EXISTS ix ON t USING btree (a DESC NULLS LAST, lower(b) gin_trgm_ops, "
              "\"C\" COLLATE \"C\" text_ops NULLS FIRST, d int4_ops) INCLUDE (x, \"Y\") NULLS NOT DISTINCT "
              "WITH (deduplicate_items = false, fillfactor = 50) TABLESPACE fast WHERE a > 0"});
}

TEST_CASE("a concurrent index is made outside a transaction") {
  const auto made = postgresql::dialect().compile({ops::CreateIndex{.name = Name{"ix"},
                                                                    .table = "t",
                                                                    .columns = {{.expression = "a"}},
                                                                    .options = with({{"", "concurrently", true}})},
                                                   {}},
                                                  NoTables());
  CHECK(made == std::vector<Statement>{{.sql = "CREATE INDEX CONCURRENTLY ix ON t (a)",
                                        .outside_transaction = true,
                                        .left_behind = "the index \"ix\" may be there and not valid: the next run "
                                                       "drops it and builds it again"}});
  const auto dropped = postgresql::dialect().compile(
      {ops::DropIndex{.name = {"ix"}, .if_exists = true, .options = with({{"postgresql", "concurrently", true}})}, {}},
      NoTables());
  CHECK(dropped == std::vector<Statement>{{.sql = "DROP INDEX CONCURRENTLY IF EXISTS ix",
                                           .outside_transaction = true,
                                           .left_behind = "the index \"ix\" may be there and not valid: the next run "
                                                          "drops it"}});
}

TEST_CASE("an index is dropped in the schema of its table") {
  CHECK(compiled(ops::DropIndex{.name = {"ix"}, .table = "t", .schema = "s"}) == Texts{"DROP INDEX s.ix"});
}
