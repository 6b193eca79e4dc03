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
        "INSERT INTO t VALUES ('it''s $3', '$2', NULL, '\\x01ff'::bytea, '{}')");
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
