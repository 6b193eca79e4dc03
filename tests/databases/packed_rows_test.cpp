#include "databases/packed_rows.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>

namespace luamigrate::databases {
namespace {

using Values = std::vector<schema::Value>;

const std::string with_zero("a\0b", 3);

const std::vector<Values> rows = {
    {schema::Null{}, true, false, std::int64_t{0}, std::numeric_limits<std::int64_t>::min()},
    {},
    {0.0, -0.0, std::numeric_limits<double>::infinity(), 0.1},
    {std::string(), with_zero, std::string(100'000, 'x'), schema::Blob{with_zero}, schema::Json{"{}"}},
    {std::string("y"), schema::Null{}, schema::Json{""}, schema::Blob{""}, std::numeric_limits<std::int64_t>::max()},
};

TEST_CASE("rows come out of the pack as they went in, whatever stood in the storage before") {
  PackedRows packed;
  for (int round = 0; round < 2; ++round) {
    packed.clear();
    for (const Values& row : rows) packed.add(row);
    CHECK(packed.count() == rows.size());
    CHECK(packed.bytes() > 100'000);
    Values values = {schema::Json{"before"}, std::string("before"), schema::Blob{"before"}, 1.5};
    for (const Values& row : rows) {
      REQUIRE(packed.take(values));
      CHECK(values == row);
    }
    CHECK_FALSE(packed.take(values));
    CHECK_FALSE(packed.take(values));
  }
}

TEST_CASE("not a number and the sign of zero stay what they are in a pack") {
  PackedRows packed;
  packed.add({std::numeric_limits<double>::quiet_NaN(), -0.0});
  Values values;
  REQUIRE(packed.take(values));
  CHECK(std::isnan(std::get<double>(values[0])));
  CHECK(std::signbit(std::get<double>(values[1])));
}

}  // namespace
}  // namespace luamigrate::databases
