#include "databases/assigned.h"

#include <catch2/catch.hpp>

using namespace luamigrate;
using namespace luamigrate::databases;

TEST_CASE("the columns of a SET are told by its text") {
  using Names = std::vector<std::string>;
  const auto names = [](std::string text) {
    return assigned_columns(schema::Sql{std::move(text)}, {.backtick_identifiers = true, .bracket_identifiers = true});
  };
  CHECK(names("a = 1") == Names{"a"});
  CHECK(names("a = b = c, \"d\"\"e\" = 'f = g, h = 1'") == Names{"a", "d\"e"});
  CHECK(names("t.a = coalesce(b, c), s.t.`d` = (SELECT e FROM f WHERE g = h, i)") == Names{"a", "d"});
  CHECK(names("(a, [b c]) = (SELECT d, e), f = 2") == Names{"a", "b c", "f"});
  CHECK(names("a /* b = 1 */ = -- c = 2\n 3") == Names{"a"});
  CHECK(names("").empty());
  const auto of_postgresql = [](std::string text) { return assigned_columns(schema::Sql{std::move(text)}, {}); };
  CHECK(of_postgresql("flags[id] = 3, b = ARRAY[1, id, 3], c = d") == Names{"flags", "b", "c"});
}
