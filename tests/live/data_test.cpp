// Rows and values: what goes in comes out exactly, on every database.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
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

TEST_CASE("has_column compares names as the database does") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.create_table("t", { column("Total", Integer) })
    op.log(tostring(op.has_column("t", "Total")) .. " " .. tostring(op.has_column("t", "TOTAL")))
  )lua") == Rows{project.database.database().dialect->name() == "postgresql" ? "true false" : "true true"});
}

namespace {

constexpr const char* walkers = R"lua(
  op.create_table("walkers", {
    column("id", Integer, { primary_key = true }),
    column("full_name", Text),
    column("first_name", Text),
    column("last_name", Text),
    column("steps", BigInteger),
  })
  local n = 0
  op.bulk_insert("walkers", function()
    n = n + 1
    if n <= 25 then return { id = n * 3 - 30, full_name = "Ada\n" .. n .. " Love'lace", steps = 9007199254740993 } end
  end))lua";

void walk(TestProject& project, const std::string& statements) {
  project.revision("a1", "", walkers, "");
  project.revision("b2", "a1", statements, "");
}

std::string walk_failure(TestProject& project, const std::string& statements) {
  walk(project, statements);
  try {
    project.upgrade();
  } catch (const Error& error) {
    CHECK(error.facts().operation == "transform_rows");
    CHECK(error.facts().revision == "b2");
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("rows of a query go straight into another table") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Text) })
    op.create_table("t2", { column("id", Integer, { primary_key = true }), column("v", Text), column("n", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 9000 then return { id = n, v = "v" .. n } end end)
    op.log(tostring(op.bulk_insert("t2", op.query("SELECT id, v FROM t"))))
    op.bulk_insert("t2", coroutine.wrap(function()
      for row in op.query("SELECT id + 10000 AS id, v FROM t WHERE id < 9") do
        row.n = op.scalar("SELECT count(*) FROM t2 WHERE id >= ?", { row.id - 10000 })
        coroutine.yield(row)
      end
    end)))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == std::vector<std::string>{"9000"});
  CHECK(project.database.rows("SELECT count(*), min(v), max(n) FROM t2") == std::vector<std::string>{"9008|v1|9000"});
}

TEST_CASE("a row that the database refuses is named") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer, { nullable = false }) })
    local n = 0
    op.bulk_insert("t", function()
      n = n + 1
      return { id = n, v = n ~= 8765 and n or null }
    end))lua",
                   "");
  try {
    project.upgrade();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message().find("(in row 8765)") != std::string::npos);
    CHECK(error.facts().operation == "bulk_insert");
    CHECK(error.facts().failure == DatabaseFailure::constraint);
  }
}

TEST_CASE("a row that the database refuses is named also where the script asks something else meanwhile") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer, { nullable = false }) })
    local n = 0
    op.bulk_insert("t", function()
      n = n + 1
      if n % 100 == 1 then op.scalar("SELECT count(*) FROM t") end
      return { id = n, v = n ~= 3999 and n or null }
    end))lua",
                   "");
  try {
    project.upgrade();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message().find("(in row 3999)") != std::string::npos);
  }
}

TEST_CASE("rows that are read ahead can be changed, and other queries run between them") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(logged(project, R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 3000 then return { id = n, v = 0 } end end)
    local sum = 0
    for row in op.query("SELECT id, v FROM t ORDER BY id") do
      op.execute("UPDATE t SET v = v + 1 WHERE id = :id", { id = row.id })
      if row.id % 500 == 0 then
        for other in op.query("SELECT id FROM t WHERE v = 0 ORDER BY id") do
          sum = sum + 1
          if sum % 700 == 0 then break end
        end
      end
    end
    op.log(op.scalar("SELECT count(*) FROM t WHERE v = 1") .. " once, " .. sum .. " met"))lua") ==
        Rows{"3000 once, 3300 met"});
}

TEST_CASE("an error in a loop over a query leaves the transaction to be rolled back") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 5000 then return { id = n } end end)
    for row in op.query("SELECT id FROM t ORDER BY id") do
      if row.id == 700 then error("no more") end
    end)lua",
                   "");
  try {
    project.upgrade();
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.message().find("no more") != std::string::npos);
  }
  CHECK(project.version_rows().empty());
}

