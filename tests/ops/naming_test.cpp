#include "ops/naming.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::ops;
using namespace luamigrate::schema;

namespace {

const Type integer{.name = "Integer"};
constexpr std::size_t limit = 63;

Operation named(OperationBody body, const NamingConvention& convention = {}) {
  return with_names({std::move(body), {}}, convention, limit);
}

}  // namespace

TEST_CASE("a column's own index becomes an element of the table, a unique one where it is both") {
  const CreateTable create{.name = "t",
                           .elements = {Column{.name = "a", .type = integer, .unique = true, .index = true}}};
  const CreateTable expected{
      .name = "t",
      .elements = {Column{.name = "a", .type = integer},
                   Index{.name = Name{"ix_t_a", true}, .columns = {{.expression = "a"}}, .unique = true}}};
  CHECK(named(create) == Operation{expected, {}});
}

TEST_CASE("add_column with an index becomes a batch whose index has a name") {
  const AddColumn add{.table = "t", .column = {.name = "a", .type = integer, .index = true}};
  BatchAlterTable expected{.table = "t"};
  expected.operations.push_back({AddColumn{.table = "t", .column = {.name = "a", .type = integer}}, {}});
  expected.operations.push_back(
      {CreateIndex{.name = Name{"ix_t_a", true}, .table = "t", .columns = {{.expression = "a"}}}, {}});
  CHECK(named(add) == Operation{expected, {}});
}

TEST_CASE("a batch names what it makes by its own convention, laid over the project's") {
  BatchAlterTable batch{.table = "t", .naming_convention = {.unique = "own_%(columns)s"}};
  batch.table_args = {Unique{.columns = {"a"}}};
  batch.operations.push_back({AddColumn{.table = "t", .column = {.name = "b", .type = integer, .unique = true}}, {}});
  batch.operations.push_back({CreateIndex{.table = "t", .columns = {{.expression = "b"}}}, {}});
  BatchAlterTable expected{.table = "t", .naming_convention = batch.naming_convention};
  expected.table_args = {Unique{.columns = {"a"}, .name = Name{"own_a", true}}};
  expected.operations = {{AddColumn{.table = "t", .column = {.name = "b", .type = integer}}, {}},
                         {CreateUniqueConstraint{.name = Name{"own_b", true}, .table = "t", .columns = {"b"}}, {}},
                         {CreateIndex{.name = Name{"i_b", true}, .table = "t", .columns = {{.expression = "b"}}}, {}}};
  CHECK(with_names({batch, {}}, {.unique = "project_%(columns)s", .index = "i_%(columns)s"}, 63) ==
        Operation{expected, {}});
}

TEST_CASE("a convention reaches keys that columns declare") {
  const NamingConvention convention{.primary_key = "pk_%(table)s", .foreign_key = "fk_%(table)s_%(columns)s"};
  const CreateTable create{
      .name = "t",
      .elements = {Column{.name = "id", .type = integer, .primary_key = true},
                   Column{.name = "o", .type = integer, .references = Reference{.table = "orgs", .column = "id"}}}};
  const Operation result = named(create, convention);
  const auto& elements = std::get<CreateTable>(result.body).elements;
  REQUIRE(elements.size() == 3);
  CHECK(std::get<Column>(elements[1]).references->name->text == "fk_t_o");
  CHECK(std::get<PrimaryKey>(elements[2]) == PrimaryKey{.columns = {"id"}, .name = Name{"pk_t", true}});
}

TEST_CASE("a check is dropped by the name that the convention made of it") {
  const NamingConvention convention{.check = "ck_%(table)s_%(name)s"};
  const Operation result =
      named(DropConstraint{.name = schema::Name{"positive"}, .table = "t", .type = ConstraintType::check}, convention);
  CHECK(std::get<DropConstraint>(result.body).name->text == "ck_t_positive");
  const Operation final = named(
      DropConstraint{.name = schema::Name{"positive", true}, .table = "t", .type = ConstraintType::check}, convention);
  CHECK(std::get<DropConstraint>(final.body).name->text == "positive");
  const Operation of_any_type = named(DropConstraint{.name = schema::Name{"positive"}, .table = "t"}, convention);
  CHECK(std::get<DropConstraint>(of_any_type.body).name->text == "positive");
}

