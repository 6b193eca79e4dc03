#include "base/csv.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;

namespace {

using Records = std::vector<std::vector<std::string>>;

// Reads `text`, given `step` bytes at a time.
Records records(std::string_view text, std::size_t step, char separator = ',') {
  base::CsvReader reader(
      [&](char* bytes, std::size_t size) {
        const std::size_t count = std::min({size, step, text.size()});
        std::copy_n(text.data(), count, bytes);
        text.remove_prefix(count);
        return count;
      },
      separator);
  Records result;
  std::vector<std::string_view> fields;
  while (reader.next(fields)) result.emplace_back(fields.begin(), fields.end());
  return result;
}

std::string failure(std::string_view text, std::size_t step) {
  try {
    records(text, step);
  } catch (const Error& error) {
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("records are the same wherever the pieces that are read end") {
  const std::size_t step = GENERATE(1U, 2U, 3U, 7U, 1000U);
  CAPTURE(step);
  CHECK(records("a,b\r\n1,\"x \"\"y\"\", z\"\n2,\"two\r\nlines\"\n", step) ==
        Records{{"a", "b"}, {"1", "x \"y\", z"}, {"2", "two\r\nlines"}});
  CHECK(records("", step).empty());
  CHECK(records("a", step) == Records{{"a"}});
  CHECK(records("a,", step) == Records{{"a", ""}});
  CHECK(records(",\n\n\"\"\r,", step) == Records{{"", ""}, {""}, {""}, {"", ""}});
  CHECK(records("\xEF\xBB\xBF\"a\";b\n", step, ';') == Records{{"a", "b"}});
  CHECK(records("\"\"\"\",\"a\"\"\"\n", step) == Records{{"\"", "a\""}});
  CHECK(records(std::string_view("a\0b,c", 5), step) == Records{{std::string("a\0b", 3), "c"}});
}

TEST_CASE("what is no record is refused with its line") {
  const std::size_t step = GENERATE(1U, 5U, 1000U);
  CHECK(failure("a\nb\n\"c\nd", step) == "line 3: a quote is not closed");
  CHECK(failure("\"a\nb\"\n\"c\"d\n", step) == "line 3: text after a closing quote");
}

TEST_CASE("a record of any length up to a bound is read, and no more is held") {
  const std::string most(std::size_t{15} * 1024 * 1024, 'x');
  CHECK(records("a\n\"" + most + "\"\n", 100'000) == Records{{"a"}, {most}});
  CHECK(failure("a\n\"" + most + most, 100'000) ==
        "line 2: a record of more than 16 MB: perhaps a quote is not closed");
}
