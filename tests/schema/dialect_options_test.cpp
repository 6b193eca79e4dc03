#include "schema/dialect_options.h"

#include <catch2/catch.hpp>

using namespace luamigrate::schema;

TEST_CASE("an option with a prefix wins over the bare one on its database and is ignored elsewhere") {
  DialectOptions options;
  options.set({"", "where", std::string("a > 1")});
  options.set({"postgresql", "where", Sql{"a > 2"}});
  CHECK(options.text("postgresql", "where") == "a > 2");
  CHECK(options.text("sqlite", "where") == "a > 1");
  CHECK(options.text("sqlite", "using").empty());
}

TEST_CASE("options compare equal whatever the order they were given in, and a repeated one replaces") {
  DialectOptions a;
  a.set({"", "x", true});
  a.set({"mysql", "engine", std::string("InnoDB")});
  DialectOptions b;
  b.set({"mysql", "engine", std::string("MyISAM")});
  b.set({"", "x", true});
  CHECK_FALSE(a == b);
  b.set({"mysql", "engine", std::string("InnoDB")});
  CHECK(a == b);
  CHECK(a.flag("sqlite", "x"));
}
