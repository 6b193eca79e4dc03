#include "base/lua_lines.h"

#include <catch2/catch.hpp>

namespace luamigrate::base {
namespace {

TEST_CASE("Lua is indented but for empty lines and what stands inside long brackets") {
  CHECK(indented_lua("", "  ").empty());
  CHECK(indented_lua("a()", "  ") == "  a()\n");
  CHECK(indented_lua("a()\n\nb()\n", "  ") == "  a()\n\n  b()\n");
  CHECK(indented_lua("f([[\na\n b]], {\n  c,\n})\n", "  ") == "  f([[\na\n b]], {\n    c,\n  })\n");
  CHECK(indented_lua("f([=[\na ]]\nb]=])\ng()\n", "  ") == "  f([=[\na ]]\nb]=])\n  g()\n");
  CHECK(indented_lua("--[[ a\nb ]] c()\nd()\n", "  ") == "  --[[ a\nb ]] c()\n  d()\n");
  CHECK(indented_lua("a[b[1]] = 1\nc()\n", "  ") == "  a[b[1]] = 1\n  c()\n");
}

TEST_CASE("Brackets in strings and comments open nothing") {
  CHECK(indented_lua("a('[[')\nb(\"[[\\\"[[\")\n-- [[\nc()\n", "  ") ==
        "  a('[[')\n  b(\"[[\\\"[[\")\n  -- [[\n  c()\n");
  CHECK(indented_lua("-- it's\na()\n", "  ") == "  -- it's\n  a()\n");
}

TEST_CASE("A string goes on in the next line behind \\z and behind a line end that is escaped") {
  CHECK(indented_lua("a(\"b\\n\\z\n  [[c\")\nd()\n", "  ") == "  a(\"b\\n\\z\n    [[c\")\n  d()\n");
  CHECK(indented_lua("a(\"b\\\r\n[[c\")\nd()\n", "  ") == "  a(\"b\\\r\n[[c\")\n  d()\n");
  CHECK(indented_lua("a(\"b\\\n[[c\")\nd()\n", "  ") == "  a(\"b\\\n[[c\")\n  d()\n");
}

TEST_CASE("What is never closed stays as it is") {
  CHECK(indented_lua("a([[\nb\n", "  ") == "  a([[\nb\n");
  CHECK(indented_lua("a(\"\nb\n", "  ") == "  a(\"\n  b\n");
  CHECK(indented_lua("--", "  ") == "  --\n");
  CHECK(indented_lua("\"\\", "  ") == "  \"\\\n");
}

}  // namespace
}  // namespace luamigrate::base
