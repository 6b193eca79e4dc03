// Values that are hard on their way through bulk_insert, transform_rows and queries, and what is said of wrong ones.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// In Lua: texts, bytes and floats, each on its own way there and back.
constexpr const char* hard_values = R"lua(
  local texts = { "", " ", "\t", "\n", "\r", "\r\n", "\\", "\\N", "\\.", "\\\\n", "N", "null", "NULL", "'", "''", "\"", "a\tb\\tc\nd\re\bf\fg\vh",
    "\1\2\3\27\127", "äöü ß", "日本語", "🎉👩‍👩‍👧", "e\204\129", "\239\187\191bom", "{1,2}", "$1 ? :name %s", "-- x /* y */;", ("x"):rep(100000),
    ("\\\t\n"):rep(20000) }
  local all = {}
  for i = 0, 255 do all[i + 1] = string.char(i) end
  local bytes = { "", "\0", table.concat(all), "\\x41", "\\", "abc", ("\0\255\\"):rep(30000) }
  local floats = { 0.1, -0.1, 1e308, 5e-324, 1 / 3, 123456789.123456789, 2^53, -2^63 }
  local integers = { math.maxinteger, math.mininteger, 0, -1, 9007199254740993 }
)lua";

constexpr const char* make_table = R"lua(
  op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }),
    column("s", Text():on("mysql", mysql.LONGTEXT)), column("b", Binary():on("mysql", mysql.LONGBLOB)), column("f", Double), column("i", BigInteger) })
  local function check(after)
    local count = 0
    for row in op.query("SELECT * FROM t ORDER BY id") do
      count = count + 1
      local text = texts[row.id]
      assert(row.s == text, after .. ": the text " .. row.id)
      assert(row.b == bytes[row.id], after .. ": the bytes " .. row.id)
      assert(row.f == floats[row.id], after .. ": the float " .. row.id)
      assert(row.i == integers[row.id] and (row.i == nil or math.type(row.i) == "integer"), after .. ": the integer " .. row.id)
    end
    assert(count == #texts)
  end
  local function values(id)
    return { s = texts[id], b = bytes[id] and blob(bytes[id]) or null, f = floats[id] or null, i = integers[id] or null }
  end
)lua";

std::string refusal(TestProject& project, const std::string& up) {
  project.revision("b2", "a1", up, "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK_FALSE(error.facts().state.empty());
  return error.message();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every value goes through bulk_insert, transform_rows and execute and comes back as it was") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", std::string(hard_values) + make_table + R"lua(
    local id = 0
    op.bulk_insert("t", function()
      id = id + 1
      if id > #texts then return nil end
      local row = values(id)
      row.id = id
      return row
    end)
    check("bulk_insert")
    op.execute("UPDATE t SET s = 'x', b = NULL, f = 7, i = 7")
    op.transform_rows("t", { set = { "s", "b", "f", "i" }, batch_size = 5 }, function(row)
      assert(row.s == "x" and row.b == nil and row.f == 7 and row.i == 7)
      return values(row.id)
    end)
    check("transform_rows")
    assert(op.transform_rows("t", { set = { "s", "b", "f", "i" } }, function(row) return {} end) == 0)
    assert(op.transform_rows("t", { set = { "s", "b", "f", "i" } }, function(row)
      return { s = row.s, b = row.b or null, f = row.f or null, i = row.i or null }
    end) == #texts)
    check("transform_rows without a change")
    op.execute("DELETE FROM t")
    for id = 1, #texts do
      local row = values(id)
      row.id = id
      op.execute("INSERT INTO t (id, s, b, f, i) VALUES (:id, :s, :b, :f, :i)", row)
    end
    check("execute")
    for id = 1, #texts do assert(op.scalar("SELECT id FROM t WHERE s = ? AND id = ?", { texts[id], id }) == id) end)lua",
                   "");
  project.upgrade();
}

TEST_CASE("arrays and JSON and floats without a number and ranges go through COPY") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("a", postgresql.ARRAY(Text)), column("n", postgresql.ARRAY(Integer)),
      column("j", postgresql.JSONB), column("f", Double), column("b", Boolean), column("u", Uuid), column("d", DateTime({ timezone = true })),
      column("r", postgresql.TSTZRANGE), column("net", postgresql.INET), column("m", Numeric) })
    local row = { id = 1, a = '{"tab\\\\\t","back\\\\\\\\slash","null",NULL,"","new\nline","\\"quoted\\""}', n = "{1,NULL,-3}",
      j = json({ text = "a\tb\\c\nd\"e", list = { 1, 2.5, true } }), f = 1 / 0, b = true, u = "123e4567-e89b-12d3-a456-426655440000",
      d = "2024-02-29 12:00:00.000001+00", r = "[2024-01-01,)", net = "10.0.0.0/8", m = "12345678901234567890123456789.000000000000000000001" }
    op.bulk_insert("t", { row })
    local first = op.first("SELECT *, a[2] AS a2, a[6] AS a6, j ->> 'text' AS text FROM t")
    row.id = 2
    op.bulk_insert("t", { row, { id = 3, f = 0 / 0 }, { id = 4, f = -1 / 0 } })
    op.execute("UPDATE t SET a = NULL, j = NULL, f = NULL, r = NULL, m = NULL WHERE id = 1")
    op.transform_rows("t", { columns = { "id" }, key = "id", set = { "a", "j", "f", "r", "m" }, where = "id = 1" }, function()
      return { a = row.a, j = row.j, f = row.f, r = row.r, m = row.m }
    end)
    op.log(first.a2 .. "|" .. first.a6 .. "|" .. first.n .. "|" .. tostring(first.b) .. "|" .. first.net .. "|" .. first.m)
    op.log(first.text)
    op.log(tostring(op.scalar("SELECT count(DISTINCT (a, n, j, f, r, m)) FROM t WHERE id < 3")))
    op.log(tostring(op.scalar("SELECT f FROM t WHERE id = 3")):gsub("-", "") .. " " .. op.scalar("SELECT f FROM t WHERE id = 4"))
  )lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged ==
        Rows{"back\\\\slash|new\nline|{1,NULL,-3}|true|10.0.0.0/8|12345678901234567890123456789.000000000000000000001",
             "a\tb\\c\nd\"e", "1", "nan -inf"});
}

