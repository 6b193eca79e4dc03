#include "databases/sqlite/affinity.h"

#include <catch2/catch.hpp>

namespace luamigrate::databases::sqlite::test {
namespace {

TEST_CASE("the affinity of a declared type is SQLite's") {
  CHECK(affinity_of("BIGINT") == Affinity::integer);
  CHECK(affinity_of("varchar(10)") == Affinity::text);
  CHECK(affinity_of("CHARINT") == Affinity::integer);
  CHECK(affinity_of("") == Affinity::blob);
  CHECK(affinity_of("DOUBLE PRECISION") == Affinity::real);
  CHECK(affinity_of("NUMERIC(10, 2)") == Affinity::numeric);
  CHECK(affinity_of("BOOLEAN") == Affinity::numeric);
}

TEST_CASE("a CAST is only made where values are stored otherwise, and never where it would cut them") {
  CHECK(needs_cast("VARCHAR(10)", "INTEGER"));
  CHECK(needs_cast("INTEGER", "TEXT"));
  CHECK(needs_cast("TEXT", "BOOLEAN"));
  CHECK_FALSE(needs_cast("VARCHAR(10)", "VARCHAR(20)"));
  CHECK_FALSE(needs_cast("INTEGER", "BIGINT"));
  CHECK_FALSE(needs_cast("TEXT", "DATETIME"));
  CHECK_FALSE(needs_cast("TEXT", "JSON"));
  CHECK_FALSE(needs_cast("DATE", "DATETIME"));
  CHECK_FALSE(needs_cast("NUMERIC", "BOOLEAN"));
  CHECK(needs_cast("DATE", "NUMERIC(8, 2)"));
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