TEST_CASE("transform_rows visits each row once, over batches, and keeps what the function leaves out") {
  TestProject project(GENERATE(from_range(live_databases())));
  walk(project, R"lua(
    local seen, visits = {}, 0
    local changed = op.transform_rows("walkers", { columns = { "full_name" }, set = { "first_name", "last_name", "steps" }, batch_size = 4 },
      function(row)
        assert(not seen[row.id])
        seen[row.id], visits = true, visits + 1
        if row.id % 2 == 0 then return nil end
        local first, last = row.full_name:match("^(%S+)%s+%S+%s+(.*)$")
        op.execute("SELECT 1")
        return { first_name = first, last_name = row.id == 3 and null or last }
      end)
    op.log(visits .. " visited, " .. changed .. " changed"))lua");
  project.upgrade();
  CHECK(project.observer.logged == std::vector<std::string>{"25 visited, 13 changed"});
  CHECK(project.database.rows(
            "SELECT id, first_name, last_name, steps FROM walkers WHERE id IN (-27, 0, 3, 45) ORDER BY id") ==
        std::vector<std::string>{"-27|Ada|Love'lace|9007199254740993", "0|NULL|NULL|9007199254740993",
                                 "3|Ada|NULL|9007199254740993", "45|Ada|Love'lace|9007199254740993"});
}

TEST_CASE("what the function of transform_rows leaves out keeps what the database has meanwhile") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }), column("v", Integer), column("w", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 30 then return { id = n, v = 0, w = 0 } end end)
    local changed = op.transform_rows("t", { set = { "v", "w" }, batch_size = 5 }, function(row)
      op.execute("UPDATE t SET w = w + 1000 WHERE id = " .. row.id + 1)
      if row.id % 10 == 0 then return {} end
      if row.id % 10 == 9 then return { w = -1 } end
      return { v = row.v + 1 }
    end)
    op.log(tostring(changed)))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == std::vector<std::string>{"27"});
  CHECK(project.database.rows("SELECT v, w, count(*) FROM t GROUP BY v, w ORDER BY v, w") ==
        std::vector<std::string>{"0|-1|3", "0|1000|3", "1|0|1", "1|1000|23"});
}

TEST_CASE(
    "a walk of many batches and shapes of answers, and an insert of many shapes, stay within PostgreSQL's locks") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("a", Text), column("b", Text) })
    op.execute("INSERT INTO t SELECT g FROM generate_series(1, 3000) g")
    op.transform_rows("t", { set = { "a", "b" }, batch_size = 2 }, function(row)
      return row.id % 2 == 0 and { a = "x" } or { b = "y" }
    end)
    op.alter_column("t", "a", { type = Integer, postgresql_using = "length(a)" })
    op.transform_rows("t", { set = { "a", "b" } }, function(row) return row.id % 2 == 0 and { a = row.a + 1 } or { b = "z" } end)
    op.execute("CREATE VIEW v AS SELECT id, a, b FROM t")
    local n = 3000
    op.bulk_insert("v", function()
      n = n + 1
      if n <= 6000 then return n % 2 == 0 and { id = n, a = 1 } or { id = n, b = "w" } end
    end))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT a, b, count(*) FROM t GROUP BY a, b ORDER BY a, b") ==
        std::vector<std::string>{"1|NULL|1500", "2|NULL|1500", "NULL|w|1500", "NULL|z|1500"});
}

TEST_CASE("what PostgreSQL tells of values is what it takes back, however a database is set") {
  TestProject project("postgresql");
  for (const char* setting : {"datestyle = ''SQL, DMY''", "timezone = ''Asia/Kolkata''", "array_nulls = off"})
    project.database.execute(
        fmt::format("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {}', current_database()); END $$", setting));
  project.database.execute("CREATE TABLE t (at timestamptz PRIMARY KEY, v integer, c timestamptz, a text[])");
  project.database.execute("INSERT INTO t VALUES ('2024-01-01 12:00Z', 0, '2024-02-01 12:00Z', ARRAY[NULL, 'a'])");
  project.revision("a1", "", R"lua(
    op.transform_rows("t", { set = { "v", "c", "a" } }, function(row) return { v = row.v + 1, c = row.c, a = row.a } end))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v, c = '2024-02-01 12:00Z', a = ARRAY[NULL, 'a'], a[1] IS NULL FROM t") ==
        std::vector<std::string>{"1|true|true|true"});
}

