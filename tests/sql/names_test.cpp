#include "sql/names.h"

#include <catch2/catch.hpp>

#include "syntaxes.h"

namespace luamigrate::sql {
namespace {

// Every column is called `new` afterwards.
std::string renamed(std::string_view sql, std::string_view column) {
  return with_columns(sql, test::like_postgresql, [&](std::string_view written) -> std::optional<std::string> {
    if (unquoted(written) != column) return std::nullopt;
    return "new";
  });
}

TEST_CASE("columns of an expression are told from types, functions, collations and tables") {
  CHECK(renamed("text = 'a'::text AND \"text\" IS NOT NULL", "text") == "new = 'a'::text AND new IS NOT NULL");
  CHECK(renamed("length(length) > length", "length") == "length(new) > new");
  CHECK(renamed("upper ( upper )", "upper") == "upper ( new )");
  CHECK(renamed("CAST(day AS date) < date AND date = date '2026-01-01'", "date") ==
        "CAST(day AS date) < new AND new = date '2026-01-01'");
  CHECK(renamed("(a)::character varying(20) = varying", "varying") == "(a)::character varying(20) = new");
  CHECK(renamed("a::timestamp(3) without time zone < zone", "zone") == "a::timestamp(3) without time zone < new");
  CHECK(renamed("a::date = ANY (b) AND date", "date") == "a::date = ANY (b) AND new");
  CHECK(renamed("a::s.t AND t AND s", "t") == "a::s.t AND new AND s");
  CHECK(renamed("a::int[] AND int", "int") == "a::int[] AND new");
  CHECK(renamed("x COLLATE c < c COLLATE \"c\"", "c") == "x COLLATE c < new COLLATE \"c\"");
  CHECK(renamed("t.t = t", "t") == "t.new = new");
  CHECK(renamed("int GENERATED ALWAYS AS (zone || 'a')", "zone") == "int GENERATED ALWAYS AS (new || 'a')");
  CHECK(renamed("a AS", "a") == "new AS");
  CHECK(renamed("a::", "a") == "new::");
  CHECK(renamed("", "a").empty());
}

TEST_CASE("a column is named in any case, in quotes or not") {
  CHECK(names_column("Status IN ('a')", "status", test::like_postgresql));
  CHECK(names_column("\"STATUS\" IS NULL", "status", test::like_postgresql));
  CHECK_FALSE(names_column("status(a) = 'status' -- status", "status", test::like_postgresql));
}

}  // namespace
}  // namespace luamigrate::sql
