#include "ops/reverse.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::ops;
using luamigrate::schema::Name;
using luamigrate::schema::Null;
using luamigrate::schema::Type;

namespace {

Operation undone(OperationBody body) {
  const auto reversed = reverse({std::move(body), {}});
  REQUIRE(reversed);
  return *reversed;
}

std::string refusal(OperationBody body) {
  try {
    reverse({std::move(body), {}});
  } catch (const Error& error) {
    CHECK_FALSE(error.hint().empty());
    return error.message();
  }
  return "no error";
}

Operation op(OperationBody body) {
  return {std::move(body), {}};
}

}  // namespace

TEST_CASE("what was made is dropped") {
  CHECK(undone(CreateTable{.name = "t", .schema = "s"}) == op(DropTable{.name = "t", .schema = "s"}));
  CHECK(undone(AddColumn{.table = "t", .column = {.name = "c"}}) == op(DropColumn{.table = "t", .column = "c"}));
  CHECK(undone(CreateIndex{.name = Name{"i"}, .table = "t"}) == op(DropIndex{.name = {"i"}, .table = "t"}));
  CHECK(undone(CreateUniqueConstraint{.name = Name{"u"}, .table = "t"}) ==
        op(DropConstraint{.name = schema::Name{"u", true}, .table = "t", .type = ConstraintType::unique}));
  CHECK(undone(CreateForeignKey{.name = Name{"f"}, .source = "t", .source_schema = "s"}) ==
        op(DropConstraint{
            .name = schema::Name{"f", true}, .table = "t", .schema = "s", .type = ConstraintType::foreignkey}));
}

TEST_CASE("other objects are dropped by what tells them apart") {
  CHECK(undone(CreateSchema{.name = "s"}) == op(DropSchema{.name = "s"}));
  CHECK(undone(CreateTrigger{.name = "t", .table = "users", .schema = "s"}) ==
        op(DropTrigger{.name = "t", .table = "users", .schema = "s"}));
  CHECK(undone(CreateEnum{.name = "mood", .values = {"sad"}}) == op(DropEnum{.name = "mood"}));
  CHECK(undone(CreatePolicy{.name = "p", .table = "t"}) == op(DropPolicy{.name = "p", .table = "t"}));
  CreateView sums{.name = "sums", .select = "SELECT 1"};
  sums.options.set({"", "materialized", true});
  sums.options.set({"postgresql", "security_invoker", true});
  DropView no_sums{.name = "sums"};
  no_sums.options.set({"", "materialized", true});
  CHECK(undone(sums) == op(no_sums));
}

TEST_CASE("a function is dropped by its parameters, without their defaults") {
  const auto dropped_as = [](std::string signature) {
    return std::get<DropFunction>(undone(CreateFunction{.signature = std::move(signature), .body = "x"}).body)
        .signature;
  };
  CHECK(dropped_as("f()") == "f()");
  CHECK(dropped_as("f(a integer DEFAULT 1, b text)") == "f(a integer, b text)");
  CHECK(dropped_as("f(a numeric(8, 2) = round(1, 2), b text := ',)', VARIADIC c text[] default '{}')") ==
        "f(a numeric(8, 2), b text, VARIADIC c text[])");
  CHECK(dropped_as("f(a int Default 5, b text\tDEFAULT $$x),$$ , c$1 int DEFAULT('x'))") ==
        "f(a int, b text, c$1 int)");
  CHECK(dropped_as("\"a = b\"(\"DEFAULT x\" text)") == "\"a = b\"(\"DEFAULT x\" text)");
}

TEST_CASE("privileges and row security are turned round") {
  CHECK(undone(Grant{.privileges = {"select"}, .object = "table t", .role = {{"web"}}}) ==
        op(Revoke{.privileges = {"select"}, .object = "table t", .role = {{"web"}}}));
  CHECK(undone(EnableRowSecurity{.table = "t"}) == op(DisableRowSecurity{.table = "t"}));
  CHECK(undone(RenameEnumValue{.name = "m", .old_value = "a", .new_value = "b"}) ==
        op(RenameEnumValue{.name = "m", .old_value = "b", .new_value = "a"}));
  CHECK_FALSE(reverse(op(RefreshMaterializedView{.name = "v"})));
}

TEST_CASE("a rename is turned round") {
  CHECK(undone(RenameTable{.name = "a", .new_name = "b"}) == op(RenameTable{.name = "b", .new_name = "a"}));
  CHECK(undone(AlterColumn{.table = "t", .column = "a", .new_column_name = "b"}) ==
        op(AlterColumn{.table = "t", .column = "b", .new_column_name = "a"}));
}

TEST_CASE("a changed attribute goes back to what the script says it was") {
  const AlterColumn alter{.table = "t",
                          .column = "c",
                          .nullable = false,
                          .server_default = "x",
                          .existing_nullable = true,
                          .existing_server_default = Null{}};
  const AlterColumn back{.table = "t",
                         .column = "c",
                         .nullable = true,
                         .server_default = Null{},
                         .existing_nullable = false,
                         .existing_server_default = "x"};
  CHECK(undone(alter) == op(back));
}

TEST_CASE("an identity goes back to what it was") {
  const AlterColumn alter{
      .table = "t", .column = "c", .identity = schema::Identity{.always = true}, .existing_identity = schema::Null{}};
  const AlterColumn back{
      .table = "t", .column = "c", .identity = schema::Null{}, .existing_identity = schema::Identity{.always = true}};
  CHECK(undone(alter) == op(back));
  CHECK(refusal(AlterColumn{.table = "t", .column = "c", .identity = schema::Null{}}) ==
        "alter_column cannot be inverted: what identity was before is not known");
}

