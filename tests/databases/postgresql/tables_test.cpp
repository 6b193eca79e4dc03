#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("a table reads as SQLAlchemy writes it") {
  CHECK(compiled(ops::CreateTable{
            .name = "users",
            .elements = {Column{.name = "id", .type = type("Integer"), .primary_key = true},
                         Column{.name = "email", .type = type("String", {std::int64_t{255}}), .nullable = false},
                         Column{.name = "org_id",
                                .type = type("Integer"),
                                .index = true,
                                .references = Reference{.table = "orgs", .column = "id", .ondelete = "cascade"}},
                         Column{.name = "age", .type = type("Integer"), .check = "age > 0"},
                         Unique{.columns = {"email"}, .name = Name{"uq_email"}},
                         Check{.condition = "length(email) > 3"}}}) ==
        Texts{"CREATE TABLE users (\n"
              "\tid SERIAL NOT NULL,\n"
              "\temail VARCHAR(255) NOT NULL,\n"
              "\torg_id INTEGER,\n"
              "\tage INTEGER CHECK (age > 0),\n"
              "\tPRIMARY KEY (id),\n"
              "\tCONSTRAINT uq_email UNIQUE (email),\n"
              "\tCHECK (length(email) > 3),\n"
              "\tFOREIGN KEY(org_id) REFERENCES orgs (id) ON DELETE CASCADE\n"
              ")",
              "CREATE INDEX ix_users_org_id ON users (org_id)"});
}

TEST_CASE("names are quoted where SQLAlchemy quotes them, and only there") {
  CHECK(compiled(ops::CreateTable{
            .name = "user",
            .elements = {Column{.name = "Order", .type = type("Text")}, Column{.name = "1st", .type = type("Text")},
                         Column{.name = "a b", .type = type("Text")}, Column{.name = "say\"hi\"", .type = type("Text")},
                         Column{.name = "naïve", .type = type("Text")}, Column{.name = "$cash", .type = type("Text")},
                         Column{.name = "ca$h_1", .type = type("Text")}, Column{.name = "value", .type = type("Text")}},
            .schema = "Sales"}) ==
        Texts{"CREATE TABLE \"Sales\".\"user\" (\n"
              "\t\"Order\" TEXT,\n\t\"1st\" TEXT,\n\t\"a b\" TEXT,\n\t\"say\"\"hi\"\"\" TEXT,\n\t\"naïve\" TEXT,\n"
              "\t\"$cash\" TEXT,\n\tca$h_1 TEXT,\n\tvalue TEXT\n)"});
}

TEST_CASE("a name longer than PostgreSQL's limit is refused, wherever it stands, and never cut off") {
  const std::string fits(63, 'n'), too_long(64, 'n');
  CHECK(compiled(ops::DropView{.name = fits}) == Texts{"DROP VIEW " + fits});
  const std::string message =
      "the name \"" + too_long + "\" has 64 bytes; the limit of this database is 63 | give a shorter name";
  CHECK(refusal(ops::CreateTable{.name = too_long}) == message);
  CHECK(refusal(ops::CreateTable{.name = "t", .elements = {Column{.name = too_long, .type = type("Text")}}}) ==
        message);
  CHECK(refusal(ops::CreateView{.name = too_long, .select = "SELECT 1"}) == message);
  CHECK(refusal(ops::CreateSchema{.name = too_long}) == message);
  CHECK(refusal(ops::RenameTable{.name = "t", .new_name = too_long}) == message);
  CHECK(refusal(ops::Grant{.privileges = {"select"}, .object = "table t", .role = {{too_long}}}) == message);
}

TEST_CASE("a privilege is one that PostgreSQL has, with columns as they stand") {
  const auto granted = [](std::string privilege) {
    return ops::Grant{.privileges = {std::move(privilege)}, .object = "table t", .role = {{"r"}}};
  };
  CHECK(compiled(granted("update (a, \"B\")")) == Texts{"GRANT UPDATE (a, \"B\") ON TABLE t TO r"});
  CHECK(compiled(granted("all privileges")) == Texts{"GRANT ALL PRIVILEGES ON TABLE t TO r"});
  CHECK(refusal(granted("selct")).starts_with("privileges: expected one of \"SELECT\", "));
  CHECK(refusal(granted("selct")).ends_with("got \"selct\" | did you mean \"SELECT\"?"));
  CHECK(refusal(granted("-")).ends_with("got \"-\" | "));
}