TEST_CASE("that there is no such table is no row's fault") {
  const std::string database = GENERATE(from_range(live_databases()));
  CAPTURE(database);
  TestProject project(database);
  project.revision("a1", "", "", "");
  const std::string error = refusal(project, R"lua(op.bulk_insert("missing", { { id = 1 }, { id = 2 } }))lua");
  CHECK(has(error, "missing"));
  CHECK_FALSE(has(error, "row"));
}

TEST_CASE("a wrong row is told with its number and column") {
  const std::string database = GENERATE(from_range(live_databases()));
  CAPTURE(database);
  TestProject project(database);
  project.revision("a1", "",
                   R"lua(op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }),
    column("s", Text, { nullable = false }), column("order", Integer), column("a: \"b", Numeric(6, 2), { check = "id < 100000" }) }))lua",
                   "");
  const auto rows_with = [](int number, const std::string& row) {
    return fmt::format(R"lua(local n = 0
      op.bulk_insert("t", function() n = n + 1; if n == {} then return {} end; return n < 9000 and {{ id = n, s = "s" }} or nil end))lua",
                       number, row);
  };
  const std::string no_column = refusal(project, rows_with(4567, "{ id = n, s = 's', oops = 1 }"));
  CHECK((has(no_column, "oops") && has(no_column, "(in row 4567)")));
  const std::string none = refusal(project, rows_with(4567, "{ id = n, s = null }"));
  CHECK((has(none, "s") && has(none, "(in row 4567)")));
  const std::string value = refusal(project, rows_with(4567, "{ id = n, s = print }"));
  CHECK(has(
      value,
      "row 4567, \"s\": expected nil, null, a boolean, a number, a string, blob(...) or json(...), got a function"));
  CHECK(has(refusal(project, rows_with(4567, "{ id = n, s = '\\255' }")), "row 4567, \"s\": expected text in UTF-8"));
  CHECK(has(refusal(project, rows_with(4567, "'row'")), "row 4567: expected a row"));
  CHECK(has(refusal(project, rows_with(4567, "{ 'row' }")), "row 4567: expected a table keyed by name"));
  CHECK(has(refusal(project, rows_with(4567, "{ id = 17, s = 's' }")), "(in row 4567)"));
  CHECK(has(refusal(project, rows_with(4444, "{ id = n + 100000, s = 's' }")), "(in row 4444)"));
  if (database == "sqlite") {
    CHECK(refusal(project, rows_with(4567, "{ id = n, s = 0/0 }")) ==
          "SQLite has no NaN, and would keep it as NULL (in row 4567)");
  } else {
    const std::string wrong = refusal(project, rows_with(4567, "{ id = n, s = 's', [\"a: \\\"b\"] = 'x' }"));
    CHECK((has(wrong, "a: \"b") && has(wrong, "(in row 4567)")));
    const std::string great = refusal(project, rows_with(4567, "{ id = n, s = 's', order = 1e12 }"));
    CHECK((has(great, "order") && has(great, "(in row 4567)")));
  }
  if (database == "postgresql")
    CHECK(refusal(project, rows_with(4567, "{ id = n, s = 'a\\0b' }")) ==
          "PostgreSQL cannot hold a text with a zero byte, in the column \"s\" (in row 4567)");
  CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"0"});
}