TEST_CASE("what cannot be inverted is an error that says what to add") {
  CHECK(refusal(AlterColumn{.table = "t", .column = "c", .nullable = false}) ==
        "alter_column cannot be inverted: what nullable was before is not known");
  CHECK(refusal(DropTable{.name = "t"}) ==
        "drop_table cannot be inverted: the columns of \"t\" are not known any more");
  CHECK(refusal(CreateUniqueConstraint{.table = "t"}) ==
        "create_unique_constraint cannot be inverted: the name that the database gave is not known");
  CHECK(refusal(Execute{.sql = "UPDATE t SET a = 1"}) ==
        "execute cannot be inverted: what undoes a statement of SQL is not known");
}

TEST_CASE("objects that are gone or replaced cannot be brought back") {
  CHECK(refusal(Revoke{.privileges = {"all"}, .object = "table t", .role = {{"web"}}}) ==
        "revoke cannot be inverted: which of the privileges were there is not known");
  CHECK(refusal(DisableRowSecurity{.table = "t"}).starts_with("disable_row_security cannot be inverted"));
  CHECK(refusal(DropView{.name = "v"}) == "drop_view cannot be inverted: what \"v\" was is not known any more");
  CHECK(refusal(CreateFunction{.signature = "f()", .body = "x", .replace = true}) ==
        "create_function cannot be inverted: what \"f()\" replaced is not known any more");
  CHECK(refusal(AddEnumValue{.name = "m", .value = "a"}) ==
        "add_enum_value cannot be inverted: a value cannot be taken out of an enum again");
  CHECK(refusal(AlterSequence{.name = "n"}) == "alter_sequence cannot be inverted: what \"n\" was before is not known");
}

TEST_CASE("what may have been there before is not dropped") {
  CHECK(refusal(CreateTable{.name = "t", .if_not_exists = true}).starts_with("create_table cannot be inverted"));
  CHECK(refusal(AddColumn{.table = "t", .column = {.name = "c"}, .if_not_exists = true})
            .starts_with("add_column cannot be inverted"));
  CHECK(refusal(CreateIndex{.name = Name{"i"}, .table = "t", .if_not_exists = true})
            .starts_with("create_index cannot be inverted"));
  CHECK(undone(CreateExtension{.name = "e", .if_not_exists = true}) == op(DropExtension{.name = "e"}));
}

TEST_CASE("values that were converted by an expression do not come back by it") {
  AlterColumn alter{
      .table = "t", .column = "c", .type = Type{.name = "Integer"}, .existing_type = Type{.name = "Numeric"}};
  alter.options.set({"postgresql", "using", schema::Sql{"(c * 100)::integer"}});
  CHECK(refusal(alter) ==
        "alter_column cannot be inverted: how values go back to the type before is not known (using)");
}

TEST_CASE("a column goes with what hangs on it") {
  const schema::Column column{.name = "c",
                              .server_default = std::int64_t{1},
                              .references = schema::Reference{.table = "o", .column = "id"},
                              .check = "c > 0"};
  DropColumn back{.table = "t", .column = "c"};
  for (const char* option : {"drop_default", "drop_check", "drop_foreign_key"})
    back.options.set({"mssql", option, true});
  back.options.set({"mysql", "drop_foreign_key", true});
  CHECK(undone(AddColumn{.table = "t", .column = column}) == op(back));
  const Operation unique = op(CreateUniqueConstraint{.table = "t", .columns = {"c"}});
  const BatchAlterTable added{.table = "t",
                              .operations = {op(AddColumn{.table = "t", .column = {.name = "c"}}), unique}};
  DropColumn with_unique{.table = "t", .column = "c"};
  with_unique.options.set({"mssql", "drop_unique", true});
  CHECK(undone(added) == op(BatchAlterTable{.table = "t", .operations = {op(with_unique)}}));
  CHECK_THROWS_AS(reverse(op(BatchAlterTable{.table = "t", .operations = {unique}})), Error);
}

TEST_CASE("validating a constraint leaves nothing to undo, and neither does a table of the session") {
  CHECK_FALSE(reverse(op(CreateTable{.name = "t", .temporary = true})));
  CHECK_FALSE(reverse(op(ValidateConstraint{.name = {"c"}, .table = "t"})));
}

TEST_CASE("a batch is undone from its end") {
  BatchAlterTable batch{.table = "t"};
  batch.operations.push_back(op(AddColumn{.table = "t", .column = {.name = "a"}}));
  batch.operations.push_back(op(CreateIndex{.name = Name{"i"}, .table = "t"}));
  BatchAlterTable back{.table = "t"};
  back.operations.push_back(op(DropIndex{.name = {"i"}, .table = "t"}));
  back.operations.push_back(op(DropColumn{.table = "t", .column = "a"}));
  CHECK(undone(batch) == op(back));
}

TEST_CASE("a batch that says what its table is cannot be undone") {
  BatchAlterTable batch{.table = "t", .table_args = {schema::Check{.condition = "a > 0"}}};
  CHECK_THROWS_WITH(undone(batch), "batch_alter_table cannot be inverted: what \"t\" was before is not known");
}

TEST_CASE("undoing twice comes back to the same operation") {
  const Operation alter = op(
      AlterColumn{.table = "t", .column = "c", .type = Type{.name = "Text"}, .existing_type = Type{.name = "String"}});
  CHECK(reverse(*reverse(alter)) == alter);
}
