#include "runtime/key_text.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::runtime;

namespace {

using Key = std::vector<schema::Value>;

TEST_CASE("a key that is written as a text is read back as it was") {
  const Key key = GENERATE(Key{}, Key{std::int64_t{0}},
                           Key{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
                           Key{std::string("it's, 'x'"), std::int64_t{-7}},
                           Key{std::string(), std::string("ä\n, "), std::string("\0'", 2)},
                           Key{schema::Blob{std::string("\0\xff'", 3)}, schema::Blob{}}, Key{0.1, -2.5e300, 3.0},
                           Key{true, false, schema::Null{}});
  CHECK(key_of_text(text_of_key(key)) == key);
}

TEST_CASE("a key as a text is one that a person can read") {
  CHECK(text_of_key({std::int64_t{17}, std::string("it's"), schema::Blob{"\x01"}}) == "17, 'it''s', x'01'");
}

TEST_CASE("a text that is no key is refused") {
  const char* text = GENERATE("'x", "12a", "1,2", "1, ", "x'0", "x'0g'", "--");
  CAPTURE(text);
  CHECK_THROWS_AS(key_of_text(text), Error);
}

}  // namespace
