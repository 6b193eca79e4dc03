#include "databases/postgresql/types.h"

#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql;
using namespace luamigrate::databases::postgresql::test;

namespace {

std::string sql_of(const Type& given) {
  return dialect().type_sql(given);
}

}  // namespace

TEST_CASE("generic types become what SQLAlchemy 2 makes of them") {
  CHECK(sql_of(type("SmallInteger")) == "SMALLINT");
  CHECK(sql_of(type("Integer")) == "INTEGER");
  CHECK(sql_of(type("BigInteger")) == "BIGINT");
  CHECK(sql_of(type("Numeric")) == "NUMERIC");
  CHECK(sql_of(type("Numeric", {std::int64_t{10}})) == "NUMERIC(10)");
  CHECK(sql_of(type("Numeric", {std::int64_t{10}, std::int64_t{2}})) == "NUMERIC(10, 2)");
  CHECK(sql_of(type("Float")) == "FLOAT");
  CHECK(sql_of(type("Float", {std::int64_t{53}})) == "FLOAT(53)");
  CHECK(sql_of(type("Double")) == "DOUBLE PRECISION");
  CHECK(sql_of(type("Boolean")) == "BOOLEAN");
  CHECK(sql_of(type("String")) == "VARCHAR");
  CHECK(sql_of(type("String", {std::int64_t{40}})) == "VARCHAR(40)");
  CHECK(sql_of({.name = "String", .arguments = {std::int64_t{4}}, .options = {{"collation", std::string("C")}}}) ==
        "VARCHAR(4) COLLATE \"C\"");
  CHECK(sql_of(type("Text")) == "TEXT");
  CHECK(sql_of(type("Char", {std::int64_t{2}})) == "CHAR(2)");
  CHECK(sql_of(type("Date")) == "DATE");
  CHECK(sql_of(type("Time")) == "TIME WITHOUT TIME ZONE");
  CHECK(sql_of({.name = "Time", .options = {{"timezone", true}}}) == "TIME WITH TIME ZONE");
  CHECK(sql_of(type("DateTime")) == "TIMESTAMP WITHOUT TIME ZONE");
  CHECK(sql_of({.name = "DateTime", .options = {{"timezone", true}}}) == "TIMESTAMP WITH TIME ZONE");
  CHECK(sql_of(type("Interval")) == "INTERVAL");
  CHECK(sql_of(type("Binary", {std::int64_t{20}})) == "BYTEA");
  CHECK(sql_of(type("JSON")) == "JSON");
  CHECK(sql_of(type("Uuid")) == "UUID");
  CHECK(sql_of(type("SqlType", {std::string("geometry(Point,4326)")})) == "geometry(Point,4326)");
  CHECK(sql_of({.name = "Enum",
                .arguments = {Texts{"a"}},
                .options = {{"name", std::string("Mood")}, {"schema", std::string("s")}}}) == "s.\"Mood\"");
}

TEST_CASE("PostgreSQL's own types") {
  CHECK(sql_of(own("JSONB")) == "JSONB");
  CHECK(sql_of(own("BIT", {std::int64_t{3}})) == "BIT(3)");
  CHECK(sql_of(own("VARBIT", {std::int64_t{3}})) == "BIT VARYING(3)");
  CHECK(sql_of(own("VARBIT")) == "BIT VARYING");
  CHECK(sql_of(own("DOMAIN", {std::string("Posint")})) == "\"Posint\"");
  CHECK(sql_of(own("TIMESTAMP", {std::int64_t{3}})) == "TIMESTAMP(3) WITHOUT TIME ZONE");
  CHECK(sql_of(own("ARRAY", {base::Box<Type>(type("Integer"))})) == "INTEGER[]");
  Type array = own(
      "ARRAY", {base::Box<Type>(Type{
                   .name = "String", .arguments = {std::int64_t{4}}, .options = {{"collation", std::string("C")}}})});
  array.options = {{"dimensions", std::int64_t{2}}};
  CHECK(sql_of(array) == "VARCHAR(4)[][] COLLATE \"C\"");
}

TEST_CASE("every type that scripts may name has SQL") {
  for (const TypeDeclaration& declared : types()) {
    Type given{.dialect = "postgresql", .name = std::string(declared.name)};
    if (declared.name == "ARRAY") given.arguments = {base::Box<Type>(type("Integer"))};
    if (declared.name == "ENUM") given.options = {{"name", std::string("e")}};
    if (declared.name == "DOMAIN") given.arguments = {std::string("d")};
    CHECK_FALSE(sql_of(given).empty());
  }
}

TEST_CASE("a variant for PostgreSQL goes before the type, and a type of another database is refused") {
  Type varied = type("String", {std::int64_t{50}});
  varied.variants.push_back({"postgresql", own("CITEXT")});
  CHECK(sql_of(varied) == "CITEXT");
  try {
    sql_of({.dialect = "mysql", .name = "TINYINT"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unsupported);
    CHECK(error.message() == "PostgreSQL does not have the type mysql.TINYINT");
  }
}

TEST_CASE("what the catalog says about a type becomes the type that makes it") {
  const auto shown_type = [](std::string_view text) { return shown(type_from_catalog(text)); };
  CHECK(shown_type("integer") == "Integer");
  CHECK(shown_type("character varying(40)") == "String(40)");
  CHECK(shown_type("character varying") == "String");
  CHECK(shown_type("numeric(10,2)") == "Numeric(10, 2)");
  CHECK(shown_type("timestamp with time zone") == "DateTime{ timezone = true }");
  CHECK(shown_type("timestamp(3) with time zone") == "postgresql.TIMESTAMP(3, { timezone = true })");
  CHECK(shown_type("bit varying(3)") == "postgresql.VARBIT(3)");
  CHECK(shown_type("jsonb") == "postgresql.JSONB");
  CHECK(shown_type("integer[]") == "postgresql.ARRAY(Integer)");
  CHECK(shown_type("geometry(Point,4326)") == "SqlType(\"geometry(Point,4326)\")");
  CHECK(shown_type("myschema.posint") == "SqlType(\"myschema.posint\")");
}
