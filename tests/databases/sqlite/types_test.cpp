#include <catch2/catch.hpp>

#include "databases/sqlite/type_of.h"
#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

std::string sql_of(const schema::Type& type) {
  return dialect().type_sql(type);
}

TEST_CASE("generic types are spelled as SQLAlchemy spells them on SQLite") {
  CHECK(sql_of(type("SmallInteger")) == "SMALLINT");
  CHECK(sql_of(type("Integer")) == "INTEGER");
  CHECK(sql_of(type("BigInteger")) == "BIGINT");
  CHECK(sql_of(type("Numeric", {std::int64_t{10}, std::int64_t{2}})) == "NUMERIC(10, 2)");
  CHECK(sql_of(type("Float", {std::int64_t{53}})) == "FLOAT");
  CHECK(sql_of(type("Double")) == "DOUBLE");
  CHECK(sql_of(type("Boolean")) == "BOOLEAN");
  CHECK(sql_of(type("String", {std::int64_t{50}})) == "VARCHAR(50)");
  CHECK(sql_of(type("String")) == "VARCHAR");
  CHECK(sql_of(type("Text")) == "TEXT");
  CHECK(sql_of(type("Char", {std::int64_t{2}})) == "CHAR(2)");
  CHECK(sql_of(type("Date")) == "DATE");
  CHECK(sql_of(type("Time")) == "TIME");
  CHECK(sql_of({.name = "DateTime", .options = {{"timezone", true}}}) == "DATETIME");
  CHECK(sql_of(type("Interval")) == "DATETIME");
  CHECK(sql_of(type("Binary", {std::int64_t{16}})) == "BLOB");
  CHECK(sql_of(type("Enum", {std::vector<std::string>{"a", "bbb", "cc"}})) == "VARCHAR(3)");
  CHECK(sql_of(type("JSON")) == "JSON");
  CHECK(sql_of(type("Uuid")) == "CHAR(32)");
  CHECK(sql_of(type("SqlType", {std::string("ANY")})) == "ANY");
}

TEST_CASE("a declared type is read back as the generic type that it stands for") {
  CHECK(shown(type_of("INTEGER")) == "Integer");
  CHECK(shown(type_of("varchar(50)")) == "String(50)");
  CHECK(shown(type_of("NUMERIC(10, 2)")) == "Numeric(10, 2)");
  CHECK(shown(type_of("DATETIME")) == "DateTime");
  CHECK(shown(type_of("DOUBLE PRECISION")) == "Double");
  CHECK(shown(type_of("VARCHAR(a)")) == "SqlType(\"VARCHAR(a)\")");
  CHECK(shown(type_of("")) == "SqlType(\"\")");
  CHECK(shown(type_of("GEOMETRY")) == "SqlType(\"GEOMETRY\")");
}

TEST_CASE("the type of another database is refused with the way to say it") {
  CHECK(refusal([] { sql_of({.dialect = "postgresql", .name = "JSONB"}); }) ==
        "SQLite does not have the type postgresql.JSONB | say what it is here: TYPE:on(\"postgresql\", "
        "postgresql.JSONB), with a generic TYPE");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