TEST_CASE("serial columns follow SQLAlchemy's rules") {
  const auto id_line = [](Column column, std::vector<Element> others = {}) {
    std::vector<Element> elements{std::move(column)};
    for (Element& other : others) elements.push_back(std::move(other));
    const std::string sql = compiled(ops::CreateTable{.name = "t", .elements = std::move(elements)}).back();
    const std::size_t begin = sql.find('\t') + 1;
    return sql.substr(begin, sql.find_first_of(",\n", begin) - begin);
  };
  const auto key = [](std::string kind) {
    return Column{.name = "id", .type = type(std::move(kind)), .primary_key = true};
  };
  CHECK(id_line(key("BigInteger")) == "id BIGSERIAL NOT NULL");
  CHECK(id_line(key("SmallInteger")) == "id SMALLSERIAL NOT NULL");
  CHECK(id_line(key("Uuid")) == "id UUID NOT NULL");

  Column column = key("Integer");
  column.autoincrement = false;
  CHECK(id_line(column) == "id INTEGER NOT NULL");
  column = key("Integer");
  column.server_default = std::int64_t{7};
  CHECK(id_line(column) == "id INTEGER DEFAULT 7 NOT NULL");
  column = key("Integer");
  column.identity = Identity{.always = true, .start = 10};
  CHECK(id_line(column) == "id INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 10)");
  column = key("Integer");
  column.references = Reference{.table = "base", .column = "id"};
  CHECK(id_line(column) == "id INTEGER NOT NULL");
  CHECK(id_line(Column{.name = "id", .type = type("Integer")}, {PrimaryKey{.columns = {"id"}}}) ==
        "id SERIAL NOT NULL");
  CHECK(id_line(Column{.name = "id", .type = type("Integer")}) == "id INTEGER");
}

TEST_CASE("a key of several columns counts only where a column says so, and that column leads") {
  CHECK(compiled(ops::CreateTable{.name = "t",
                                  .elements = {Column{.name = "a", .type = type("Integer"), .primary_key = true},
                                               Column{.name = "b", .type = type("Integer"), .primary_key = true}}}) ==
        Texts{"CREATE TABLE t (\n\ta INTEGER NOT NULL,\n\tb INTEGER NOT NULL,\n\tPRIMARY KEY (a, b)\n)"});
  CHECK(compiled(ops::CreateTable{
            .name = "t",
            .elements = {Column{.name = "a", .type = type("Integer"), .primary_key = true},
                         Column{.name = "b", .type = type("Integer"), .primary_key = true, .autoincrement = true}}}) ==
        Texts{"CREATE TABLE t (\n\ta INTEGER NOT NULL,\n\tb SERIAL NOT NULL,\n\tPRIMARY KEY (b, a)\n)"});
}

TEST_CASE("an enum's type is made before the table, once, and again does no harm") {
  const Texts made = compiled(ops::CreateTable{
      .name = "t",
      .elements = {
          Column{.name = "a", .type = enumeration({"sad", "it's"}, "mood")},
          Column{.name = "b", .type = enumeration({"sad", "it's"}, "mood")},
          Column{.name = "c", .type = own("ARRAY", {base::Box<Type>(enumeration({"sad", "it's"}, "mood"))})}}});
  CHECK(made ==
        Texts{"DO $$ BEGIN\n\tCREATE TYPE mood AS ENUM ('sad', 'it''s');\nEXCEPTION WHEN duplicate_object THEN\n"
              "\tNULL;\nEND $$",
              "CREATE TABLE t (\n\ta mood,\n\tb mood,\n\tc mood[]\n)"});
  CHECK(refusal(ops::CreateTable{.name = "t", .elements = {Column{.name = "a", .type = type("Enum", {Texts{"x"}})}}}) ==
        "an enum needs the name of its type on PostgreSQL | write it as Enum({ \"a\", \"b\" }, { name = \"...\" })");
}

