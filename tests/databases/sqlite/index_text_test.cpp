#include "databases/sqlite/index_text.h"

#include <catch2/catch.hpp>

namespace luamigrate::databases::sqlite::test {
namespace {

std::string shown(const IndexText& index) {
  std::string result;
  for (const IndexText::Item& item : index.items) result += "<" + item.expression + "|" + item.collation + ">";
  return result + index.where;
}

TEST_CASE("the items and the condition of an index are told apart") {
  CHECK(shown(parse_create_index(
            "CREATE INDEX i ON t (a, b COLLATE \"NOCASE\" DESC, lower(c) , coalesce(a, ',)') asc)")) ==
        "<a|><b|NOCASE><lower(c)|><coalesce(a, ',)')|>");
  CHECK(shown(parse_create_index("CREATE UNIQUE INDEX i ON \"t (x)\" (a) WHERE a IN (1, 2) AND b")) ==
        "<a|>a IN (1, 2) AND b");
}

TEST_CASE("the table of a trigger is found behind its ON") {
  CHECK(table_of_trigger("CREATE TRIGGER x AFTER UPDATE OF a, \"b\" ON \"the table\" BEGIN SELECT 1; END") ==
        "the table");
  CHECK(table_of_trigger("CREATE TRIGGER \"on\" BEFORE DELETE ON main.t BEGIN DELETE FROM u; END") == "t");
}

TEST_CASE("an object of an attached database gets its schema back") {
  CHECK(with_schema("CREATE UNIQUE INDEX i ON t (a)", "aux") == "CREATE UNIQUE INDEX aux.i ON t (a)");
  CHECK(with_schema("CREATE TRIGGER \"x y\" AFTER INSERT ON t BEGIN SELECT 1; END", "aux") ==
        "CREATE TRIGGER aux.\"x y\" AFTER INSERT ON t BEGIN SELECT 1; END");
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
