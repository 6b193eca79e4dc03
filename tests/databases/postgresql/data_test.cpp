#include <catch2/catch.hpp>

#include "databases/postgresql/compiled.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::schema;
using namespace luamigrate::databases::postgresql::test;

TEST_CASE("rows are inserted with bound values, each with the keys it has") {
  CHECK(postgresql::dialect().compile(
            {ops::BulkInsert{.table = "t",
                             .rows = {{{"a", std::int64_t{1}}, {"B", std::string("x")}}, {{"a", Null{}}}, {}},
                             .schema = "s"},
             {}},
            NoTables()) == std::vector<Statement>{{.sql = "INSERT INTO s.t (a, \"B\") VALUES ($1, $2)",
                                                   .params = {std::int64_t{1}, std::string("x")}},
                                                  {.sql = "INSERT INTO s.t (a) VALUES ($1)", .params = {Null{}}},
                                                  {.sql = "INSERT INTO s.t DEFAULT VALUES"}});
  CHECK(compiled(ops::BulkInsert{.table = "t"}) == Texts{});
}

TEST_CASE("literals read back as the value they stand for") {
  const auto& dialect = postgresql::dialect();
  CHECK(dialect.literal(Null{}) == "NULL");
  CHECK(dialect.literal(false) == "false");
  CHECK(dialect.literal(std::int64_t{-9223372036854775807 - 1}) == "-9223372036854775808");
  CHECK(dialect.literal(0.1) == "0.1");
  CHECK(dialect.literal(1e100) == "1e+100");
  CHECK(dialect.literal(3.0) == "3.0");
  CHECK(dialect.literal(-0.0) == "'-0'::double precision");
  CHECK(dialect.literal(std::numeric_limits<double>::infinity()) == "'Infinity'::double precision");
  CHECK(dialect.literal(std::string("it's ü")) == "'it''s ü'");
  CHECK(dialect.literal(std::string("it's \\ ü")) == "E'it''s \\\\ ü'");
  CHECK(dialect.literal(Blob{"\x01"}) == "E'\\\\x01'::bytea");
  CHECK(dialect.literal(Json{R"({"a":"b's"})"}) == R"('{"a":"b''s"}')");
}

TEST_CASE("execute splits and binds") {
  CHECK(compiled(ops::Execute{.sql = "UPDATE t SET a = :a; SELECT 1", .parameters = NamedParameters{{"a", true}}}) ==
        Texts{"UPDATE t SET a = $1", "SELECT 1"});
}
