#include "revisions/reparent.h"

#include <catch2/catch.hpp>

using luamigrate::revisions::with_parent;

TEST_CASE("another parent changes the value and the comment, and no other byte") {
  CHECK(with_parent("--- add it\r\n--\r\n-- Revises: old\r\nrevision = \"x\"\r\ndown_revision = \"old\" -- why\r\n-- "
                    "Revises: old",
                    "new") ==
        "--- add it\r\n--\r\n-- Revises: new\r\nrevision = \"x\"\r\ndown_revision = \"new\" -- why\r\n-- Revises: old");
  CHECK(with_parent("--[[ add it\nRevises:\n]]\ndown_revision=nil;", "new") ==
        "--[[ add it\nRevises: new\n]]\ndown_revision=\"new\";");
  CHECK(with_parent("down_revision = { 'old' }", "a\"b") == "down_revision = \"a\\\"b\"");
}

TEST_CASE("a parent that is not written as a plain value is left to the user") {
  for (const char* text : {"", "revision = 'x'", "down_revision = 'a'\ndown_revision = 'b'", "down_revision = parent",
                           "down_revision = { 'a', 'b' }", "local down_revision = 'a'", "down_revision = 'a' .. 'b'",
                           "down_revision == 'a'", "down_revision = 'a\\'"}) {
    CAPTURE(text);
    CHECK_FALSE(with_parent(text, "new"));
  }
}
