#include "base/text.h"

#include <catch2/catch.hpp>

namespace luamigrate::base {

TEST_CASE("trimmed cuts white space, or what it is told, off both ends", "[text]") {
  CHECK(trimmed(" \t a b\r\n") == "a b");
  CHECK(trimmed("a\n", " ") == "a\n");
  CHECK(trimmed("; x; ", " ;") == "x");
  CHECK(trimmed("").empty());
}

TEST_CASE("trimmed gives a part of its text even if nothing is left", "[text]") {
  const std::string_view text = " \n ";
  CHECK(trimmed(text).empty());
  CHECK(trimmed(text).data() == text.data());
}

TEST_CASE("upper and lower change ASCII letters alone", "[text]") {
  CHECK(upper("straße_9z") == "STRAßE_9Z");
  CHECK(lower("ÄB[Z") == "Äb[z");
  CHECK(lower(std::string_view("A\0B", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("shortened keeps a line of a name, never half a character", "[text]") {
  CHECK(shortened(std::string(80, 'a')) == std::string(80, 'a'));
  CHECK(shortened(std::string(81, 'a')) == std::string(77, 'a') + "...");
  CHECK(shortened(std::string(76, 'a') + "\u00e4" + std::string(9, 'a')) == std::string(76, 'a') + "...");
}

}  // namespace luamigrate::base
