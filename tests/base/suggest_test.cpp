#include "base/suggest.h"

#include <array>
#include <catch2/catch.hpp>

using namespace luamigrate::base;

namespace {
constexpr std::array<std::string_view, 5> options{"nullable", "unique", "name", "server_default", "id"};
}

TEST_CASE("the edit distance counts insertions, deletions, replacements and swaps of neighbours") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("nullabel", "nullable") == 1);
  CHECK(edit_distance("ab", "") == 2);
}

TEST_CASE("a slip of the hand is recognised, another word is not") {
  CHECK(nearest("nulable", options) == "nullable");
  CHECK(nearest("NULLABLE", options) == "nullable");
  CHECK(nearest("server_defualt", options) == "server_default");
  CHECK(nearest("nmae", options) == "name");
  CHECK(nearest("comment", options).empty());
  CHECK(nearest("xy", options).empty());
  CHECK(nearest("ID", options) == "id");
  CHECK(nearest("", options).empty());
}

TEST_CASE("the question is asked only where there is something to suggest") {
  CHECK(did_you_mean("uniqe", options) == "did you mean \"unique\"?");
  CHECK(did_you_mean("comment", options) == "");
}