TEST_CASE("transform_rows writes every batch, wherever the last one ends") {
  TestProject project(GENERATE(from_range(live_databases())));
  const int size = GENERATE(1, 5, 12, 24, 25, 26);
  CAPTURE(size);
  walk(project, "op.log(tostring(op.transform_rows('walkers', { set = { 'steps' }, batch_size = " +
                    std::to_string(size) + " }, function(row) return { steps = row.id } end)))");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"25"});
  CHECK(project.database.rows("SELECT count(*) FROM walkers WHERE steps = id") == Rows{"25"});
}

TEST_CASE("transform_rows goes by composite and text keys, and by a condition") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("a", String(20)), column("b", Integer), column("v", Integer), primary_key({ "a", "b" }) })
    for _, a in ipairs({ "x", "Y", "Ã¤", "" }) do
      for b = 1, 5 do op.execute("INSERT INTO t (a, b, v) VALUES (?, ?, 0)", { a, b }) end
    end
    op.log(tostring(op.transform_rows("t", { set = { "v" }, where = "b > 1 OR b > 2", batch_size = 3 }, function(row) return { v = row.v + 1 } end)))
    op.log(tostring(op.transform_rows("t", { set = { "v" }, key = { "b", "a" }, batch_size = 3 }, function(row) return { v = row.v + 1 } end))))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == std::vector<std::string>{"16", "20"});
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v ORDER BY v") ==
        std::vector<std::string>{"1|4", "2|16"});
}

TEST_CASE("an error in transform_rows names the row, and nothing of the revision is kept") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(walk_failure(project, R"lua(op.transform_rows("walkers", { set = { "steps" } }, function(row)
    if row.id == 3 then error("no good") end
    return { steps = 1 }
  end))lua")
            .find("no good (in the row with id = 3)") != std::string::npos);
  CHECK(project.database.rows("SELECT count(*) FROM walkers WHERE steps = 1") == std::vector<std::string>{"0"});
}

TEST_CASE("transform_rows refuses what cannot be right") {
  TestProject project(GENERATE(from_range(live_databases())));
  CHECK(walk_failure(
            project,
            R"lua(op.transform_rows("walkers", { set = { "steps" } }, function() return { step = 1 } end))lua") ==
        "the function returned \"step\", which is not in `set` (in the row with id = -27)");
  CHECK(walk_failure(project,
                     R"lua(op.transform_rows("walkers", { set = { "steps" }, commit = "revision", batch_size = 1 },
          function(row) if row.id > 0 then error("stop") end end))lua")
            .find("stop (in the row with id = 3)") != std::string::npos);
  CHECK(walk_failure(project, R"lua(op.transform_rows("walkers", { set = { "id" } }, function() end))lua") ==
        "\"id\" is in `set` and in the key");
  CHECK(walk_failure(project, R"lua(op.transform_rows("nowhere", { set = { "a" } }, function() end))lua") ==
        "there is no table \"nowhere\"");
  CHECK(walk_failure(project, R"lua(op.create_table("bare", { column("a", Integer) })
                                    op.transform_rows("bare", { set = { "a" } }, function() end))lua") ==
        "the table \"bare\" has no primary key to go by");
}

TEST_CASE("SQL of a walk takes no parameters") {
  TestProject project(GENERATE(from_range(live_databases())));
  const std::string parameter = project.database.database().dialect->name() == "postgresql" ? "$1" : "?";
  const auto refused = [&](const std::string& call) {
    walk(project, call);
    const Error error = failure([&] { project.upgrade(); });
    CHECK(error.message() == "a SQL text of this operation has a parameter (" + parameter + ")");
    CHECK(error.hint().find("`where` and `set` take no parameters") != std::string::npos);
    return error.facts().operation;
  };
  CHECK(refused("op.transform_rows('walkers', { set = { 'steps' }, where = 'id = " + parameter +
                "' }, function() return { steps = 1 } end)") == "transform_rows");
  CHECK(refused("op.batched_update('walkers', { set = { steps = 1 }, where = 'id = " + parameter + "' })") ==
        "batched_update");
  CHECK(refused("op.batched_update('walkers', { set = 'steps = " + parameter + "' })") == "batched_update");
  CHECK(refused("op.batched_update('walkers', { set = { steps = sql('" + parameter + "') } })") == "batched_update");
}

