// Statements of a script's own, on the dialect with numbered placeholders and the one with question marks.
#include "databases/dialect.h"

#include <catch2/catch.hpp>

#include "databases/registry.h"
#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::schema;

namespace {

const Dialect& postgresql() {
  return *find_database("postgresql")->dialect;
}

std::string refusal(std::string_view sql, const Parameters& parameters) {
  try {
    postgresql().compile_execute(sql, parameters);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::script);
    CHECK_FALSE(error.hint().empty());
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("without parameters a text is only split") {
  CHECK(postgresql().compile_execute("SELECT ':a' ? :b; SELECT '?'", {}) ==
        std::vector<Statement>{{.sql = "SELECT ':a' ? :b"}, {.sql = "SELECT '?'"}});
}

TEST_CASE("values are bound by name wherever the name stands") {
  const Parameters parameters = NamedParameters{{"a", std::int64_t{1}}, {"b", Null{}}};
  CHECK(postgresql().compile_execute("UPDATE t SET x = :a, y = :b WHERE x <> :a; DELETE FROM t WHERE z = :b",
                                     parameters) ==
        std::vector<Statement>{
            {.sql = "UPDATE t SET x = $1, y = $2 WHERE x <> $3", .params = {std::int64_t{1}, Null{}, std::int64_t{1}}},
            {.sql = "DELETE FROM t WHERE z = $1", .params = {Null{}}}});
}

TEST_CASE("values are bound by position over all statements") {
  CHECK(postgresql().compile_execute("SELECT ?; SELECT ?, ?", PositionalParameters{true, 1.5, std::string("x")}) ==
        std::vector<Statement>{{.sql = "SELECT $1", .params = {true}},
                               {.sql = "SELECT $1, $2", .params = {1.5, std::string("x")}}});
}

TEST_CASE("missing and unused parameters are errors") {
  CHECK(refusal("SELECT :a", NamedParameters{}) == "no value is given for the parameter :a");
  CHECK(refusal("SELECT ':a'", NamedParameters{{"a", true}}) == "the SQL has no parameter :a");
  CHECK(refusal("SELECT ?, ?", PositionalParameters{true}) == "the SQL has 2 parameters (?), and 1 value is given");
  CHECK(refusal("SELECT 1", PositionalParameters{true, false}) ==
        "the SQL has 0 parameters (?), and 2 values are given");
}

TEST_CASE("an offline script shows values as literals, and nothing in a literal is taken for a placeholder") {
  const Statement statement{.sql = "INSERT INTO t VALUES ($1, '$2', $2, $3, $4)",
                            .params = {std::string("it's $3"), Null{}, Blob{std::string("\x01\xff", 2)}, Json{"{}"}}};
  CHECK(with_literals(postgresql(), statement) ==
        "INSERT INTO t VALUES ('it''s $3', '$2', NULL, E'\\\\x01ff'::bytea, '{}')");
  CHECK(with_literals(postgresql(), {.sql = "SELECT $1"}) == "SELECT $1");
  CHECK_THROWS_AS(with_literals(postgresql(), {.sql = "SELECT $1", .params = {std::string("a\0b", 3)}}), Error);
}

TEST_CASE("a literal with a sign stands where a value stood: no comment, and one with its cast") {
  CHECK(with_literals(postgresql(), {.sql = "SELECT 3 -$1, 3 - $1, $2::smallint, $3::text",
                                     .params = {std::int64_t{-1}, std::int64_t{-32768}, std::string("-5")}}) ==
        "SELECT 3 -(-1), 3 - -1, (-32768)::smallint, '-5'::text");
}

TEST_CASE("the semicolon of a script is behind a comment at the end") {
  CHECK(as_script(postgresql(), {.sql = "SELECT 1"}) == "SELECT 1;");
  CHECK(as_script(postgresql(), {.sql = "SELECT 1 -- one"}) == "SELECT 1 -- one\n;");
  CHECK(as_script(postgresql(), {.sql = "SELECT 1 /* one */"}) == "SELECT 1 /* one */;");
  CHECK(as_script(postgresql(), {.sql = "SELECT '-- one'"}) == "SELECT '-- one';");
}

TEST_CASE(
    "columns that a new table does not have, and keys that do not match, are refused with the one that was meant") {
  const auto refused = [](ops::OperationBody body) -> std::string {
    for (const char* database : {"postgresql", "sqlite"}) {
      try {
        find_database(database)->dialect->compile({body, {}}, NoTables());
      } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::script);
        if (database == std::string_view("sqlite")) return error.message() + " | " + error.hint();
      }
    }
    return "no error";
  };
  const auto table_with = [](Element element) {
    return ops::CreateTable{.name = "t",
                            .elements = {Column{.name = "email", .type = {.name = "Text"}}, std::move(element)}};
  };
  const std::string tail =
      " of the table \"t\" names the column \"emial\", which the table does not have | did you mean \"email\"?";
  CHECK(refused(table_with(Index{.name = Name{"ix"}, .columns = {{.expression = std::string("emial")}}})) ==
        "the index \"ix\"" + tail);
  CHECK(refused(table_with(Unique{.columns = {"emial"}})) == "a unique constraint" + tail);
  CHECK(refused(table_with(PrimaryKey{.columns = {"emial"}})) == "the primary key" + tail);
  CHECK(refused(table_with(ForeignKey{.columns = {"emial"}, .referent = {{"", "o"}, {"id"}}})) ==
        "a foreign key" + tail);
  CHECK(refused(table_with(Unique{.columns = {"EMAIL"}})) == "no error");  // SQLite goes by no case; the server tells
  CHECK(refused(table_with(ForeignKey{.columns = {"email"}, .referent = {{"", "o"}, {"id", "key"}}})) ==
        "a foreign key of the columns (email) refers to (id, \"key\"): they are not as many | "
        "name one column of the other table for each");
  CHECK(refused(ops::CreateTrigger{.name = "tr", .table = "t", .execute = "f()", .body = "SELECT 1"}) ==
        "a trigger needs to know when it fires | add when = \"BEFORE INSERT\" or the like to its options");
  // What it inherits has other columns.
  ops::CreateTable child = table_with(Unique{.columns = {"emial"}});
  child.options.set({"postgresql", "inherits", std::string("parent")});
  CHECK_NOTHROW(postgresql().compile({child, {}}, NoTables()));
}

