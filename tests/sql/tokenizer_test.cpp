#include "sql/tokenizer.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "luamigrate/error.h"
#include "sql/split.h"
#include "sql/syntaxes.h"

using namespace luamigrate;
using namespace luamigrate::sql;
using namespace luamigrate::sql::test;

namespace {

std::vector<std::string> texts(std::string_view sql, const Syntax& syntax) {
  std::vector<std::string> result;
  Tokenizer tokens(sql, syntax);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next())
    if (token.kind != TokenKind::space) result.emplace_back(token.text);
  return result;
}

using Texts = std::vector<std::string>;

std::string message_of(std::string_view sql, const Syntax& syntax) {
  try {
    texts(sql, syntax);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::script);
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("tokens put together again are the text") {
  const std::string sql = "SELECT a.b, 1.5e-3, 0x1F, 'it''s' /* c */ FROM \"T\" -- end\nWHERE x->>'k' = $1 AND y ?| z";
  std::string again;
  Tokenizer tokens(sql, like_postgresql);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) again += token.text;
  CHECK(again == sql);
}

TEST_CASE("a doubled quote does not end a string") {
  CHECK(texts("'it''s' x", like_sqlite) == Texts{"'it''s'", "x"});
  CHECK(texts(R"("a""b" `c``d` [e]]f])", like_sqlite) == Texts{R"("a""b")", "`c``d`", "[e]]f]"});
}

TEST_CASE("a backslash escapes only where the database says so") {
  CHECK(texts(R"('a\' b)", like_sqlite) == Texts{R"('a\')", "b"});
  CHECK(texts(R"('a\' b')", like_mysql) == Texts{R"('a\' b')"});
  CHECK(texts(R"(E'a\' b' c)", like_postgresql) == Texts{R"(E'a\' b')", "c"});
  CHECK(texts(R"('a\' c)", like_postgresql) == Texts{R"('a\')", "c"});
  CHECK(texts(R"(name'x')", like_postgresql) == Texts{"name", "'x'"});
}

TEST_CASE("a dollar quote ends with its own tag") {
  CHECK(texts("$$a;'b$$ c", like_postgresql) == Texts{"$$a;'b$$", "c"});
  CHECK(texts("$f$ $$x$$ $g$ $f$;", like_postgresql) == Texts{"$f$ $$x$$ $g$ $f$", ";"});
  CHECK(texts("$1+a$b$c", like_postgresql) == Texts{"$1", "+", "a$b$c"});
}

TEST_CASE("comments nest only where the database nests them") {
  CHECK(texts("/* a /* b */ c */ d", like_postgresql) == Texts{"/* a /* b */ c */", "d"});
  CHECK(texts("/* a /* b */ c", like_sqlite) == Texts{"/* a /* b */", "c"});
  CHECK(texts("a # b\nc", like_mysql) == Texts{"a", "# b", "c"});
  CHECK(texts("a -- 'b\nc", like_sqlite) == Texts{"a", "-- 'b", "c"});
}

TEST_CASE("a comment ends with its line, which a carriage return ends on PostgreSQL alone") {
  CHECK(texts("a -- b\nc", like_sqlite) == Texts{"a", "-- b", "c"});
  CHECK(texts("a -- b\rc", like_sqlite) == Texts{"a", "-- b\rc"});
  CHECK(texts("a -- b\rc", like_postgresql) == Texts{"a", "-- b", "c"});
}

TEST_CASE("two dashes begin a comment, on MySQL only in front of white space") {
  CHECK(texts("a--1\n+b", like_sqlite) == Texts{"a", "--1", "+", "b"});
  CHECK(texts("a--1\n+b", like_mysql) == Texts{"a", "-", "-", "1", "+", "b"});
  CHECK(texts("a --\tb\n--\n--", like_mysql) == Texts{"a", "--\tb", "--", "--"});
}

TEST_CASE("operators with a question mark are whole, and a parameter before || is not one") {
  CHECK(texts("a ?| b ?& c ?? d ?||e", like_postgresql) ==
        Texts{"a", "?|", "b", "?&", "c", "??", "d", "?", "|", "|", "e"});
  CHECK(texts("a::int", like_postgresql) == Texts{"a", "::", "int"});
}

TEST_CASE("what is never closed is an error with its line") {
  CHECK(message_of("SELECT 1;\nSELECT 'x", like_sqlite) ==
        "the string that begins in line 2 of the SQL is never closed");
  CHECK(message_of("\n\n\"x", like_sqlite) == "the quoted name that begins in line 3 of the SQL is never closed");
  CHECK(message_of("/* /* */", like_postgresql) == "the comment that begins in line 1 of the SQL is never closed");
  CHECK(message_of("/*", like_sqlite) == "the comment that begins in line 1 of the SQL is never closed");
  CHECK(message_of("/*/", like_sqlite) == "the comment that begins in line 1 of the SQL is never closed");
  CHECK(message_of("$a$ x $b$", like_postgresql) ==
        "the string quoted with $a$ that begins in line 1 of the SQL is never closed");
  CHECK(message_of(R"(E'\)", like_postgresql) == "the string that begins in line 1 of the SQL is never closed");
}

TEST_CASE("a text of megabytes is cut in linear time") {
  std::string sql;
  for (int i = 0; i < 100'000; ++i) sql += "INSERT INTO t VALUES ('it''s', $$x$$, /* c */ 1.5);\n";
  const auto begin = std::chrono::steady_clock::now();
  CHECK(split_statements(sql, like_postgresql).size() == 100'000);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("a zero byte is refused: a database's library would take it for the end of the text") {
  CHECK(message_of(std::string_view("SELECT 1\0; DROP TABLE t", 24), like_sqlite) == "the SQL holds a zero byte");
  CHECK(message_of(std::string_view("SELECT 'a\0b'", 12), like_postgresql) == "the SQL holds a zero byte");
  CHECK(message_of(std::string_view("SELECT 1 -- \0", 13), like_postgresql) == "the SQL holds a zero byte");
}
