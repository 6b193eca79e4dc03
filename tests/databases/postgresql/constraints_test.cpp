#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("constraints are added with what PostgreSQL can say about them") {
  CHECK(compiled(ops::CreatePrimaryKey{.name = Name{"pk"},
                                       .table = "t",
                                       .columns = {"a", "B"},
                                       .options = with({{"", "include", OptionList{std::string("c")}}})}) ==
        Texts{"ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a, \"B\") INCLUDE (c)"});
  CHECK(compiled(ops::CreateUniqueConstraint{.table = "t", .columns = {"a"}, .schema = "s"}) ==
        Texts{"ALTER TABLE s.t ADD UNIQUE (a)"});
  CHECK(
      compiled(ops::CreateUniqueConstraint{.name = Name{"u"},
                                           .table = "t",
                                           .columns = {"a"},
                                           .options = with({{"", "nulls_not_distinct", true},
                                                            {"", "deferrable", true},
                                                            {"", "initially", std::string("deferred")},
                                                            {"postgresql", "include", std::string("b")}})}) ==
      Texts{"ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) DEFERRABLE INITIALLY DEFERRED"});
  CHECK(compiled(ops::CreateCheckConstraint{
            .name = Name{"c"}, .table = "t", .condition = "a > 0", .options = with({{"", "not_valid", true}})}) ==
        Texts{"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"});
  CHECK(
      compiled(ops::CreateForeignKey{
          .name = Name{"f"},
          .source = "t",
          .referent = "o",
          .local_columns = {"a", "b"},
          .remote_columns = {"x", "y"},
          .source_schema = "s",
          .referent_schema = "r",
          .ondelete = "CASCADE",
          .onupdate = "set null",
          .options = with(
              {{"", "match", std::string("full")}, {"", "deferrable", false}, {"postgresql", "not_valid", true}})}) ==
      Texts{"ALTER TABLE s.t ADD CONSTRAINT f FOREIGN KEY(a, b) REFERENCES r.o (x, y) MATCH FULL ON DELETE CASCADE ON "
            "UPDATE SET NULL NOT DEFERRABLE NOT VALID"});
  CHECK(compiled(ops::CreateExcludeConstraint{
            .name = Name{"e"},
            .table = "t",
            .elements = {{.expression = "room", .operation = "="},
                         {.expression = Sql{"tsrange(a, b)"}, .operation = "&&"}},
            .options = with({{"", "where", Sql{"active"}}, {"", "using", std::string("GIST")}})}) ==
        Texts{"ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING gist (room WITH =, tsrange(a, b) WITH &&) WHERE (active)"});
}

TEST_CASE("words that go into SQL as they are, are checked") {
  CHECK(refusal(ops::CreateForeignKey{.source = "t",
                                      .referent = "o",
                                      .local_columns = {"a"},
                                      .remote_columns = {"x"},
                                      .ondelete = "CASCADE; DROP TABLE t"}) ==
        "ondelete: expected one of \"CASCADE\", \"RESTRICT\", \"SET NULL\", \"SET DEFAULT\", \"NO ACTION\", "
        "got \"CASCADE; DROP TABLE t\" | ");
}

TEST_CASE("constraints are dropped and validated") {
  CHECK(compiled(ops::DropConstraint{.name = schema::Name{"c"}, .table = "t", .schema = "s"}) ==
        Texts{"ALTER TABLE s.t DROP CONSTRAINT c"});
  CHECK(compiled(ops::DropConstraint{
            .name = schema::Name{"C"}, .table = "t", .if_exists = true, .options = with({{"", "cascade", true}})}) ==
        Texts{"ALTER TABLE t DROP CONSTRAINT IF EXISTS \"C\" CASCADE"});
  CHECK(compiled(ops::ValidateConstraint{.name = {"c"}, .table = "t"}) == Texts{"ALTER TABLE t VALIDATE CONSTRAINT c"});
}
