#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("a column is added with what belongs to it, as Alembic does") {
  CHECK(compiled(ops::AddColumn{.table = "t",
                                .column = {.name = "a",
                                           .type = type("Integer"),
                                           .nullable = false,
                                           .server_default = std::int64_t{0},
                                           .unique = true,
                                           .index = true,
                                           .references = Reference{.schema = "s", .table = "o", .column = "id"},
                                           .check = "a >= 0",
                                           .comment = "why"},
                                .schema = "s"}) ==
        Texts{"ALTER TABLE s.t ADD COLUMN a INTEGER DEFAULT 0 NOT NULL CHECK (a >= 0)",
              "ALTER TABLE s.t ADD FOREIGN KEY(a) REFERENCES s.o (id)", "CREATE UNIQUE INDEX ix_t_a ON s.t (a)",
              "COMMENT ON COLUMN s.t.a IS 'why'"});
}

TEST_CASE("references and the primary key may stand in the column") {
  CHECK(
      compiled(ops::AddColumn{.table = "t",
                              .column = {.name = "a",
                                         .type = type("Integer"),
                                         .primary_key = true,
                                         .references = Reference{.table = "o",
                                                                 .column = "id",
                                                                 .ondelete = "SET NULL",
                                                                 .options = with({{"", "deferrable", true}})}},
                              .inline_references = true,
                              .inline_primary_key = true}) ==
      Texts{"ALTER TABLE t ADD COLUMN a INTEGER NOT NULL PRIMARY KEY REFERENCES o (id) ON DELETE SET NULL DEFERRABLE"});
}

TEST_CASE("an integer that is added as a key counts by itself, as Alembic has it") {
  const auto added = [](Column column, bool inline_key = false) {
    column.name = "q";
    column.primary_key = true;
    return compiled(ops::AddColumn{.table = "t", .column = std::move(column), .inline_primary_key = inline_key});
  };
  CHECK(added({.type = type("Integer")}, true) == Texts{"ALTER TABLE t ADD COLUMN q SERIAL NOT NULL PRIMARY KEY"});
  CHECK(added({.type = type("BigInteger")}) == Texts{"ALTER TABLE t ADD COLUMN q BIGSERIAL NOT NULL"});
  CHECK(added({.type = type("Integer"), .autoincrement = false}) ==
        Texts{"ALTER TABLE t ADD COLUMN q INTEGER NOT NULL"});
  CHECK(added({.type = type("Integer"), .server_default = std::int64_t{5}}) ==
        Texts{"ALTER TABLE t ADD COLUMN q INTEGER DEFAULT 5 NOT NULL"});
  CHECK(added({.type = type("Text")}) == Texts{"ALTER TABLE t ADD COLUMN q TEXT NOT NULL"});
}

TEST_CASE("a column that is there is not added again") {
  const ops::AddColumn op{
      .table = "t", .column = {.name = "a", .type = type("Text"), .unique = true}, .if_not_exists = true};
  CHECK(compiled(op) == Texts{"ALTER TABLE t ADD COLUMN IF NOT EXISTS a TEXT UNIQUE"});
  Reference reference{.table = "o", .column = "id"};
  reference.options.set({"postgresql", "not_valid", true});
  const ops::AddColumn refers{.table = "t",
                              .column = {.name = "b", .type = type("Text"), .index = true, .references = reference},
                              .if_not_exists = true};
  CHECK(compiled(refers, OneTable({.name = {"", "t"}})) ==
        Texts{"ALTER TABLE t ADD COLUMN IF NOT EXISTS b TEXT",
              "ALTER TABLE t ADD FOREIGN KEY(b) REFERENCES o (id) NOT VALID", "CREATE INDEX ix_t_b ON t (b)"});
  CHECK(refusal(refers).starts_with("PostgreSQL has no way to add a foreign key with not_valid offline"));
  CHECK(compiled(op, OneTable({.name = {"", "t"}, .columns = {{.name = "a", .type = type("Text")}}})) == Texts{});
}

