#include "schema/packed_rows.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

namespace luamigrate::schema {
namespace {

using Values = std::vector<Value>;

const std::string with_zero("a\0b", 3);

const std::vector<Values> rows = {
    {Null{}, true, false, std::int64_t{0}, std::numeric_limits<std::int64_t>::min()},
    {},
    {0.0, -0.0, std::numeric_limits<double>::infinity(), 0.1},
    {std::string(), with_zero, std::string(100'000, 'x'), Blob{with_zero}, Json{"{}"}},
    {std::string("y"), Null{}, Json{""}, Blob{""}, std::numeric_limits<std::int64_t>::max()},
};

TEST_CASE("rows come out of the pack as they went in, whatever stood in the storage before") {
  PackedRows packed;
  for (int round = 0; round < 2; ++round) {
    packed.clear();
    for (const Values& row : rows) packed.add(row);
    CHECK(packed.count() == rows.size());
    CHECK(packed.bytes() > 100'000);
    Values values = {Json{"before"}, std::string("before"), Blob{"before"}, 1.5};
    for (const Values& row : rows) {
      REQUIRE(packed.take(values));
      CHECK(values == row);
    }
    CHECK_FALSE(packed.take(values));
    CHECK_FALSE(packed.take(values));
  }
}

TEST_CASE("a row is looked at where it stands, bytes and JSON as their text") {
  PackedRows packed;
  for (const Values& row : rows) packed.add(row);
  for (const Values& expected : rows) {
    RowView row;
    REQUIRE(packed.take(row));
    REQUIRE(row.size() == expected.size());
    std::size_t met = 0;
    row.for_each([&](std::size_t i, auto value) {
      CHECK(i == met++);
      if constexpr (std::is_same_v<decltype(value), std::string_view>) {
        CHECK(value.size() == text_size(expected[i]));
        if (const auto* text = std::get_if<std::string>(&expected[i])) CHECK(value == *text);
      } else {
        CHECK(std::get<decltype(value)>(expected[i]) == value);
      }
    });
    CHECK(met == expected.size());
  }
  RowView row;
  CHECK_FALSE(packed.take(row));
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
}  // namespace luamigrate::schema