TEST_CASE("a row with two names for one column is refused") {
  TestProject project("sqlite");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    op.bulk_insert("t", { { v = 1 }, { v = 2 }, { v = 3, V = 4 } }))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message().find(" are the same column (in row 3)") != std::string::npos);
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    op.bulk_insert("t", { { v = 1 } })
    op.transform_rows("t", { set = { "v", "V" } }, function() return { v = 1, V = 2 } end))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message() == "\"v\" is twice in `set`");
}

TEST_CASE("on MariaDB rows are found by keys longer than a key of a temporary table may be") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(
    op.execute("CREATE TABLE a (k VARCHAR(3000) CHARACTER SET utf8mb4 NOT NULL UNIQUE, v INT)")
    op.execute("CREATE TABLE b (k VARCHAR(3000) CHARACTER SET utf8mb4 NOT NULL, v INT, PRIMARY KEY (k(100)))")
    op.execute("CREATE TABLE c (k VARCHAR(2000) NOT NULL, l VARCHAR(2000) NOT NULL, v INT, UNIQUE (k(50), l(50)))")
    op.execute("INSERT INTO a SELECT concat('k', seq), 0 FROM seq_1_to_50")
    op.execute("INSERT INTO b SELECT concat('k', seq), 0 FROM seq_1_to_50")
    op.execute("INSERT INTO c SELECT concat('k', seq), 'l', 0 FROM seq_1_to_50")
    for table, key in pairs({ a = { "k" }, b = { "k" }, c = { "k", "l" } }) do
      op.transform_rows(table, { set = { "v" }, key = key, batch_size = 20 }, function(row) return { v = row.v + 1 } end)
    end)lua",
                   "");
  project.upgrade();
  for (const std::string table : {"a", "b", "c"})
    CHECK(project.database.rows("SELECT count(*), sum(v) FROM " + table) == Rows{"50|50"});
}

TEST_CASE("on PostgreSQL rows go into a table under row security, and into a view") {
  TestProject project("postgresql");
  const std::string role = "own_" + project.database.url().substr(project.database.url().rfind('/') + 1);
  const auto insert = [&](const std::string& table, const std::string& bad) {
    return R"lua(
    op.execute("SET LOCAL ROLE )lua" +
           role + R"lua(")
    local n = 0
    op.bulk_insert(")lua" +
           table + R"lua(", function()
      n = n + 1
      if n == 20123 then )lua" +
           bad + R"lua( end
      if n <= 20200 then return { id = n, v = "v" .. n } end
    end)
    op.execute("RESET ROLE"))lua";
  };
  project.revision("a1", "",
                   R"lua(
    op.execute([[CREATE ROLE )lua" +
                       role + R"lua(;
      CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v varchar(10) CHECK (v <> 'bad'));
      CREATE VIEW seen AS SELECT id, v FROM t;
      ALTER TABLE t OWNER TO )lua" +
                       role + R"lua(; ALTER VIEW seen OWNER TO )lua" + role + R"lua(;
      ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
      CREATE POLICY p ON t USING (true) WITH CHECK (v <> 'mine')]]))lua",
                   "");
  const std::string table = GENERATE("t", "seen");
  CAPTURE(table);
  const auto message = [&](const std::string& bad) {
    project.revision("b2", "a1", insert(table, bad), "");
    return failure([&] { project.upgrade(); }).message();
  };
  const std::string in_row = " (in row 20123)";
  CHECK(message("return { id = 1000000, v = 'much too long' }") ==
        "value too long for type character varying(10), in the column \"v\"" + in_row);
  CHECK(message("return { id = 'x', v = 'v' }") ==
        "invalid input syntax for type integer: \"x\", in the column \"id\"" + in_row);
  CHECK(message("return { id = n, v = 'bad' }") ==
        "new row for relation \"t\" violates check constraint \"t_v_check\"" + in_row);
  CHECK(message("return { id = n, v = 'mine' }") ==
        "new row violates row-level security policy for table \"t\"" + in_row);
  project.revision("b2", "a1", insert(table, ""), "");
  project.upgrade();
  CHECK(project.database.rows("SELECT count(*), sum(id), max(v) FROM t") == Rows{"20200|204030100|v9999"});
  project.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
}

