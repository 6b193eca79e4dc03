// Rows and values: what goes in comes out exactly, on every database.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// Runs the statements in one revision and returns what op.log was told.
Rows logged(TestProject& project, std::string_view statements) {
  project.revision("a1", "", statements, "");
  project.upgrade();
  return project.observer.logged;
}

}  // namespace

TEST_CASE("values that are bound come back exactly") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("big", BigInteger), column("f", Double),
      column("s", Text), column("n", Numeric(30, 10)), column("raw", Binary) })
    op.execute("INSERT INTO t (id, big, f, s, n, raw) VALUES (:id, :big, :f, :s, :n, :raw)",
      { id = 1, big = math.mininteger, f = 0.1, s = "tab\there 'quoted' \\ äöü 🎉", n = "12345678901234567890.0123456789",
        raw = blob("\0\1\255") })
    op.execute("INSERT INTO t (id, big, f, s) VALUES (?, ?, ?, ?)", { 2, null, null, null })
    local row = op.first("SELECT * FROM t WHERE id = ?", { 1 })
    op.log(tostring(row.big == math.mininteger and math.type(row.big)))
    op.log(tostring(row.f == 0.1 and math.type(row.f)))
    op.log(row.s)
    op.log(tostring(row.raw == "\0\1\255"))
    local empty = op.first("SELECT big, s FROM t WHERE id = :id", { id = 2 })
    op.log(tostring(empty.big) .. " " .. tostring(empty.s))
    op.log(tostring(op.scalar("SELECT count(*) FROM t")))
  )lua") == Rows{"integer", "float", "tab\there 'quoted' \\ äöü 🎉", "true", "nil nil", "2"});
}

TEST_CASE("execute tells how many rows its last statement touched") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.execute("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2), (3)")
    op.log(tostring(op.execute("UPDATE t SET id = id + 10")))
    op.log(tostring(op.execute("DELETE FROM t WHERE id = :id", { id = 11 })))
  )lua") == Rows{"3", "1"});
}

TEST_CASE("bulk_insert takes a list or a function, and a key left out takes the default") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }),
      column("s", String(50), { server_default = "none" }) })
    op.bulk_insert("t", { { id = 1, s = "a\tb\nc\\d" }, { id = 2 }, { id = 3, s = null } })
    local i = 3
    op.bulk_insert("t", function() i = i + 1; if i <= 1000 then return { id = i, s = "row " .. i } end end)
    op.bulk_insert("t", {})
    for row in op.query("SELECT s FROM t WHERE id <= 3 ORDER BY id") do op.log(tostring(row.s)) end
    op.log(tostring(op.scalar("SELECT count(*) FROM t")))
  )lua") == Rows{"a\tb\nc\\d", "none", "nil", "1000"});
}

TEST_CASE("rows can be changed while a query reads them") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.create_table("people", { column("id", Integer, { primary_key = true }), column("whole", Text), column("first", Text) })
    local rows = {}
    for i = 1, 500 do rows[i] = { id = i, whole = "First" .. i .. " Last" } end
    op.bulk_insert("people", rows)
    for row in op.query("SELECT id, whole FROM people ORDER BY id") do
      op.execute("UPDATE people SET first = :first WHERE id = :id", { first = row.whole:match("^%S+"), id = row.id })
    end
    op.log(op.scalar("SELECT count(*) FROM people WHERE first = 'First' || id") .. " rows")
  )lua") == Rows{"500 rows"});
}

TEST_CASE("has_table, has_column and has_index tell what is there now") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    local function tell()
      op.log(tostring(op.has_table("t")) .. " " .. tostring(op.has_column("t", "a")) .. " " ..
        tostring(op.has_index("t", "ix_t_a")))
    end
    tell()
    op.create_table("t", { column("a", Integer) })
    tell()
    op.create_index("ix_t_a", "t", { "a" })
    tell()
  )lua") == Rows{"false false false", "true true false", "true true true"});
}