TEST_CASE("a given name over the limit is refused, never cut") {
  const std::string long_name(64, 'n');
  CHECK_THROWS_WITH(named(CreateIndex{.name = Name{long_name}, .table = "t", .columns = {{.expression = "a"}}}),
                    "the name \"" + long_name + "\" has 64 bytes; the limit of this database is 63");
  CHECK_THROWS_AS(named(CreateTable{.name = long_name}), Error);
}

TEST_CASE("the length of a name is what the database counts") {
  std::string letters;  // of two bytes each
  for (int i = 0; i < 64; ++i) letters += "\u044F";
  const NameLimit characters{64, NameLimit::Unit::characters}, units{64, NameLimit::Unit::utf16};
  CHECK(with_names({CreateTable{.name = letters}, {}}, {}, characters) == Operation{CreateTable{.name = letters}, {}});
  CHECK_THROWS_WITH(with_names({CreateTable{.name = letters + "x"}, {}}, {}, characters),
                    Catch::Contains("has 65 characters; the limit of this database is 64"));
  CHECK_THROWS_WITH(with_names({CreateTable{.name = letters.substr(2) + "\U0001F600"}, {}}, {}, units),
                    Catch::Contains("has 65 characters; the limit of this database is 64"));
  const auto made = std::get<CreateIndex>(
      with_names({CreateIndex{.table = "t", .columns = {{.expression = letters}}}, {}}, {}, characters).body);
  CHECK(characters.length_of(made.name->text) == 61);
  CHECK(made.name->text.starts_with("ix_t_" + letters.substr(0, 102) + "_"));
}

TEST_CASE("a long name is shortened in the message that refuses it") {
  CHECK_THROWS_WITH(named(CreateTable{.name = std::string(10'000, 'n')}),
                    "the name \"" + std::string(77, 'n') + "...\" has 10000 bytes; the limit of this database is 63");
}

TEST_CASE("the check of an enum has the enum's name as the convention wraps it, wherever its type stands") {
  const NamingConvention convention{.check = "ck_%(table)s_%(name)s"};
  const auto mood = [](TypeArgument check) {
    return Type{.name = "Enum",
                .arguments = {std::vector<std::string>{"sad", "glad"}},
                .options = {{"check", std::move(check)}, {"name", std::string("mood")}}};
  };
  const Type wrapped = mood(std::string("ck_t_mood"));
  const auto create = std::get<CreateTable>(
      named(CreateTable{.name = "t", .elements = {Column{.name = "a", .type = mood(true)}}}, convention).body);
  CHECK(std::get<Column>(create.elements[0]).type == wrapped);
  CHECK(
      std::get<AddColumn>(named(AddColumn{.table = "t", .column = {.name = "a", .type = mood(true)}}, convention).body)
          .column.type == wrapped);
  const auto alter = std::get<AlterColumn>(
      named(AlterColumn{.table = "t", .column = "a", .type = mood(true), .existing_type = mood(true)}, convention)
          .body);
  CHECK(alter.type == wrapped);
  CHECK(alter.existing_type == wrapped);
  for (const Type& kept : {mood(false), mood(std::string("own")), integer}) {
    const auto op =
        std::get<AddColumn>(named(AddColumn{.table = "t", .column = {.name = "a", .type = kept}}, convention).body);
    CHECK(op.column.type == kept);
  }
  const auto plain =
      std::get<AddColumn>(named(AddColumn{.table = "t", .column = {.name = "a", .type = mood(true)}}).body);
  CHECK(plain.column.type == mood(true));
}
