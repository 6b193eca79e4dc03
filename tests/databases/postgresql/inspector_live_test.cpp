#include "databases/postgresql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::postgresql::test;

namespace {

Type type(std::string name, std::vector<TypeArgument> arguments = {}) {
  return {.name = std::move(name), .arguments = std::move(arguments)};
}

DialectOptions own(std::string name, OptionValue value) {
  DialectOptions options;
  options.set({"postgresql", std::move(name), std::move(value)});
  return options;
}

}  // namespace

TEST_CASE("a table is read back as it was made") {
  LiveSchema live;
  live.apply(ops::CreateTable{.name = "orgs",
                              .elements = {Column{.name = "id", .type = type("Integer"), .primary_key = true}}});
  const Type mood{.name = "Enum",
                  .arguments = {std::vector<std::string>{"sad", "it's"}},
                  .options = {{"name", std::string("mood")}}};
  Type moods{.dialect = "postgresql", .name = "ARRAY"};
  moods.arguments.emplace_back(base::Box<Type>(mood));
  live.apply(ops::CreateTable{
      .name = "users",
      .elements = {Column{.name = "id", .type = type("BigInteger"), .primary_key = true},
                   Column{.name = "Email",
                          .type = type("String", {std::int64_t{40}}),
                          .nullable = false,
                          .server_default = std::string("x"),
                          .comment = "where"},
                   Column{.name = "org_id", .type = type("Integer")}, Column{.name = "mood", .type = mood},
                   Column{.name = "moods", .type = moods},
                   Column{.name = "twice", .type = type("Integer"), .computed = Computed{.expression = "org_id * 2"}},
                   Unique{.columns = {"Email", "org_id"}, .name = Name{"uq"}},
                   Check{.condition = "org_id > 0", .name = Name{"ck"}},
                   ForeignKey{.columns = {"org_id"},
                              .referent = {{"", "orgs"}, {"id"}},
                              .name = Name{"fk"},
                              .ondelete = "CASCADE",
                              .options = own("deferrable", true)},
                   Index{.name = Name{"ix"},
                         .columns = {{.expression = "org_id", .desc = true, .nulls = "last"},
                                     {.expression = Sql{"lower((\"Email\"))"}}},
                         .unique = true,
                         .options = own("where", Sql{"org_id > 5"})}},
      .comment = "people"});

  const auto inspector = database().inspect(*live.connection);
  Table expected{.name = {"", "users"}, .comment = "people"};
  expected.columns = {
      {.name = "id", .type = type("BigInteger"), .primary_key = true, .nullable = false, .autoincrement = true},
      {.name = "Email",
       .type = type("String", {std::int64_t{40}}),
       .nullable = false,
       .server_default = Sql{"'x'::character varying"},
       .comment = "where"},
      {.name = "org_id", .type = type("Integer"), .nullable = true},
      {.name = "mood", .type = mood, .nullable = true},
      {.name = "moods", .type = moods, .nullable = true},
      {.name = "twice",
       .type = type("Integer"),
       .nullable = true,
       .computed = Computed{.expression = "org_id * 2", .persisted = true}}};
  expected.primary_key = PrimaryKey{.columns = {"id"}, .name = Name{"users_pkey", true}};
  expected.uniques = {{.columns = {"Email", "org_id"}, .name = Name{"uq", true}}};
  expected.checks = {{.condition = "org_id > 0", .name = Name{"ck", true}}};
  expected.foreign_keys = {{.columns = {"org_id"},
                            .referent = {{"", "orgs"}, {"id"}},
                            .name = Name{"fk", true},
                            .ondelete = "CASCADE",
                            .options = own("deferrable", true)}};
  expected.indexes = {{.name = Name{"ix", true},
                       .columns = {{.expression = "org_id", .desc = true, .nulls = "last"},
                                   {.expression = Sql{"lower((\"Email\")::text)"}}},
                       .unique = true,
                       .options = own("where", Sql{"org_id > 5"})}};
  const auto found = inspector->find_table({"", "users"});
  REQUIRE(found);
  CHECK(found->columns == expected.columns);
  CHECK(found->primary_key == expected.primary_key);
  CHECK(found->uniques == expected.uniques);
  CHECK(found->checks == expected.checks);
  CHECK(found->foreign_keys == expected.foreign_keys);
  CHECK(found->indexes == expected.indexes);
  CHECK(*found == expected);
}