TEST_CASE("comments are statements of their own") {
  CHECK(compiled(ops::CreateTable{.name = "t",
                                  .elements = {Column{.name = "a", .type = type("Text"), .comment = "it's a"}},
                                  .schema = "s",
                                  .comment = "the table"}) == Texts{"CREATE TABLE s.t (\n\ta TEXT\n)",
                                                                    "COMMENT ON TABLE s.t IS 'the table'",
                                                                    "COMMENT ON COLUMN s.t.a IS 'it''s a'"});
  CHECK(compiled(ops::CreateTableComment{.table = "t", .comment = "c"}) == Texts{"COMMENT ON TABLE t IS 'c'"});
  CHECK(compiled(ops::DropTableComment{.table = "t"}) == Texts{"COMMENT ON TABLE t IS NULL"});
}

TEST_CASE("PostgreSQL's own options of a table come after its body") {
  CHECK(compiled(ops::CreateTable{.name = "t",
                                  .elements = {Column{.name = "a", .type = type("Date")}},
                                  .temporary = true,
                                  .options = with({{"postgresql", "partition_by", std::string("RANGE (a)")},
                                                   {"postgresql", "with", OptionMap{{"fillfactor", std::int64_t{70}}}},
                                                   {"postgresql", "tablespace", std::string("Fast")},
                                                   {"postgresql", "inherits", std::string("parent")},
                                                   {"mysql", "engine", std::string("InnoDB")}})}) ==
        Texts{"CREATE TEMPORARY TABLE t (\n\ta DATE\n)\nINHERITS (parent)\nPARTITION BY RANGE (a)\n"
              "WITH (fillfactor = 70)\nTABLESPACE \"Fast\""});
}

TEST_CASE("if_not_exists is passed on, also to the indexes; a table known to exist is left alone") {
  const ops::CreateTable op{
      .name = "t", .elements = {Column{.name = "a", .type = type("Date"), .index = true}}, .if_not_exists = true};
  CHECK(compiled(op) ==
        Texts{"CREATE TABLE IF NOT EXISTS t (\n\ta DATE\n)", "CREATE INDEX IF NOT EXISTS ix_t_a ON t (a)"});
  CHECK(compiled(op, OneTable({.name = {"", "t"}})) == Texts{});
}

TEST_CASE("tables are dropped and renamed in their schema") {
  CHECK(compiled(ops::DropTable{.name = "t", .schema = "s"}) == Texts{"DROP TABLE s.t"});
  CHECK(compiled(ops::DropTable{.name = "t", .if_exists = true, .options = with({{"", "cascade", true}})}) ==
        Texts{"DROP TABLE IF EXISTS t CASCADE"});
  CHECK(compiled(ops::RenameTable{.name = "t", .new_name = "Order", .schema = "s"}) ==
        Texts{"ALTER TABLE s.t RENAME TO \"Order\""});
}

TEST_CASE("a batch is its operations one after another") {
  CHECK(compiled(ops::BatchAlterTable{
            .table = "t",
            .operations = {{ops::DropColumn{.table = "t", .column = "a"}, {}},
                           {ops::AlterColumn{.table = "t", .column = "b", .nullable = false}, {}}}}) ==
        Texts{"ALTER TABLE t DROP COLUMN a", "ALTER TABLE t ALTER COLUMN b SET NOT NULL"});
}

