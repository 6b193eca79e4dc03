// What a change that autogenerate writes leaves as it was: values, and what the models say nothing of.
#include <catch2/catch.hpp>

#include "autogenerate/model_cases.h"
#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

void come_to(TestProject& project, const std::string& models) {
  project.write("lua/models.lua", model_file(models));
  project.migrator().revision({.message = "next", .autogenerate = true});
  project.upgrade();
}

}  // namespace

TEST_CASE("a function whose body changes keeps its rights and its comment") {
  TestProject project("postgresql");
  const auto models = [](const std::string& body) {
    return R"lua(db:func("f(a integer)", ")lua" + body + R"lua(", { returns = "bigint", security_definer = true })
db:view("v", "SELECT f(1) AS f"))lua";
  };
  come_to(project, models("SELECT 1"));
  project.database.execute(
      "REVOKE EXECUTE ON FUNCTION f(integer) FROM public; COMMENT ON FUNCTION f(integer) IS 'counts'");
  const std::string kept =
      "SELECT has_function_privilege('public', oid, 'EXECUTE'), obj_description(oid), f(1) FROM pg_proc WHERE proname "
      "= "
      "'f'";
  come_to(project, models("SELECT 2"));
  CHECK(project.database.rows(kept) == Rows{"false|counts|2"});
  project.downgrade("-1");
  CHECK(project.database.rows(kept) == Rows{"false|counts|1"});
}

TEST_CASE("a column of PostgreSQL that gets another type keeps what its values mean") {
  struct Change {
    std::string from, value, to, shown;
  };
  const std::vector<Change> changes{{"postgresql.BIT(3)", "B'101'", "Integer", "5"},
                                    {"postgresql.VARBIT(4)", "B'1100'", "postgresql.VARBIT(8)", "1100"},
                                    {"postgresql.MONEY", "3.50", "Numeric(12, 2)", "3.50"},
                                    {"postgresql.INT4RANGE", "'[1,3)'", "SqlType('int4multirange')", "{[1,3)}"},
                                    {"postgresql.INT4RANGE", "'[1,3)'", "postgresql.INT8RANGE", "[1,3)"},
                                    {"Integer", "7", "Boolean", "true"},
                                    {"String(10)", "'12'", "Integer", "12"}};
  for (const Change& change : changes) {
    CAPTURE(change.from, change.to);
    TestProject project("postgresql");
    const auto models = [](const std::string& type) {
      return "db:table('t', { column('id', Integer, { primary_key = true }), column('x', " + type + ") })";
    };
    come_to(project, models(change.from));
    project.database.execute("INSERT INTO t (id, x) VALUES (1, " + change.value + "::" +
                             project.database
                                 .rows("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE "
                                       "attrelid = 't'::regclass AND attname = 'x'")
                                 .front() +
                             ")");
    come_to(project, models(change.to));
    CHECK(project.database.rows("SELECT x::text FROM t") == Rows{change.shown});
  }
}

TEST_CASE("a column of PostgreSQL whose bits would be lost is left to the database, which refuses") {
  const auto [from, value, to] = GENERATE(
      table<std::string, std::string, std::string>({{"postgresql.VARBIT(8)", "B'11111111'", "postgresql.VARBIT(4)"},
                                                    {"postgresql.VARBIT(8)", "B'11'", "BigInteger"},
                                                    {"Integer", "300", "postgresql.BIT(8)"}}));
  CAPTURE(from, to);
  TestProject project("postgresql");
  const auto models = [](const std::string& type) { return "db:table('t', { column('x', " + type + ") })"; };
  come_to(project, models(from));
  project.database.execute("INSERT INTO t VALUES (" + value + ")");
  const Rows before = project.database.rows("SELECT x::text FROM t");
  CHECK_THROWS_AS(come_to(project, models(to)), Error);
  CHECK(project.database.rows("SELECT x::text FROM t") == before);
}