TEST_CASE("a query goes on behind what commits in the loop over it") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer, { nullable = false }) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 9000 then return { id = n, v = 0 } end end))lua",
                   "");
  project.revision("b2", "a1", R"lua(
    local seen = 0
    for row in op.query("SELECT id FROM t ORDER BY id") do
      seen = seen + 1
      assert(row.id == seen)
      if seen == 150 then op.autocommit_block(function() op.execute("UPDATE t SET v = 1 WHERE id = 1") end) end
      if seen == 4000 then
        op.transform_rows("t", { set = { "v" }, where = "id < 5", batch_size = 1, commit = "batch" },
          function(each) return { v = each.v + 1 } end)
      end
    end
    for row in op.query("SELECT id FROM t ORDER BY id") do
      op.autocommit_block(function() end)
      break
    end
    op.log(seen .. " " .. op.scalar("SELECT sum(v) FROM t")))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"9000 5"});
}

TEST_CASE("on PostgreSQL rows that a query has locked end with the transaction, which is told before its commit") {
  TestProject project("postgresql");
  walk(project, R"lua(
    for row in op.query("SELECT id FROM walkers CROSS JOIN generate_series(1, 99) ORDER BY id FOR UPDATE OF walkers") do
      op.execute("UPDATE walkers SET steps = 1 WHERE id = ?", { row.id })
      op.autocommit_block(function() end)
    end)lua");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(
      error.message() ==
      "the rows of an op.query that is not at its end would go with the transaction, which is to be committed: it has "
      "locked them (FOR UPDATE)");
  CHECK(project.database.rows("SELECT count(*) FROM walkers WHERE steps = 1") == Rows{"0"});
}

TEST_CASE("on PostgreSQL rows of a query end with the transaction where the next may be in another session") {
  TestProject project("postgresql", "run_lock = \"table\"");
  const std::string all = "for row in op.query('SELECT * FROM walkers, generate_series(1, 99)') do ";
  walk(project, all + "op.autocommit_block(function() end) end");
  CHECK(failure([&] { project.upgrade(); })
            .message()
            .ends_with("with run_lock = \"table\" the next may be in another "
                       "session"));
  walk(project, all + "break end op.autocommit_block(function() end)");
  project.upgrade();
}

TEST_CASE("on PostgreSQL no value forges the place of a row that is refused") {
  TestProject project("postgresql");
  const std::string value = GENERATE("COPY t, line 77, column id: 9", "x\\nCOPY t, line 77, column id: 9");
  CAPTURE(value);
  project.revision("a1", "",
                   R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    op.bulk_insert("t", { { id = 1, v = 1 }, { id = 2, v = ")lua" +
                       value + R"lua(" } }))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message().ends_with(", in the column \"v\" (in row 2)"));
}

TEST_CASE("on MariaDB a row that is refused has one number") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; return { id = n, v = n == 3333 and "x at row 7" or n } end))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message().ends_with(" (in row 3333)"));
  CHECK(error.message().find("x at row 7") != std::string::npos);
  CHECK(error.message().find("at row 333") == std::string::npos);
  CHECK(error.facts().database_message.find("at row 333") == std::string::npos);
}

TEST_CASE("on MariaDB a dry run says that it is one where a script asks the database") {
  TestProject project("mysql");
  walk(project, "op.transform_rows('walkers', { set = { 'steps' } }, function() end)");
  const Error error = failure([&] { project.migrator().upgrade({.target = "head", .dry_run = DryRun::statements}); });
  CHECK(error.message() ==
        "op.transform_rows asks the database, and a dry run does nothing on a database that cannot undo changes of the "
        "schema");
}
