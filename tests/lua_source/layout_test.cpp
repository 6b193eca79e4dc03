#include <catch2/catch.hpp>

#include "lua_source/literals.h"
#include "lua_source/operations.h"

namespace luamigrate::lua_source {
namespace {

using schema::Column;
using schema::Name;
using schema::Type;

Type type(std::string name, std::vector<schema::TypeArgument> arguments = {}) {
  return {{}, std::move(name), std::move(arguments), {}, {}};
}

TEST_CASE("an operation that fits stands on one line, defaults left out") {
  CHECK(to_lua(ops::Operation{ops::AddColumn{
            .table = "users", .column = {.name = "email", .type = type("String", {std::int64_t{100}})}}}) ==
        R"(op.add_column("users", column("email", String(100))))");
  CHECK(to_lua(ops::Operation{ops::DropIndex{.name = {"ix_users_email"}, .table = "users"}}) ==
        R"(op.drop_index("ix_users_email", "users"))");
  CHECK(to_lua(ops::Operation{ops::Execute{.sql = "DELETE FROM t"}}) == R"(op.execute("DELETE FROM t"))");
}

TEST_CASE("a table's elements stand one a line") {
  const ops::CreateTable table{
      .name = "users",
      .elements = {Column{.name = "id", .type = type("Integer"), .primary_key = true},
                   Column{.name = "org_id",
                          .type = type("Integer"),
                          .references = schema::Reference{.table = "orgs", .column = "id", .ondelete = "CASCADE"}},
                   schema::Check{.condition = "id > 0", .name = Name{"positive"}}},
      .comment = "people"};
  CHECK(to_lua(ops::Operation{table}) == R"(op.create_table("users", {
  column("id", Integer, { primary_key = true }),
  column("org_id", Integer, { references = { "orgs.id", ondelete = "CASCADE" } }),
  check("id > 0", { name = "positive" }),
}, { comment = "people" }))");
}

TEST_CASE("what is too long for a line opens its longest table") {
  const ops::AlterColumn alter{.table = "a_table_with_a_long_name",
                               .column = "a_column_with_a_long_name",
                               .nullable = false,
                               .type = type("BigInteger"),
                               .existing_type = type("Integer")};
  CHECK(to_lua(ops::Operation{alter}) == R"(op.alter_column("a_table_with_a_long_name", "a_column_with_a_long_name", {
  nullable = false,
  type = BigInteger,
  existing_type = Integer,
}))");
}

TEST_CASE("a batch block is a function of its operations without the table") {
  const ops::BatchAlterTable batch{.table = "t",
                                   .recreate = ops::Recreate::always,
                                   .operations = {{ops::DropColumn{.table = "t", .column = "a"}, {}},
                                                  {ops::DropConstraint{.name = schema::Name{"uq"}, .table = "t"}, {}}}};
  CHECK(to_lua(ops::Operation{batch}) == R"(op.batch_alter_table("t", { recreate = "always" }, function(batch)
  batch.drop_column("a")
  batch.drop_constraint("uq")
end))");
}

TEST_CASE("numbers and keys keep what they are") {
  CHECK(float_literal(1.0) == "1.0");
  CHECK(float_literal(0.1) == "0.1");
  CHECK(integer_literal(INT64_MIN) == "math.mininteger");
  CHECK(key_literal("end") == R"(["end"])");
  CHECK(key_literal("2x") == R"(["2x"])");
  CHECK(key_literal("x2") == "x2");
}

TEST_CASE("a text of several lines stands between long brackets as it is") {
  CHECK(text_literal("a\n b") == R"("a\n b")");
  CHECK(text_literal("SELECT 1\n  FROM a\n\tWHERE b") == "[[\nSELECT 1\n  FROM a\n\tWHERE b]]");
  CHECK(text_literal("\na\nb\n") == "[[\n\na\nb\n]]");
  CHECK(text_literal("a\nb\nc[d[1]]") == "[=[\na\nb\nc[d[1]]]=]");
  CHECK(text_literal("a\nb\nc[1]") == "[=[\na\nb\nc[1]]=]");
  CHECK(text_literal("a\nb\n]] ]=]") == "[==[\na\nb\n]] ]=]]==]");
  CHECK(key_literal("a\nb\nc") == R"(["a\nb\nc"])");
}

TEST_CASE("a text that long brackets would change is quoted, a line of it on each line") {
  const std::string long_line(60, 'x');
  CHECK(text_literal("a\r\nb\r\nc") == R"("a\r\nb\r\nc")");
  CHECK(text_literal(long_line + "\r\n b") == "\"" + long_line + "\\r\\n \\z\n  b\"");
}

TEST_CASE("a table with a text of several lines has an item on each line") {
  CHECK(to_lua(ops::Operation{
            ops::CreateFunction{.signature = "f()", .body = "BEGIN\n  x;\nEND", .returns = "trigger"}}) ==
        "op.create_function(\"f()\", [[\nBEGIN\n  x;\nEND]], { returns = \"trigger\" })");
  CHECK(to_lua(ops::Operation{ops::DropTableComment{.table = "t", .existing_comment = "a\nb\nc"}}) ==
        "op.drop_table_comment(\"t\", {\n  existing_comment = [[\na\nb\nc]],\n})");
}

}  // namespace
}  // namespace luamigrate::lua_source
