#include "schema/type.h"

#include <catch2/catch.hpp>

using namespace luamigrate::schema;

TEST_CASE("a type is shown as it is written in Lua") {
  CHECK(shown(Type{.name = "Integer"}) == "Integer");
  CHECK(shown(Type{.name = "Numeric", .arguments = {std::int64_t{10}, std::int64_t{2}}}) == "Numeric(10, 2)");
  CHECK(shown(Type{.name = "DateTime", .options = {{"timezone", true}}}) == "DateTime{ timezone = true }");
  CHECK(shown(Type{.name = "Enum",
                   .arguments = {std::vector<std::string>{"a", "b\"c"}},
                   .options = {{"name", std::string("mood")}}}) == R"(Enum({ "a", "b\"c" }, { name = "mood" }))");
  const Type array{
      .dialect = "postgresql", .name = "ARRAY", .arguments = {luamigrate::base::Box(Type{.name = "Integer"})}};
  CHECK(shown(array) == "postgresql.ARRAY(Integer)");
}

TEST_CASE("a variant is used on its database and nowhere else") {
  Type type{.name = "String", .arguments = {std::int64_t{50}}};
  type.variants.push_back({"postgresql", {.dialect = "postgresql", .name = "CITEXT"}});
  CHECK(type.on("postgresql").name == "CITEXT");
  CHECK(type.on("sqlite") == type);
  CHECK(shown(type) == R"(String(50):on("postgresql", postgresql.CITEXT))");
}

TEST_CASE("arguments are found by position and kind") {
  const Type type{.name = "Numeric", .arguments = {std::int64_t{10}}};
  REQUIRE(type.integer_argument(0));
  CHECK(*type.integer_argument(0) == 10);
  CHECK(type.integer_argument(1) == nullptr);
  CHECK(type.text_argument(0) == nullptr);
}
