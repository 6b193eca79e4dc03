#include "sql/parameters.h"

#include <catch2/catch.hpp>

#include "sql/syntaxes.h"

using namespace luamigrate::sql;
using namespace luamigrate::sql::test;

namespace {

ParameterizedStatement only(std::string_view sql, ParameterForm form, const Syntax& syntax) {
  auto statements = parameterize(sql, form, syntax);
  REQUIRE(statements.size() == 1);
  return statements.front();
}

using Names = std::vector<std::string>;
using Positions = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a named parameter becomes the database's placeholder each time it stands there") {
  const auto on_postgresql = only("UPDATE t SET a = :a, b = :b WHERE a <> :a", ParameterForm::named, like_postgresql);
  CHECK(on_postgresql.sql == "UPDATE t SET a = $1, b = $2 WHERE a <> $3");
  CHECK(on_postgresql.names == Names{"a", "b", "a"});
  const auto on_sqlite = only("UPDATE t SET a = :a", ParameterForm::named, like_sqlite);
  CHECK(on_sqlite.sql == "UPDATE t SET a = ?");
}

TEST_CASE("a colon in a literal, a comment, a name, a cast or a slice is no parameter") {
  const std::string sql = "SELECT ':a', \":b\", x::int, y[1:n], $$:c$$ /* :d */ -- :e";
  const auto statement = only(sql, ParameterForm::named, like_postgresql);
  CHECK(statement.sql == sql);
  CHECK(statement.names == Names{});
}

TEST_CASE("a parameter may have a cast behind it") {
  const auto statement = only("SELECT :a::int, (:b)", ParameterForm::named, like_postgresql);
  CHECK(statement.sql == "SELECT $1::int, ($2)");
  CHECK(statement.names == Names{"a", "b"});
}

TEST_CASE("a colon behind a backslash is a colon") {
  CHECK(only(R"(SELECT \:a, '\:b', x\::int, :c)", ParameterForm::named, like_postgresql).sql ==
        R"(SELECT :a, '\:b', x::int, $1)");
  CHECK(only(R"(SELECT \:a)", ParameterForm::none, like_postgresql).sql == R"(SELECT \:a)");
}

TEST_CASE("question marks are parameters only in positional form and count over all statements") {
  const auto statements = parameterize("SELECT ?, '?'; SELECT ?, ?", ParameterForm::positional, like_postgresql);
  REQUIRE(statements.size() == 2);
  CHECK(statements[0].sql == "SELECT $1, '?'");
  CHECK(statements[0].positions == Positions{0});
  CHECK(statements[1].sql == "SELECT $1, $2");
  CHECK(statements[1].positions == Positions{1, 2});
  CHECK(only("SELECT a ? 'k', :x", ParameterForm::named, like_postgresql).sql == "SELECT a ? 'k', $1");
  CHECK(only("SELECT a ? :x", ParameterForm::none, like_postgresql).sql == "SELECT a ? :x");
}

TEST_CASE("the JSON operators stay beside positional parameters") {
  const auto statement =
      only("SELECT a ?? 'k', b ?| ?, c ?& ?, ?||'x', d @? 'e', f @?? 'g'", ParameterForm::positional, like_postgresql);
  CHECK(statement.sql == "SELECT a ? 'k', b ?| $1, c ?& $2, $3||'x', d @? 'e', f @? 'g'");
  CHECK(statement.positions == Positions{0, 1, 2});
}

TEST_CASE("a placeholder does not run into the word or number beside it") {
  const ParameterizedStatement statement = only("SELECT 1 LIMIT?+ 1", ParameterForm::positional, like_postgresql);
  CHECK(statement.sql == "SELECT 1 LIMIT $1+ 1");
  CHECK(find_placeholders(statement.sql, like_postgresql).size() == 1);
  CHECK_THROWS_WITH(only("SELECT ?2, ?1", ParameterForm::positional, like_postgresql),
                    "the SQL has ?2, and parameters go by their order alone");
}

TEST_CASE("a numbered placeholder ends with its digits") {
  const auto statement = only("SELECT ?.\xff$$ || ?", ParameterForm::positional, like_postgresql);
  CHECK(statement.sql == "SELECT $1.\xff$$ || $2");
  CHECK(find_placeholders(statement.sql, like_postgresql).size() == 2);
  CHECK(find_placeholders("SELECT $1.a$$, $2.b$$", like_postgresql).size() == 2);
}

TEST_CASE("placeholders are found where they were written") {
  const auto dollars = find_placeholders("SELECT $1, '$2', $12", like_postgresql);
  REQUIRE(dollars.size() == 2);
  CHECK(dollars[0].offset == 7);
  CHECK(dollars[0].length == 2);
  CHECK(dollars[0].position == 0);
  CHECK(dollars[1].offset == 17);
  CHECK(dollars[1].length == 3);
  CHECK(dollars[1].position == 11);
  const auto questions = find_placeholders("SELECT ?, '?', ?", like_sqlite);
  REQUIRE(questions.size() == 2);
  CHECK(questions[1].offset == 15);
  CHECK(questions[1].position == 1);
}

TEST_CASE("what a database itself takes for a parameter is found") {
  const auto first = [](std::string_view text, const Syntax& syntax) {
    return first_parameter(text, syntax).value_or("none");
  };
  CHECK(first("data ? 'k' AND v = '$1' AND a[1:2] = b::int[]", like_postgresql) == "none");
  CHECK(first("v = $12", like_postgresql) == "$12");
  CHECK(first("v = '?' AND w = @x /* ? */", like_mysql) == "none");
  CHECK(first("v = ?", like_mysql) == "?");
  CHECK(first("v = '?' AND [:x] = \"@y\" AND w -> '$.a' = 1", like_sqlite) == "none");
  for (const char* const parameter : {"?", "?1", ":x", "@x", "$x", "$1"})
    CHECK(first(std::string("v = ") + parameter + " AND w", like_sqlite) == parameter);
}