TEST_CASE("defaults: a text is quoted, SQL is put in as it is") {
  const auto clause = [](DefaultValue value) {
    const std::string sql =
        compiled(ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Text"), .server_default = value}})
            .front();
    return sql.substr(sql.find("TEXT") + 4);
  };
  CHECK(clause(std::string("it's")) == " DEFAULT 'it''s'");
  CHECK(clause(std::string("now()")) == " DEFAULT 'now()'");
  CHECK(clause(Sql{"now()"}) == " DEFAULT now()");
  CHECK(clause(true) == " DEFAULT true");
  CHECK(clause(std::int64_t{-3}) == " DEFAULT -3");
  CHECK(clause(0.1) == " DEFAULT 0.1");
  CHECK(clause(Null{}) == "");
}

TEST_CASE("an enum's type is made before the column") {
  CHECK(compiled(ops::AddColumn{.table = "t", .column = {.name = "a", .type = enumeration({"x$$y"}, "E")}}) ==
        Texts{"DO $make$ BEGIN\n\tCREATE TYPE \"E\" AS ENUM ('x$$y');\nEXCEPTION WHEN duplicate_object THEN\n\tNULL;\n"
              "END $make$",
              "ALTER TABLE t ADD COLUMN a \"E\""});
}

TEST_CASE("generated columns, collations and identities are written into the column") {
  CHECK(compiled(ops::AddColumn{
            .table = "t",
            .column = {.name = "a", .type = type("Integer"), .computed = Computed{.expression = "b * 2"}}}) ==
        Texts{"ALTER TABLE t ADD COLUMN a INTEGER GENERATED ALWAYS AS (b * 2) STORED"});
  CHECK(compiled(ops::AddColumn{.table = "t", .column = {.name = "a", .type = type("Text"), .collation = "de_DE"}}) ==
        Texts{"ALTER TABLE t ADD COLUMN a TEXT COLLATE \"de_DE\""});
  CHECK(compiled(ops::AddColumn{.table = "t",
                                .column = {.name = "a",
                                           .type = type("BigInteger"),
                                           .identity = Identity{.increment = 2, .minvalue = 1, .cycle = true}}}) ==
        Texts{"ALTER TABLE t ADD COLUMN a BIGINT GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 2 MINVALUE 1 CYCLE)"});
  CHECK(refusal(ops::AddColumn{.table = "t",
                               .column = {.name = "a",
                                          .type = type("Integer"),
                                          .computed = Computed{.expression = "1", .persisted = false}}}) ==
        "PostgreSQL has no virtual generated columns | leave persisted out, or write persisted = true");
}

TEST_CASE("columns are dropped") {
  CHECK(compiled(ops::DropColumn{.table = "t", .column = "a"}) == Texts{"ALTER TABLE t DROP COLUMN a"});
  CHECK(compiled(ops::DropColumn{
            .table = "t", .column = "a", .if_exists = true, .options = with({{"", "cascade", true}})}) ==
        Texts{"ALTER TABLE t DROP COLUMN IF EXISTS a CASCADE"});
}

TEST_CASE("everything of a column can be altered, its name last") {
  CHECK(compiled(ops::AlterColumn{.table = "t",
                                  .column = "a",
                                  .schema = "s",
                                  .nullable = false,
                                  .type = type("Integer"),
                                  .new_column_name = "B",
                                  .server_default = std::int64_t{5},
                                  .comment = std::string("c"),
                                  .options = with({{"postgresql", "using", std::string("a::integer")}})}) ==
        Texts{"ALTER TABLE s.t ALTER COLUMN a TYPE INTEGER USING a::integer",
              "ALTER TABLE s.t ALTER COLUMN a SET NOT NULL", "ALTER TABLE s.t ALTER COLUMN a SET DEFAULT 5",
              "COMMENT ON COLUMN s.t.a IS 'c'", "ALTER TABLE s.t RENAME a TO \"B\""});
  CHECK(compiled(ops::AlterColumn{
            .table = "t", .column = "a", .nullable = true, .server_default = Null{}, .comment = Null{}}) ==
        Texts{"ALTER TABLE t ALTER COLUMN a DROP NOT NULL", "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
              "COMMENT ON COLUMN t.a IS NULL"});
  CHECK(
      refusal(ops::AlterColumn{
          .table = "t", .column = "a", .options = with({{"postgresql", "using", std::string("x")}})}) ==
      "using tells how values are converted to a new type, and there is none | add type = ... to the options, or take "
      "using out");
}

TEST_CASE("an identity is added, changed where there is one, and dropped") {
  const ops::AlterColumn op{
      .table = "t", .column = "a", .identity = Identity{.always = true, .increment = 5, .cycle = false}};
  CHECK(compiled(op) ==
        Texts{"ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 NO CYCLE)"});
  const OneTable table(
      {.name = {"", "t"}, .columns = {{.name = "a", .type = type("Integer"), .identity = Identity{.always = false}}}});
  CHECK(compiled(op, table) ==
        Texts{"ALTER TABLE t ALTER COLUMN a SET GENERATED ALWAYS SET INCREMENT BY 5 SET NO CYCLE"});
  CHECK(
      compiled(ops::AlterColumn{.table = "t", .column = "a", .server_default = std::int64_t{1}, .identity = Null{}}) ==
      Texts{"ALTER TABLE t ALTER COLUMN a DROP IDENTITY", "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1"});
}

TEST_CASE("what existing_identity says is believed before what is looked up, and is all that is known offline") {
  const auto sql = [](std::optional<NullableIdentity> existing, Identity wanted) {
    return compiled(ops::AlterColumn{
        .table = "t", .column = "a", .identity = std::move(wanted), .existing_identity = std::move(existing)});
  };
  CHECK(sql(Null{}, {.always = true}) == Texts{"ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY"});
  CHECK(sql(Identity{}, {.always = true, .start = 5}) ==
        Texts{"ALTER TABLE t ALTER COLUMN a SET GENERATED ALWAYS SET START WITH 5"});
  CHECK(sql(Identity{.always = true, .increment = 2, .cache = 3}, {.always = true, .increment = 4, .cache = 3}) ==
        Texts{"ALTER TABLE t ALTER COLUMN a SET INCREMENT BY 4"});
  CHECK(sql(Identity{.always = true}, {.always = true}) == Texts{});
}
