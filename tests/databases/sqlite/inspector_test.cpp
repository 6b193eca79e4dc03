#include "databases/sqlite/inspector.h"

#include <catch2/catch.hpp>

#include "company.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

using schema::Sql;

schema::Table found(Laboratory& laboratory, const std::string& name) {
  auto table = laboratory.inspector().find_table({"", name});
  REQUIRE(table);
  return std::move(*table);
}

TEST_CASE("columns are read with type, default, collation, expression and place in the key") {
  Laboratory laboratory(company);
  const schema::Table table = found(laboratory, "EMPLOYEES");
  CHECK(table.name == schema::TableName{"", "employees"});
  CHECK(table.definition == employees_text);
  CHECK(table.options == with({{"sqlite", "autoincrement", true}}));
  const std::vector<schema::Column> expected{
      {.name = "id", .type = type("Integer"), .primary_key = true, .nullable = false, .autoincrement = true},
      {.name = "full name",
       .type = type("String", {std::int64_t{50}}),
       .nullable = false,
       .collation = "NOCASE",
       .options = with({{"sqlite", "on_conflict_not_null", std::string("FAIL")}})},
      {.name = "email", .type = type("Text"), .nullable = true},
      {.name = "salary",
       .type = type("Numeric", {std::int64_t{10}, std::int64_t{2}}),
       .nullable = true,
       .server_default = Sql{"10 * 100"}},
      {.name = "boss_id", .type = type("Integer"), .nullable = true},
      {.name = "team_id", .type = type("Integer"), .nullable = false, .server_default = Sql{"1"}},
      {.name = "note", .type = type("Text"), .nullable = true},
      {.name = "initial",
       .type = type("Text"),
       .nullable = true,
       .computed = schema::Computed{"substr(\"full name\", 1, 1)", false}},
      {.name = "doubled", .type = type("Float"), .nullable = true, .computed = schema::Computed{"salary * 2", true}}};
  CHECK(table.columns == expected);
}

TEST_CASE("constraints are read with the names that the text gives them") {
  Laboratory laboratory(company);
  const schema::Table table = found(laboratory, "employees");
  CHECK(table.primary_key == schema::PrimaryKey{.columns = {"id"}});
  CHECK(table.uniques ==
        std::vector<schema::Unique>{
            {.columns = {"email"}, .options = with({{"sqlite", "on_conflict", std::string("IGNORE")}})},
            {.columns = {"full name", "team_id"},
             .name = named("one_name"),
             .options = with({{"sqlite", "on_conflict", std::string("REPLACE")}})}});
  CHECK(table.checks ==
        std::vector<schema::Check>{{.condition = "salary >= 0"},
                                   {.condition = "length(\"full name\") > 1", .name = named("name_long")},
                                   {.condition = "team_id > 0"}});
  CHECK(table.foreign_keys ==
        std::vector<schema::ForeignKey>{
            {.columns = {"boss_id"}, .referent = {{"", "employees"}, {"id"}}, .ondelete = "SET NULL"},
            {.columns = {"team_id"},
             .referent = {{"", "teams"}, {"id"}},
             .name = named("fk_team"),
             .onupdate = "CASCADE",
             .options = with({{"", "deferrable", true}, {"", "initially", std::string("DEFERRED")}})}});
}

TEST_CASE("indexes are read with expressions, order, collation and condition") {
  Laboratory laboratory(company);
  const schema::Table table = found(laboratory, "employees");
  CHECK(table.indexes == std::vector<schema::Index>{{.name = named("ix_boss"), .columns = {{.expression = "boss_id"}}},
                                                    {.name = named("ix_lower"),
                                                     .columns = {{.expression = Sql{"lower(email)"}, .desc = true},
                                                                 {.expression = "salary", .collation = "BINARY"}}},
                                                    {.name = named("ix_rich"),
                                                     .columns = {{.expression = "email"}},
                                                     .unique = true,
                                                     .options = with({{"", "where", Sql{"salary > 1000"}}})}});
  CHECK(laboratory.inspector().has_index({"", "employees"}, "IX_BOSS"));
  CHECK_FALSE(laboratory.inspector().has_index({"", "teams"}, "ix_boss"));
}

TEST_CASE("what depends on a table comes in an order in which it can be made again") {
  Laboratory laboratory(
      "CREATE TABLE t (a);"
      "CREATE VIEW top AS SELECT * FROM middle;"  // SQLite lets a view be made before what it reads
      "CREATE VIEW middle AS SELECT * FROM t;"
      "CREATE VIEW other AS SELECT 1 AS t_is_not_meant;"
      "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END;"
      "CREATE INDEX ix ON t (a)");
  Texts names;
  for (const schema::StoredObject& object : found(laboratory, "t").dependents) names.push_back(object.name);
  CHECK(names == Texts{"tr", "ix", "middle", "top"});
}

TEST_CASE("a key of several columns keeps its order and its name") {
  Laboratory laboratory("CREATE TABLE t (a INT, b INT, CONSTRAINT pk_t PRIMARY KEY (b, a)) WITHOUT ROWID");
  const schema::Table table = found(laboratory, "t");
  CHECK(table.primary_key == schema::PrimaryKey{.columns = {"b", "a"}, .name = named("pk_t")});
  CHECK(table.options == with({{"sqlite", "without_rowid", true}}));
}

TEST_CASE("tables, views, temporary and virtual tables are found, others not") {
  Laboratory laboratory(
      "CREATE TABLE b (a); CREATE TABLE a (a INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIEW v AS SELECT 1;"
      "CREATE TEMP TABLE passing (x); CREATE VIRTUAL TABLE words USING fts5(body)");
  Inspector& inspector = laboratory.inspector();
  const std::vector<schema::TableName> names = inspector.table_names("");
  CHECK(std::vector<schema::TableName>(names.begin(), names.begin() + 2) ==
        std::vector<schema::TableName>{{"", "a"}, {"", "b"}});
  CHECK(inspector.has_table({"", "B"}));
  CHECK(inspector.has_table({"", "v"}));
  CHECK(inspector.has_table({"", "passing"}));
  CHECK_FALSE(inspector.has_table({"", "none"}));
  CHECK_FALSE(inspector.find_table({"", "none"}));
  CHECK(found(laboratory, "passing").name == schema::TableName{"temp", "passing"});
  CHECK(found(laboratory, "words").columns.front().name == "body");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
