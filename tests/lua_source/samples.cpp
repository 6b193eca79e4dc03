#include "samples.h"

#include <limits>

namespace luamigrate::tests {

using namespace ops;  // NOLINT(google-build-using-namespace): each operation is named below
using schema::Name;
using schema::Null;
using schema::Sql;
using schema::Type;

namespace {

Type type(std::string name, std::vector<schema::TypeArgument> arguments = {},
          std::vector<std::pair<std::string, schema::TypeArgument>> options = {}) {
  return {{}, std::move(name), std::move(arguments), std::move(options), {}};
}

Type type_of(std::string dialect, std::string name, std::vector<schema::TypeArgument> arguments = {},
             std::vector<std::pair<std::string, schema::TypeArgument>> options = {}) {
  return {std::move(dialect), std::move(name), std::move(arguments), std::move(options), {}};
}

schema::DialectOptions options(std::vector<schema::DialectOption> all) {
  schema::DialectOptions result;
  for (schema::DialectOption& option : all) result.set(std::move(option));
  return result;
}

const std::string awkward =
    "a \"quoted\" \\ back\nslash,\n\n  next\tline \x01"
    "1 \xC3\xA4 ]] end\n";

std::vector<schema::Element> columns_of_all_types() {
  std::vector<schema::Element> elements;
  const auto add = [&](Type t) {
    elements.emplace_back(schema::Column{.name = "c" + std::to_string(elements.size()), .type = std::move(t)});
  };
  for (const char* name : {"SmallInteger", "Integer", "BigInteger", "Numeric", "Float", "Double", "Boolean", "String",
                           "Text", "Char", "Date", "Time", "DateTime", "Interval", "Binary", "JSON", "Uuid"})
    add(type(name));
  add(type("Numeric", {std::int64_t{10}, std::int64_t{2}}));
  add(type("String", {std::int64_t{40}}, {{"collation", std::string("C")}}));
  add(type("String", {}, {{"collation", std::string("C")}}));
  add(type("DateTime", {}, {{"timezone", true}}));
  add(type("Enum", {std::vector<std::string>{"a", "b \"c\""}},
           {{"check", true}, {"name", std::string("kind")}, {"schema", std::string("s")}}));
  add(type("SqlType", {std::string("geometry(Point,4326)")}));
  add(type_of("postgresql", "JSONB"));
  add(type_of("postgresql", "ARRAY", {base::Box<Type>(type("Numeric", {std::int64_t{8}}))},
              {{"dimensions", std::int64_t{2}}}));
  add(type_of("mysql", "VARCHAR", {std::string("max")}));
  add(type_of("mysql", "VARCHAR", {std::int64_t{10}}, {{"collation", std::string("x")}}));
  add(type_of("mysql", "SET", {std::vector<std::string>{"x"}}));
  Type varied = type("String", {std::int64_t{50}});
  varied.variants = {{"postgresql", type_of("postgresql", "CITEXT")},
                     {"mysql", type_of("mysql", "INTEGER", {std::int64_t{11}}, {{"unsigned", true}})}};
  add(varied);
  Type bare = type("Text");
  bare.variants = {{"sqlite", type("String")}};
  add(bare);
  return elements;
}

schema::Column full_column() {
  return {.name = "weird name",
          .type = type("Integer"),
          .primary_key = true,
          .nullable = false,
          .server_default = std::int64_t{std::numeric_limits<std::int64_t>::min()},
          .unique = true,
          .index = true,
          .references = schema::Reference{.schema = "s",
                                          .table = "orgs",
                                          .column = "id",
                                          .name = Name{"fk_orgs", true},
                                          .ondelete = "CASCADE",
                                          .onupdate = "SET NULL",
                                          .options = options({{"", "deferrable", true},
                                                              {"postgresql", "initially", std::string("DEFERRED")}})},
          .check = "a > 0",
          .comment = awkward,
          .autoincrement = true,
          .identity = schema::Identity{.always = true,
                                       .start = 1,
                                       .increment = -2,
                                       .minvalue = -10,
                                       .maxvalue = std::numeric_limits<std::int64_t>::max(),
                                       .cache = 5,
                                       .cycle = false},
          .computed = schema::Computed{"a * 2", true},
          .collation = "NOCASE",
          .renamed_from = "old",
          .options = options({{"postgresql", "storage", 1.0}})};
}

std::vector<schema::IndexColumn> index_columns() {
  return {{.expression = "a"},
          {.expression = Sql{"lower(email)"}},
          {.expression = "created_at", .desc = true, .nulls = "last", .opclass = "ops", .collation = "C"},
          {.expression = Sql{"lower(b)"}, .opclass = "gin_trgm_ops"}};
}

}  // namespace

template <>
std::vector<CreateTable> samples() {
  return {
      {.name = "t", .elements = {schema::Column{.name = "id", .type = type("Integer"), .primary_key = true}}},
      {.name = "t"},
      {.name = "types", .elements = columns_of_all_types()},
      {.name = "everything",
       .elements = {full_column(),
                    schema::Column{.name = "d1", .type = type("Text"), .server_default = Null{}},
                    schema::Column{.name = "d2", .type = type("Text"), .server_default = true},
                    schema::Column{.name = "d3", .type = type("Float"), .server_default = 0.1},
                    schema::Column{.name = "d4", .type = type("Float"), .server_default = 1e300},
                    schema::Column{.name = "d5", .type = type("Float"), .server_default = 3.0},
                    schema::Column{.name = "d6", .type = type("Text"), .server_default = awkward},
                    schema::Column{.name = "d7", .type = type("Text"), .server_default = Sql{"now()"}},
                    schema::Column{.name = "r1",
                                   .type = type("Integer"),
                                   .references = schema::Reference{.table = "orgs", .column = "id"}},
                    schema::Column{.name = "r2",
                                   .type = type("Integer"),
                                   .references = schema::Reference{.table = "dotted.name", .column = "id"}},
                    schema::Column{.name = "i", .type = type("Integer"), .identity = schema::Identity{}},
                    schema::Column{
                        .name = "p", .type = type("Integer"), .computed = schema::Computed{"1", std::nullopt}},
                    schema::PrimaryKey{.columns = {"a", "b"},
                                       .name = Name{"pk"},
                                       .options = options({{"mysql", "block_size", std::int64_t{8}}})},
                    schema::PrimaryKey{.columns = {"a"}},
                    schema::Unique{.columns = {"a"},
                                   .name = Name{"uq", true},
                                   .options = options({{"", "include", schema::OptionList{"b", Sql{"lower(c)"}}}})},
                    schema::Check{.condition = "length(email) > 3",
                                  .name = Name{"ck"},
                                  .options = options({{"", "not_valid", true}})},
                    schema::ForeignKey{.columns = {"a", "b"},
                                       .referent = {{"s", "orgs"}, {"x", "y"}},
                                       .name = Name{"fk"},
                                       .ondelete = "CASCADE",
                                       .onupdate = "RESTRICT",
                                       .options = options({{"postgresql", "deferrable", true}})},
                    schema::ForeignKey{.columns = {"a"}, .referent = {{"", "dotted.orgs"}, {"x"}}},
                    schema::Exclude{.elements = {{"room", "="}, {Sql{"tsrange(a,b)"}, "&&"}},
                                    .name = Name{"ex"},
                                    .options = options({{"", "using", std::string("gist")}})},
                    schema::Index{.name = Name{"ix"},
                                  .columns = index_columns(),
                                  .unique = true,
                                  .if_not_exists = true,
                                  .options = options({{"", "where", Sql{"a > 1"}},
                                                      {"", "with", schema::OptionMap{{"fillfactor", std::int64_t{50}}}},
                                                      {"mysql", "length", schema::OptionMap{{"a", std::int64_t{5}}}}})},
                    schema::Index{.columns = {{.expression = "a"}}}},
       .schema = "s",
       .comment = "what it is",
       .if_not_exists = true,
       .temporary = true,
       .options =
           options({{"mysql", "engine", std::string("InnoDB")},
                    {"postgresql", "inherits", schema::OptionList{"base"}},
                    {"postgresql", "with",
                     schema::OptionMap{{"autovacuum_enabled", false}, {"odd-key", 0.5}, {"x", std::string("y")}}}})},
  };
}

template <>
std::vector<DropTable> samples() {
  return {{.name = "t"},
          {.name = "T\"x", .schema = "s", .if_exists = true, .options = options({{"", "cascade", true}})}};
}

template <>
std::vector<RenameTable> samples() {
  return {{.name = "a", .new_name = "b"}, {.name = "a", .new_name = "b", .schema = "s"}};
}

template <>
std::vector<CreateTableComment> samples() {
  return {{.table = "t", .comment = ""},
          {.table = "t", .comment = "new", .schema = "s", .existing_comment = schema::NullableText(Null{})},
          {.table = "t", .comment = "new", .existing_comment = schema::NullableText("old")}};
}

template <>
std::vector<DropTableComment> samples() {
  return {{.table = "t"}, {.table = "t", .schema = "s", .existing_comment = schema::NullableText("old")}};
}

template <>
std::vector<AddColumn> samples() {
  return {{.table = "t", .column = {.name = "c", .type = type("Integer")}},
          {.table = "t",
           .column = full_column(),
           .schema = "s",
           .if_not_exists = true,
           .inline_references = true,
           .inline_primary_key = true,
           .options = options({{"mysql", "after", std::string("b")}})}};
}

template <>
std::vector<DropColumn> samples() {
  return {{.table = "t", .column = "c"}, {.table = "t", .column = "c", .schema = "s", .if_exists = true}};
}

template <>
std::vector<AlterColumn> samples() {
  return {{.table = "t", .column = "c", .nullable = false},
          {.table = "t", .column = "c"},
          {.table = "t",
           .column = "c",
           .server_default = schema::DefaultValue(Null{}),
           .comment = schema::NullableText(Null{}),
           .identity = schema::NullableIdentity(Null{})},
          {.table = "t",
           .column = "c",
           .schema = "s",
           .nullable = true,
           .type = type("String", {std::int64_t{10}}),
           .new_column_name = "d",
           .server_default = schema::DefaultValue("x"),
           .comment = schema::NullableText("new"),
           .autoincrement = false,
           .identity = schema::NullableIdentity(schema::Identity{.always = false}),
           .existing_type = type("Text"),
           .existing_nullable = true,
           .existing_server_default = schema::DefaultValue(Sql{"now()"}),
           .existing_comment = schema::NullableText("old"),
           .existing_autoincrement = true,
           .options = options({{"postgresql", "using", std::string("c::text")}})}};
}

template <>
std::vector<CreatePrimaryKey> samples() {
  return {{.name = std::nullopt, .table = "t", .columns = {"a"}},
          {.name = Name{"pk", true},
           .table = "t",
           .columns = {"a", "b"},
           .schema = "s",
           .options = options({{"", "block_size", std::int64_t{4}}})}};
}

template <>
std::vector<CreateUniqueConstraint> samples() {
  return {{.name = Name{"uq"}, .table = "t", .columns = {"a"}},
          {.name = std::nullopt,
           .table = "t",
           .columns = {"a", "b"},
           .schema = "s",
           .options = options({{"postgresql", "include", schema::OptionList{"c"}}})}};
}

template <>
std::vector<CreateCheckConstraint> samples() {
  return {{.name = Name{"ck"}, .table = "t", .condition = "a > 0"},
          {.name = Name{"ck", true},
           .table = "t",
           .condition = awkward,
           .schema = "s",
           .options = options({{"postgresql", "not_valid", true}})}};
}

template <>
std::vector<CreateForeignKey> samples() {
  return {{.name = std::nullopt, .source = "a", .referent = "b", .local_columns = {"x"}, .remote_columns = {"y"}},
          {.name = Name{"fk"},
           .source = "a",
           .referent = "b",
           .local_columns = {"x", "z"},
           .remote_columns = {"y", "w"},
           .source_schema = "s",
           .referent_schema = "r",
           .ondelete = "SET NULL",
           .onupdate = "CASCADE",
           .options = options({{"", "deferrable", true}, {"", "initially", std::string("DEFERRED")}})}};
}

template <>
std::vector<CreateExcludeConstraint> samples() {
  return {{.name = Name{"ex"}, .table = "t", .elements = {{"room", "="}}},
          {.name = std::nullopt,
           .table = "t",
           .elements = {{"room", "="}, {Sql{"tsrange(a, b)"}, "&&"}},
           .schema = "s",
           .options = options({{"postgresql", "using", std::string("gist")}})}};
}

template <>
std::vector<DropConstraint> samples() {
  return {
      {.name = Name{"ck"}, .table = "t"},
      {.name = Name{"ck", true}, .table = "t", .schema = "s", .type = ConstraintType::foreignkey, .if_exists = true},
      {.name = Name{"ck"}, .table = "t", .type = ConstraintType::primary},
      {.table = "t", .type = ConstraintType::unique, .columns = {"a", "b"}},
      {.table = "t", .type = ConstraintType::check, .condition = "a > 0"}};
}

template <>
std::vector<ValidateConstraint> samples() {
  return {{.name = {"ck"}, .table = "t"}, {.name = {"ck"}, .table = "t", .schema = "s"}};
}

template <>
std::vector<CreateIndex> samples() {
  return {{.name = Name{"ix"}, .table = "t", .columns = {{.expression = "a"}}},
          {.name = std::nullopt,
           .table = "t",
           .columns = index_columns(),
           .schema = "s",
           .unique = true,
           .if_not_exists = true,
           .options = options({{"", "concurrently", true},
                               {"", "length", std::int64_t{10}},
                               {"postgresql", "where", std::string("a > 1")}})}};
}

template <>
std::vector<DropIndex> samples() {
  return {{.name = {"ix"}, .table = "t"},
          {.name = {"ix"}},
          {.name = {"ix", true},
           .schema = "s",
           .if_exists = true,
           .options = options({{"postgresql", "concurrently", true}})}};
}

template <>
std::vector<Execute> samples() {
  using schema::Value;
  return {{.sql = "SELECT 1"},
          {.sql = awkward},
          {.sql = "SELECT ?",
           .parameters = schema::PositionalParameters{Value(Null{}), Value(true), Value(std::int64_t{7}), Value(2.0),
                                                      Value("text"),
                                                      Value(schema::Blob{std::string("\0\xFF"
                                                                                     "1",
                                                                                     3)}),
                                                      Value(schema::Json{R"({"a":[1,2.5,null]})"})}},
          {.sql = "SELECT :a",
           .parameters = schema::NamedParameters{{"a", Value(std::int64_t{1})}, {"end", Value(false)}}}};
}

template <>
std::vector<BulkInsert> samples() {
  using schema::Value;
  return {{.table = "t"},
          {.table = "t",
           .rows = {{{"id", Value(std::int64_t{1})}, {"name", Value("Ada")}}, {{"id", Value(Null{})}}},
           .schema = "s"}};
}

template <>
std::vector<BatchedUpdate> samples() {
  return {{.table = "t", .set = schema::Sql{"a = b"}},
          {.table = "t",
           .set =
               std::vector<std::pair<std::string, Assigned>>{
                   {"a", schema::Sql{"lower(a)"}}, {"b", std::int64_t{7}}, {"c", Null{}}, {"end", std::string("x")}},
           .where = "a IS NULL",
           .key = {{"b", "c"}},
           .batch_size = 100,
           .commit = CommitAt::batch,
           .pause = std::chrono::milliseconds(1500),
           .schema = "s"}};
}

template <>
std::vector<BatchAlterTable> samples() {
  const auto in = [](OperationBody body) { return Operation{std::move(body), {}}; };
  return {
      {.table = "t", .operations = {in(DropColumn{.table = "t", .column = "c"})}},
      {.table = "t",
       .copy_from = std::vector<schema::Element>{schema::Column{.name = "a", .type = type("Text")}},
       .reflect_overrides = {schema::Column{.name = "b", .type = type("Text")}},
       .table_args = {schema::Check{.condition = "a <> ''"}},
       .table_kwargs = {[] {
         schema::DialectOptions options;
         options.set({"mysql", "engine", std::string("InnoDB")});
         return options;
       }()},
       .naming_convention = {.foreign_key = "fk_%(table)s", .unique = "uq_%(table)s"},
       .partial_reordering = {{"a", "b"}, {"c", "a"}},
       .operations = {in(DropColumn{.table = "t", .column = "c"})}},
      {.table = "t",
       .schema = "s",
       .recreate = Recreate::always,
       .operations =
           {in(AddColumn{
                .table = "t", .column = {.name = "c", .type = type("Text")}, .schema = "s", .insert_after = "a"}),
            in(AlterColumn{.table = "t", .column = "c", .schema = "s", .nullable = false, .insert_before = "a"}),
            in(DropColumn{.table = "t", .column = "d", .schema = "s"}),
            in(CreatePrimaryKey{.name = Name{"pk"}, .table = "t", .columns = {"a"}, .schema = "s"}),
            in(CreateUniqueConstraint{.name = Name{"uq"}, .table = "t", .columns = {"a"}, .schema = "s"}),
            in(CreateCheckConstraint{.name = Name{"ck"}, .table = "t", .condition = "a > 0", .schema = "s"}),
            in(CreateForeignKey{.name = Name{"fk"},
                                .source = "t",
                                .referent = "o",
                                .local_columns = {"o"},
                                .remote_columns = {"id"},
                                .source_schema = "s",
                                .referent_schema = "r"}),
            in(CreateExcludeConstraint{.name = Name{"ex"}, .table = "t", .elements = {{"a", "="}}, .schema = "s"}),
            in(DropConstraint{.name = Name{"old"}, .table = "t", .schema = "s", .type = ConstraintType::check}),
            in(ValidateConstraint{.name = {"ck"}, .table = "t", .schema = "s"}),
            in(CreateIndex{.name = Name{"ix"}, .table = "t", .columns = {{.expression = "a"}}, .schema = "s"}),
            in(DropIndex{.name = {"old_ix"}, .table = "t", .schema = "s"}),
            in(CreateTableComment{.table = "t", .comment = "c", .schema = "s"}),
            in(DropTableComment{.table = "t", .schema = "s"})}},
  };
}

}  // namespace luamigrate::tests