TEST_CASE("a row that the database refuses in transform_rows is told with its key") {
  const std::string database = GENERATE(from_range(live_databases()));
  const std::string commit = GENERATE("revision", "batch");
  CAPTURE(database, commit);
  TestProject project(database);
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("a", String(9)), column("b", Integer), column("n", Integer, { nullable = false }), column("u", Integer, { unique = true }),
      column("c", Integer, { check = "c < 100" }), primary_key({ "a", "b" }) })
    local b = 0
    op.bulk_insert("t", function() b = b + 1; if b <= 3000 then return { a = "x", b = b, n = 0, u = b, c = 0 } end end))lua",
                   "");
  const auto walk = [&](const std::string& answer) {
    return fmt::format(
        "op.transform_rows('t', {{ set = {{ 'n', 'u', 'c' }}, batch_size = 1000, commit = '{}' }}, function(row)\n"
        "  if row.b == 1777 then return {} end; return {{ n = 1 }} end)",
        commit, answer);
  };
  for (const char* answer : {"{ n = null }", "{ u = 5 }", "{ c = 100 }"}) {
    CAPTURE(answer);
    const std::string message = refusal(project, walk(answer));
    CAPTURE(message);
    CHECK(has(message, "(in the row with a = x, b = 1777)"));
  }
  CHECK(has(refusal(project, walk("{ v = 1 }")),
            "the function returned \"v\", which is not in `set` (in the row with a = x, b = 1777)"));
  CHECK(refusal(project, "op.transform_rows('t', { set = { 'n', 'n' } }, function() end)") ==
        "\"n\" is twice in `set`");
  const std::string kept = commit == "batch" ? "1000" : "0";
  CHECK(project.database.rows("SELECT count(*) FROM t WHERE n = 1") == Rows{kept});
  project.revision("b2", "a1", walk("{ n = 1, u = 1000000, c = 99 }"), "");
  project.upgrade();
  CHECK(project.database.rows("SELECT n, count(*), max(u), max(c) FROM t GROUP BY n") == Rows{"1|3000|1000000|99"});
}

TEST_CASE("rows of different columns, of none and of a table in another schema are inserted") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  if (database == "postgresql") project.database.execute("CREATE SCHEMA \"Other one\"");
  project.revision("a1", "", R"lua(
    local opts = op.dialect == "postgresql" and { schema = "Other one" } or {}
    op.create_table("Select", { column("id", Integer, { primary_key = true }), column("group", Text, { server_default = "none" }), column("A b", Integer) }, opts)
    local n = 0
    op.log(tostring(op.bulk_insert("Select", function()
      n = n + 1
      if n > 2000 then return nil end
      return n % 3 == 0 and { id = n } or n % 3 == 1 and { id = n, group = "g" } or { id = n, ["A b"] = n, group = null }
    end, opts)))
    op.log(tostring(op.bulk_insert("Select", {}, opts)) .. tostring(op.bulk_insert("Select", function() end, opts)))
    op.transform_rows("Select", { schema = opts.schema, set = { "A b" }, columns = { "group" } }, function(row)
      if row.group == "none" then return { ["A b"] = -row.id } end
    end)
    op.log(tostring(op.batched_update("Select", { schema = opts.schema, set = { ["A b"] = 0 }, where = "id = 1" }))))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"2000", "00", "1"});
  const std::string table = database == "postgresql" ? "\"Other one\".\"Select\""
                            : database == "mysql"    ? "`Select`"
                                                     : "\"Select\"";
  const std::string column = database == "mysql" ? "`A b`" : "\"A b\"";
  CHECK(project.database.rows(fmt::format("SELECT id, {} FROM {} WHERE id < 6 ORDER BY id", column, table)) ==
        Rows{"1|0", "2|2", "3|-3", "4|NULL", "5|5"});
}

TEST_CASE("a row that is too large for the server is told as that") {
  TestProject project("mysql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("s", mysql.LONGTEXT) })
    op.bulk_insert("t", { { id = 1, s = ("x"):rep(40 * 1024 * 1024) } }))lua",
                   "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(has(error.message() + error.hint(), "max_allowed_packet"));
}