TEST_CASE("an identity is read, and altered by what is read") {
  LiveSchema live;
  live.apply(ops::CreateTable{
      .name = "t",
      .elements = {Column{.name = "id", .type = type("Integer"), .identity = Identity{.always = true, .start = 5}}}});
  live.apply(ops::AlterColumn{.table = "t", .column = "id", .identity = Identity{.increment = 10}});
  const auto found = database().inspect(*live.connection)->find_table({"", "t"});
  REQUIRE(found);
  CHECK(found->columns[0].identity == Identity{.always = true,
                                               .start = 5,
                                               .increment = 10,
                                               .minvalue = 1,
                                               .maxvalue = 2147483647,
                                               .cache = 1,
                                               .cycle = false});
}

TEST_CASE("tables, views and indexes are found by name in their schema") {
  LiveSchema live;
  live.run("CREATE TABLE b (a int)");
  live.run("CREATE TABLE \"A\" (a int)");
  live.run("CREATE VIEW v AS SELECT a FROM b");
  live.run("CREATE INDEX ix ON b (a)");
  const auto inspector = database().inspect(*live.connection);
  CHECK(inspector->table_names("live_test") == std::vector<TableName>{{"live_test", "A"}, {"live_test", "b"}});
  CHECK(inspector->table_names("") == std::vector<TableName>{{"", "A"}, {"", "b"}});
  CHECK(inspector->has_table({"", "b"}));
  CHECK(inspector->has_table({"live_test", "v"}));
  CHECK_FALSE(inspector->has_table({"public", "b"}));
  CHECK_FALSE(inspector->has_table({"", "B"}));
  CHECK(inspector->has_index({"", "b"}, "ix"));
  CHECK_FALSE(inspector->has_index({"", "b"}, "iy"));
  CHECK_FALSE(inspector->has_index({"", "A"}, "ix"));
  CHECK_FALSE(inspector->find_table({"", "v"}));
  CHECK(inspector->complete());
}

TEST_CASE("what the dialect writes, the server takes") {
  LiveSchema live;
  const Type mood{
      .name = "Enum", .arguments = {std::vector<std::string>{"a", "b"}}, .options = {{"name", std::string("Mood")}}};
  live.apply(ops::CreateTable{
      .name = "t", .elements = {Column{.name = "a", .type = mood}, Column{.name = "s", .type = type("Text")}}});
  live.apply(ops::AddColumn{
      .table = "t",
      .column = {.name = "b", .type = mood, .unique = true, .index = true, .check = "b <> 'b'", .comment = "it's"}});
  live.apply(
      ops::AlterColumn{.table = "t", .column = "s", .type = mood, .options = own("using", std::string("s::\"Mood\""))});
  live.apply(ops::AlterColumn{
      .table = "t", .column = "s", .nullable = false, .new_column_name = "Select", .server_default = std::string("a")});
  live.apply(ops::CreateIndex{.name = Name{"ix2"},
                              .table = "t",
                              .columns = {{.expression = "Select", .desc = true}},
                              .options = own("with", OptionMap{{"fillfactor", std::int64_t{50}}})});
  live.apply(ops::CreateCheckConstraint{
      .name = Name{"ck"}, .table = "t", .condition = "a <> 'b'", .options = own("not_valid", true)});
  live.apply(ops::ValidateConstraint{.name = {"ck"}, .table = "t"});
  live.apply(ops::DropConstraint{.name = schema::Name{"ck"}, .table = "t", .if_exists = true});
  live.apply(ops::DropIndex{.name = {"ix2"}, .table = "t"});
  live.apply(ops::BulkInsert{.table = "t", .rows = {{{"a", std::string("a")}}, {}}});
  live.apply(ops::RenameTable{.name = "t", .new_name = "T2"});
  CHECK(live.ask("SELECT count(*) FROM \"T2\" WHERE \"Select\" = 'a'") == Value(std::int64_t{2}));
  live.apply(ops::DropTable{.name = "T2", .if_exists = true});
}