TEST_CASE("a SQL text in an operation is one part of one statement") {
  const auto refused = [](ops::Operation operation) -> std::string {
    try {
      postgresql().compile(operation, NoTables());
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::script);
      CHECK_FALSE(error.facts().sql.empty());
      constexpr std::string_view beginning = "a SQL text of this operation ";
      REQUIRE(error.message().starts_with(beginning));
      return error.message().substr(beginning.size());
    }
    return "no error";
  };
  const auto check = [&](std::string condition) {
    return refused(
        {ops::CreateCheckConstraint{.name = Name{"c"}, .table = "t", .condition = std::move(condition)}, {}});
  };
  CHECK(check("a > 1") == "no error");
  CHECK(check("a <> ');' AND (b /* ) */)") == "no error");
  CHECK(check("a = ANY (ARRAY[1, 2]) -- one of two\n AND b /* more */") == "no error");
  const std::string closes = "closes a parenthesis that it did not open";
  CHECK(check("a > 1); DROP TABLE t; --") == closes);
  CHECK(check("a > 1)) OR ((1") == closes);
  CHECK(check("a > 0), ADD COLUMN zz int CHECK (zz > 0") == closes);
  CHECK(check("a > (1") == "opens a parenthesis and does not close it");
  CHECK(check("a > 1; DROP TABLE t") == "ends the statement (;)");
  const std::string comment = "ends in a comment, which what stands behind it would be part of";
  CHECK(check("a > 1 -- more than one") == comment);

  const auto type = [](std::string sql) { return schema::Type{.name = "SqlType", .arguments = {std::move(sql)}}; };
  const auto column = [&](schema::Type given, std::optional<schema::DefaultValue> value) {
    return refused(
        {ops::AddColumn{.table = "t",
                        .column = {.name = "n", .type = std::move(given), .server_default = std::move(value)}},
         {}});
  };
  CHECK(column(type("numeric(10, 2)"), schema::Sql{"round(1, 2)"}) == "no error");
  CHECK(column(type("bigint, add column zz int"), {}) == "is more than one");
  CHECK(column(type("integer -- note"), {}) == comment);
  CHECK(column(type("integer"), schema::Sql{"5, add column zz int"}) == "is more than one");
  CHECK(column(type("integer"), schema::Sql{"1 -- note"}) == comment);
  ops::AlterColumn alter{.table = "t", .column = "b", .type = type("bigint")};
  alter.options.set({"postgresql", "using", std::string("b * 10 -- cents")});
  CHECK(refused({alter, {}}) == comment);
  CHECK(refused({ops::CreateIndex{
                     .name = Name{"i"}, .table = "t", .columns = {{.expression = schema::Sql{"a) where (a > 5"}}}},
                 {}}) == closes);
  CHECK(refused({ops::CreateIndex{
                     .name = Name{"i"}, .table = "t", .columns = {{.expression = schema::Sql{"a DESC, lower(b)"}}}},
                 {}}) == "no error");
  CHECK(refused({ops::CreatePolicy{.name = "p", .table = "t", .using_ = "true) --", .with_check = "false"}, {}}) ==
        closes);
  CHECK(refused({ops::DropFunction{.signature = "f() -- ", .cascade = true}, {}}) == comment);

  const auto trigger = [&](std::string when, std::string condition) {
    return refused({ops::CreateTrigger{.name = "x",
                                       .table = "t",
                                       .when = std::move(when),
                                       .for_each = ops::TriggerScope::row,
                                       .condition = std::move(condition),
                                       .execute = "f('a', 'b')"},
                    {}});
  };
  CHECK(trigger("BEFORE INSERT OR UPDATE OF a, \"on\"", "new.a > 1") == "no error");
  CHECK(trigger("AFTER UPDATE OF a, follows", "") == "no error");
  CHECK(trigger("before update", "true) execute function other() --") == closes);
  CHECK(trigger("before update of a on u for each row execute function other() --", "") ==
        "goes on with another part of the statement (\"on\")");

  const auto grant = [&](std::string privilege, std::string object) {
    return refused(
        {ops::Grant{.privileges = {std::move(privilege)}, .object = std::move(object), .role = {{"r"}}}, {}});
  };
  CHECK(grant("update (a, b)", "table t, \"to\"") == "no error");
  CHECK(grant("select (a) on u to r5 --", "table t") == "goes on with another part of the statement (\"on\")");
  CHECK(grant("execute", "function f() to r5 --") == "goes on with another part of the statement (\"to\")");
}