TEST_CASE("several long values of a row are all read") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
  op.create_table("t", { column("id", Integer, { primary_key = true, autoincrement = false }), column("a", Text),
    column("b", Text), column("raw", Binary), column("c", Text), column("n", Integer) })
  op.create_table("copy", { column("id", Integer), column("a", Text), column("b", Text), column("raw", Binary), column("c", Text), column("n", Integer) })
  local rows = {}
  for i = 1, 5 do
    local size = i * 1000
    rows[i] = { id = i, a = ("a"):rep(size), b = ("b"):rep(size), raw = blob(("r"):rep(size)), c = i % 2 == 0 and ("c"):rep(size) or null }
  end
  op.bulk_insert("t", rows)
  op.transform_rows("t", { set = { "a", "b", "raw", "c", "n" } }, function() return { n = 1 } end)
  local next_row = op.query("SELECT * FROM t ORDER BY id")
  op.bulk_insert("copy", next_row)
  for i, wanted in ipairs(rows) do
    for _, name in ipairs({ "t", "copy" }) do
      local row = op.first("SELECT * FROM " .. name .. " WHERE id = ?", { i })
      assert(row.a == wanted.a and row.b == wanted.b and row.n == 1, name .. " " .. i)
      assert(row.raw == ("r"):rep(i * 1000), name .. " " .. i)
      if i % 2 == 0 then assert(row.c == wanted.c) else assert(row.c == nil) end
    end
  end)lua",
                   "");
  project.upgrade();
}

TEST_CASE("NaN does not become a number, and an error of the function that gives the rows tells which") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  project.revision("a1", "", R"lua(op.create_table("t", { column("id", Integer), column("n", Integer) }))lua", "");
  project.upgrade();
  CHECK_FALSE(refusal(project, R"lua(op.bulk_insert("t", { { id = 1, n = 0 / 0 } }))lua").empty());
  CHECK(has(refusal(project, R"lua(
  local i = 0
  op.bulk_insert("t", function()
    i = i + 1
    local text = i < 777 and "x" or nil
    return { id = i, n = #text:lower() }
  end))lua"),
            "(in row 777)"));
  CHECK(project.database.rows("SELECT count(*) FROM t") == Rows{"0"});
}

TEST_CASE("bytes that a transformation was given are bytes when it gives them back") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("b", Binary) })
    op.bulk_insert("t", { { id = 1, b = blob("\\x41") }, { id = 2, b = blob("\0\255") }, { id = 3, b = blob("abc") }, { id = 4 } })
    op.transform_rows("t", { set = { "b" } }, function(row) return { b = row.b and row.b .. "!" } end))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT b FROM t ORDER BY id") ==
        Rows{"bytes:\\x41!", std::string("bytes:\0\xff!", 9), "bytes:abc!", "NULL"});
}

TEST_CASE("a float is met by its key, whatever a database of PostgreSQL shows of it") {
  TestProject project("postgresql");
  const std::string name = project.database.rows("SELECT current_database()").front();
  project.database.execute("ALTER DATABASE " + name + " SET extra_float_digits = 0");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("f", Double, { primary_key = true }), column("v", Integer, { server_default = 0 }) })
    op.bulk_insert("t", { { f = 0.1 }, { f = 0.1 + 0.2 }, { f = 0.7 } })
    op.transform_rows("t", { set = { "v" }, batch_size = 1 }, function(row) return { v = row.v + 1 } end)
    op.log(tostring(op.scalar("SELECT max(f) FROM t WHERE f < 0.5") == 0.1 + 0.2)))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|3"});
  CHECK(project.observer.logged == Rows{"true"});
}

TEST_CASE("a number with decimals is one to PostgreSQL, whatever stands beside it") {
  TestProject project("postgresql");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("a", BigInteger), column("n", Numeric), column("s", Text), column("f", Double) })
    op.bulk_insert("t", { { a = 7, n = 7 } })
    op.execute("UPDATE t SET a = a / :two, n = n * :one, s = :five, f = :zero",
      { two = 2.0, one = 1.0, five = 5.0, zero = -0.0 }))lua",
                   "");
  project.upgrade();
  const std::string shown = "SELECT a, n::text, s, f::text FROM t";
  CHECK(project.database.rows(shown) == Rows{"4|7.0|5.0|-0"});
}

TEST_CASE("a text is the same where PostgreSQL reads backslashes as escapes") {
  TestProject project("postgresql");
  const std::string name = project.database.rows("SELECT current_database()").front();
  project.database.execute("ALTER DATABASE " + name + " SET standard_conforming_strings = off");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer), column("s", Text, { server_default = "C:\\new\\" }) },
      { comment = "\\'; DROP TABLE t; --" })
    op.execute("INSERT INTO t (id) VALUES (1)"))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT s, obj_description('t'::regclass) FROM t") ==
        Rows{"C:\\new\\|\\'; DROP TABLE t; --"});
}