TEST_CASE("a name in SQL text that PostgreSQL would cut to another one is refused too") {
  const std::string too_long(64, 'n');
  const std::string message =
      "the name \"" + too_long + "\" has 64 bytes; the limit of this database is 63 | give a shorter name";
  CHECK(refusal(ops::CreateFunction{.signature = too_long + "()", .body = "SELECT 1"}) == message);
  CHECK(refusal(ops::CreateFunction{.signature = "f(\"" + too_long + "\" integer)", .body = "SELECT 1"}) == message);
  CHECK(refusal(ops::CreateFunction{.signature = "f()", .body = "SELECT 1", .returns = too_long}) == message);
  CHECK(refusal(ops::DropFunction{.signature = too_long + "(integer)"}) == message);
  CHECK(refusal(ops::Grant{.privileges = {"execute"}, .object = "function " + too_long + "()", .role = {{"web"}}}) ==
        message);
  CHECK(refusal(ops::CreateTrigger{.name = "tr", .table = "t", .when = "AFTER INSERT", .execute = too_long + "()"}) ==
        message);
  CHECK(compiled(ops::CreateFunction{.signature = "f(t text DEFAULT '" + too_long + "')", .body = "SELECT 1"}).size() ==
        1);
}

TEST_CASE("what a materialized view has not is refused") {
  const auto made = [](DialectOption option, bool temporary) {
    return refusal(ops::CreateView{.name = "v",
                                   .select = "SELECT 1",
                                   .temporary = temporary,
                                   .options = with({{"", "materialized", true}, std::move(option)})});
  };
  CHECK(made({"postgresql", "security_invoker", true}, false) ==
        "PostgreSQL has no security_invoker of materialized views | leave it out: whoever may read the view sees the "
        "rows that it holds");
  CHECK(made({"", "materialized", true}, true) ==
        "PostgreSQL has no temporary materialized views | leave `temporary` or `materialized` out");
}

TEST_CASE("a view that is made unless it is there is one statement, whatever stands inside") {
  CHECK(refusal(ops::CreateView{.name = "v", .select = "SELECT 1; DROP TABLE t", .if_not_exists = true})
            .starts_with("a SQL text of this operation ends the statement (;)"));
  CHECK(refusal(ops::CreateView{.name = "v",
                                .select = "SELECT 1; DROP TABLE t",
                                .replace = true,
                                .options = with({{"", "materialized", true}})})
            .starts_with("a SQL text of this operation ends the statement (;)"));
  CHECK(
      compiled(ops::CreateView{.name = "v", .select = "SELECT 1 -- one", .if_not_exists = true}) ==
      Texts{"DO $$ BEGIN\n\tCREATE VIEW v AS SELECT 1; -- one\nEXCEPTION WHEN duplicate_table THEN\n\tNULL;\nEND $$"});
}

TEST_CASE("a key that a column and the table say differently is refused, and so are two keys") {
  const Column id{.name = "id", .type = type("Integer"), .primary_key = true};
  const Column other{.name = "b", .type = type("Integer")};
  CHECK(
      refusal(ops::CreateTable{.name = "t", .elements = {id, other, PrimaryKey{.columns = {"b"}}}}) ==
      "the column \"id\" of the table \"t\" says primary_key = true, and the table's primary key is of other columns: "
      "b | name it in primary_key({ ... }) too, or take primary_key = true out");
  CHECK(refusal(ops::CreateTable{.name = "t",
                                 .elements = {other, PrimaryKey{.columns = {"b"}}, PrimaryKey{.columns = {"b"}}}}) ==
        "a table has one primary key, and two are given | name all its columns in one primary_key({ ... })");
  CHECK(compiled(ops::CreateTable{.name = "t", .elements = {id, other, PrimaryKey{.columns = {"id", "b"}}}}) ==
        Texts{"CREATE TABLE t (\n\tid INTEGER NOT NULL,\n\tb INTEGER NOT NULL,\n\tPRIMARY KEY (id, b)\n)"});
}

TEST_CASE("what only models say is refused in a revision") {
  const Column renamed{.name = "b", .type = type("Integer"), .renamed_from = "a"};
  const std::string message =
      "the column \"b\" says renamed_from, which is for models only | a revision renames by op.alter_column(table, "
      "column, { new_column_name = ... })";
  CHECK(refusal(ops::AddColumn{.table = "t", .column = renamed}) == message);
  CHECK(refusal(ops::CreateTable{.name = "t", .elements = {renamed}}) == message);
}
