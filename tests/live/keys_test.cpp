// Walks by keys of every kind: each row once, whatever the batches, also where a run ends early and is taken up.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

struct KeyCase {
  std::string database;
  std::string columns;  // of the key, with their types
  std::string names;
  Rows keys;  // as SQL
};

const std::vector<KeyCase>& key_cases() {
  static const std::vector<KeyCase> cases{
      {"sqlite", "k INTEGER", "k", {"-9223372036854775808", "-3", "-1", "0", "1", "9223372036854775807"}},
      {"sqlite", "k TEXT", "k", {"''", "'A'", "'a'", "'B'", "'it''s, x'", "'ä'", "'Z'", "'日本'", "'a ' || char(10)"}},
      {"sqlite", "k TEXT COLLATE NOCASE", "k", {"''", "'Ab'", "'aC'", "'B'", "'ba'", "'ä'", "'Ä'"}},
      {"sqlite", "k BLOB", "k", {"x''", "x'00'", "x'0001'", "x'ff'", "x'27'", "x'6162'"}},
      {"sqlite", "k REAL", "k", {"-1.5", "0.1", "0.30000000000000004", "1e300", "-1e-300"}},
      {"sqlite", "k NUMERIC", "k", {"1", "1.5", "-2", "'x'", "x'00'", "9007199254740993"}},
      {"sqlite", "k", "k", {"1", "1.5", "'1'", "x'31'", "-7", "'b'"}},
      {"sqlite", "a TEXT, b INTEGER", "a, b", {"'x', -1", "'x', 2", "'', 0", "'y', 0", "'y', -5", "'x', 0"}},
      {"sqlite",
       "\"group\" INTEGER, \"select\" TEXT",
       "\"group\", \"select\"",
       {"1, 'a'", "1, 'b'", "2, 'a'", "-1, ''"}},

      {"postgresql", "k BIGINT", "k", {"-9223372036854775808", "-3", "-1", "0", "1", "9223372036854775807"}},
      {"postgresql",
       "k NUMERIC(40,10)",
       "k",
       {"-1.5", "0", "10000000000000000000000001", "10000000000000000000000002", "10000000000000000000000003.5"}},
      {"postgresql",
       "k TEXT",
       "k",
       {"''", "'A'", "'a'", "'B'", "'it''s, x'", "'ä'", "'Z'", "'日本'", "E'a \\n'", "E'\\\\'"}},
      {"postgresql", "k TEXT COLLATE \"C\"", "k", {"''", "'A'", "'a'", "'B'", "'ä'", "'Z'", "'日本'"}},
      {"postgresql", "k TEXT COLLATE \"en-x-icu\"", "k", {"''", "'A'", "'a'", "'B'", "'ä'", "'Z'", "'-a'", "'日本'"}},
      {"postgresql", "k CHAR(5)", "k", {"''", "'A'", "'a'", "'ab'", "'b'"}},
      {"postgresql", "k VARCHAR(9)", "k", {"''", "'A'", "'a'", "'ab'", "'null'", "'\\N'"}},
      {"postgresql",
       "k UUID",
       "k",
       {"'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "gen_random_uuid()",
        "gen_random_uuid()", "gen_random_uuid()"}},
      {"postgresql", "k DATE", "k", {"'2024-02-29'", "'0044-03-15 BC'", "'infinity'", "'-infinity'", "'1999-12-31'"}},
      {"postgresql",
       "k TIMESTAMPTZ",
       "k",
       {"'2024-02-29 10:00:00.000001+02'", "'2024-02-29 10:00:00.000002+02'", "'1900-01-01 00:00:00+00'",
        "'infinity'"}},
      {"postgresql",
       "k TIMESTAMP",
       "k",
       {"'2024-02-29 10:00:00.000001'", "'2024-02-29 10:00:00.000002'", "'1900-01-01'"}},
      {"postgresql", "k TIME", "k", {"'10:00:00.000001'", "'10:00:00.000002'", "'24:00:00'", "'00:00'"}},
      {"postgresql", "k INTERVAL", "k", {"'1 day'", "'-1 day'", "'1 mon 1 day'", "'0'", "'00:00:00.000001'"}},
      {"postgresql", "k BYTEA", "k", {"''", "'\\x00'", "'\\x0001'", "'\\xff'", "'\\x5c'", "'\\x27'"}},
      {"postgresql", "k BOOLEAN", "k", {"true", "false"}},
      {"postgresql",
       "k DOUBLE PRECISION",
       "k",
       {"0.1", "0.30000000000000004", "'NaN'", "'Infinity'", "'-Infinity'", "1e300"}},
      {"postgresql", "k REAL", "k", {"0.1", "0.2", "0.3", "16777216", "1e30"}},
      {"postgresql", "k INET", "k", {"'10.0.0.1'", "'10.0.0.2'", "'::1'", "'10.0.0.0/8'"}},
      {"postgresql", "k INTEGER[]", "k", {"'{}'", "'{1}'", "'{1,2}'", "'{NULL,1}'", "'{-1}'"}},
      {"postgresql", "k TEXT[]", "k", {"'{}'", "'{\"a,b\"}'", "'{\"q\\\"x\"}'", "'{\"\"}'", "'{null,a}'"}},
      {"postgresql", "k mood", "k", {"'sad'", "'ok'", "'glad'", "'a'"}},
      {"postgresql", "a TEXT, b INTEGER", "a, b", {"'x', -1", "'x', 2", "'', 0", "'y', 0", "'y', -5", "'x', 0"}},
      {"postgresql",
       "a UUID, b DATE, c BIGINT",
       "a, b, c",
       {"'00000000-0000-0000-0000-000000000000', '2024-01-01', 1",
        "'00000000-0000-0000-0000-000000000000', '2024-01-01', -1",
        "'00000000-0000-0000-0000-000000000000', '2023-01-01', 5",
        "'10000000-0000-0000-0000-000000000000', '2020-01-01', 0"}},
      {"postgresql",
       "\"group\" INTEGER, \"Sel ect\" TEXT",
       "\"group\", \"Sel ect\"",
       {"1, 'a'", "1, 'b'", "2, 'a'", "-1, ''"}},

      {"mysql", "k BIGINT", "k", {"-9223372036854775808", "-3", "-1", "0", "1", "9223372036854775807"}},
      {"mysql",
       "k BIGINT UNSIGNED",
       "k",
       {"0", "1", "9223372036854775808", "9223372036854775809", "18446744073709551614", "18446744073709551615"}},
      {"mysql",
       "k DECIMAL(40,10)",
       "k",
       {"-1.5", "0", "10000000000000000000000001", "10000000000000000000000002", "10000000000000000000000003.5"}},
      {"mysql", "k VARCHAR(20)", "k", {"''", "'A'", "'b'", "'it''s, x'", "'é'", "'Z'", "'日本'", "'a\\n'", "'\\\\'"}},
      {"mysql", "k VARCHAR(20) COLLATE utf8mb4_bin", "k", {"''", "'A'", "'a'", "'B'", "'ä'", "'Z'", "'日本'"}},
      {"mysql", "k VARCHAR(20) CHARACTER SET latin1", "k", {"''", "'A'", "'b'", "'é'", "'Z'"}},
      {"mysql", "k CHAR(5)", "k", {"''", "'A'", "'ab'", "'b'"}},
      {"mysql",
       "k UUID",
       "k",
       {"'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
        "'123e4567-e89b-12d3-a456-426655440000'", "'123e4567-e89b-12d3-a456-426655440001'",
        "'023e4567-e89b-42d3-a456-426655440001'", "'f23e4567-e89b-42d3-0456-426655440001'"}},
      {"mysql", "k DATE", "k", {"'2024-02-29'", "'1000-01-01'", "'9999-12-31'", "'1999-12-31'"}},
      {"mysql", "k DATETIME(6)", "k", {"'2024-02-29 10:00:00.000001'", "'2024-02-29 10:00:00.000002'", "'1900-01-01'"}},
      {"mysql",
       "k TIMESTAMP(6)",
       "k",
       {"'2024-02-29 10:00:00.000001'", "'2024-02-29 10:00:00.000002'", "'1999-01-01'"}},
      {"mysql", "k TIME(6)", "k", {"'-10:00:00.000001'", "'10:00:00.000002'", "'800:00:00'", "'00:00'"}},
      {"mysql", "k YEAR", "k", {"1999", "2024", "1901"}},
      {"mysql", "k VARBINARY(20)", "k", {"''", "x'00'", "x'0001'", "x'ff'", "x'5c'", "x'27'"}},
      {"mysql", "k BINARY(4)", "k", {"''", "x'00000001'", "x'ff'", "x'5c'"}},
      {"mysql", "k DOUBLE", "k", {"0.1", "0.30000000000000004", "1e300", "-1e-300"}},
      {"mysql", "k FLOAT", "k", {"0.1", "0.2", "0.3", "16777216", "1e30"}},
      {"mysql",
       "k BIT(64)",
       "k",
       {"b'0'", "b'1'", "9223372036854775807", "9223372036854775808", "9223372036854775809", "-1"}},
      {"mysql", "k INET6", "k", {"'::1'", "'::2'", "'ff::'", "'::ffff:10.0.0.1'"}},
      {"mysql", "k ENUM('sad', 'ok', 'glad', 'a')", "k", {"'sad'", "'ok'", "'glad'", "'a'"}},
      {"mysql", "k SET('z', 'b', 'a')", "k", {"''", "'z'", "'b'", "'z,b'", "'a'", "'z,a'"}},
      {"mysql", "a VARCHAR(20), b INTEGER", "a, b", {"'x', -1", "'x', 2", "'', 0", "'y', 0", "'y', -5", "'x', 0"}},
      {"mysql",
       "`group` INTEGER, `sel ect` VARCHAR(9)",
       "`group`, `sel ect`",
       {"1, 'a'", "1, 'b'", "2, 'a'", "-1, ''"}},
  };
  return cases;
}

// The cases of one database, each with a table of its own.
std::vector<KeyCase> cases_of(const std::string& database) {
  std::vector<KeyCase> found;
  for (const KeyCase& key : key_cases())
    if (key.database == database) found.push_back(key);
  return found;
}

std::string make_table(const TestProject& project, const KeyCase& key, std::size_t number) {
  const std::string table = fmt::format("t{}", number);
  if (key.columns.find("mood") != std::string::npos)
    project.database.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad', 'a')");
  project.database.execute(
      fmt::format("CREATE TABLE {} ({}, v INTEGER NOT NULL, PRIMARY KEY ({}))", table, key.columns, key.names));
  for (const std::string& values : key.keys)
    project.database.execute(fmt::format("INSERT INTO {} ({}, v) VALUES ({}, 0)", table, key.names, values));
  return table;
}

}  // namespace

TEST_CASE("rows are met once each, by a key of any kind, also behind a run that ended early") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database);
  std::string before;
  std::size_t number = 0;
  for (const KeyCase& key : cases_of(database)) {
    CAPTURE(database, key.columns);
    const std::string table = make_table(project, key, ++number);
    const auto all = key.keys.size();
    const auto values = [&] {
      return project.database.rows(fmt::format("SELECT v, count(*) FROM {} GROUP BY v ORDER BY v", table));
    };
    const auto add_revision = [&](const std::string& inside) {
      project.revision(table, before,
                       fmt::format(R"lua(
        op.transform_rows("{0}", {{ set = {{ "v" }}, batch_size = 2 }}, function(row) return {{ v = row.v + 1 }} end)
        op.log(tostring(op.batched_update("{0}", {{ set = {{ v = sql("v + 1") }}, batch_size = 2 }})))
        op.batched_update("{0}", {{ set = {{ v = sql("v + 1") }}, batch_size = 1, commit = "batch" }})
        local met = 0
        op.transform_rows("{0}", {{ set = {{ "v" }}, batch_size = 1, commit = "batch" }}, function(row)
          met = met + 1
          {1}
          return {{ v = row.v + 1 }}
        end))lua",
                                   table, inside),
                       "");
    };
    add_revision(fmt::format("assert(met < {}, 'no further')", all));
    const Error error = failure([&] { project.upgrade(); });
    CHECK(error.message().find("no further (in the row with ") != std::string::npos);
    CHECK(values() == Rows{"3|1", fmt::format("4|{}", all - 1)});
    CHECK(project.observer.logged.back() == std::to_string(all));
    add_revision("assert(met == 1, 'a row is met again')");
    project.upgrade();
    CHECK(values() == Rows{fmt::format("4|{}", all)});
    before = table;
  }
}

TEST_CASE("rows are told apart by a TIMESTAMP in the hour that comes twice") {
  TestProject project("mysql");
  // Summer ends on 2024-10-27 at 01:00 UTC; a server knows no zones by name unless they are put in.
  for (const char* sql :
       {"REPLACE INTO mysql.time_zone VALUES (4711, 'N')",
        "REPLACE INTO mysql.time_zone_name VALUES ('luamigrate_test', 4711)",
        "REPLACE INTO mysql.time_zone_transition_type VALUES (4711, 0, 3600, 0, 'CET'), (4711, 1, 7200, 1, 'CEST')",
        "REPLACE INTO mysql.time_zone_transition VALUES (4711, 1711846800, 1), (4711, 1729990800, 0)"})
    project.database.execute(sql);
  project.revision("a1", "", R"lua(
    op.execute([[SET time_zone = '+00:00';
      CREATE TABLE t (at TIMESTAMP PRIMARY KEY, v INTEGER NOT NULL DEFAULT 0);
      INSERT INTO t (at) VALUES ('2024-10-27 00:10:00'), ('2024-10-27 00:30:00'), ('2024-10-27 00:50:00'), ('2024-10-27 01:10:00'),
        ('2024-10-27 01:30:00'), ('2024-10-27 01:40:00'), ('2024-10-27 03:00:00');
      SET time_zone = 'luamigrate_test']])
    op.log(tostring(op.scalar("SELECT COUNT(DISTINCT CAST(at AS CHAR)) FROM t")))
    op.transform_rows("t", { set = { "v" }, batch_size = 1 }, function(row)
      local inner = 0
      op.transform_rows("t", { set = { "v" } }, function() inner = inner + 1 end)
      return { v = row.v + inner }
    end)
    op.transform_rows("t", { set = { "v" }, batch_size = 2, commit = "batch" }, function(row) return { v = row.v + 1 } end)
    op.log(op.scalar("SELECT @@time_zone"))
    op.execute("SET time_zone = '+00:00'")
    op.batched_update("t", { set = { v = sql("v + 1") }, batch_size = 2 }))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"5", "luamigrate_test"});
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"9|7"});

  // SQL of the script's own means the session's time zone.
  for (const char* call :
       {"op.batched_update('t', { set = { v = 0 } })",
        "op.transform_rows('t', { set = { 'v' }, where = 'v > 0' }, function() return { v = 0 } end)"}) {
    project.revision("b2", "a1", std::string("op.execute(\"SET time_zone = 'luamigrate_test'\")\n") + call, "");
    const Error error = failure([&] { project.upgrade(); });
    CHECK(error.message().find("an hour may come twice") != std::string::npos);
  }
}

TEST_CASE("what does not tell one row from all others is no key to go by") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("k", Integer), column("u", Integer), column("v", Integer),
      unique({ "u" }) })
    op.bulk_insert("t", { { id = 1, k = 1, u = 1, v = 0 }, { id = 2, k = 2, v = 0 }, { id = 3, k = 2, u = 3, v = 0 }, { id = 4, k = 4, v = 0 } }))lua",
                   "");
  const auto refusal = [&](const std::string& call) {
    project.revision("b2", "a1", call, "");
    const Error error = failure([&] { project.upgrade(); });
    CHECK(error.hint() == "name unique columns that are never NULL, as in key = \"id\"");
    return error.message();
  };
  CHECK(refusal("op.batched_update('t', { set = { v = 1 }, key = 'k', batch_size = 1 })") ==
        "\"t\" cannot be gone through by k: there are several rows with k = 2");
  CHECK(refusal("op.transform_rows('t', { set = { 'v' }, key = 'u' }, function() return { v = 1 } end)") ==
        "\"t\" cannot be gone through by u: there is a row with NULL in it");
  CHECK(refusal("op.transform_rows('t', { set = { 'v' }, key = { 'u', 'k' }, where = 'id < 3' }, function() return { v "
                "= 1 } end)") == "\"t\" cannot be gone through by u, k: there is a row with NULL in it");
  CHECK(project.database.rows("SELECT count(*) FROM t WHERE v = 1") == Rows{"0"});
  project.revision("b2", "a1", R"lua(
    op.transform_rows("t", { set = { "v" }, key = "u", where = "u IS NOT NULL", batch_size = 1 }, function() return { v = 1 } end)
    op.transform_rows("t", { set = { "v" }, key = { "k", "id" }, batch_size = 1 }, function(row) return { v = row.v + 1 } end)
    op.batched_update("t", { set = "v = v + 1", key = "k", where = "id <> 2", batch_size = 1 }))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v FROM t ORDER BY id") == Rows{"3", "1", "3", "2"});
}

TEST_CASE("a column that is not there is no text of that name") {
  TestProject project("sqlite");
  project.database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, \"Full name\" TEXT)");
  project.database.execute("INSERT INTO t VALUES (1, 'Ada')");
  const auto message = [&](const std::string& options) {
    project.revision("a1", "", "op.transform_rows('t', { " + options + " }, function() return {} end)", "");
    const Error error = failure([&] { project.upgrade(); });
    return error.message() + " | " + error.hint();
  };
  const std::string expected = "the table \"t\" has no column \"Full nam\" | did you mean \"Full name\"?";
  CHECK(message("columns = { 'Full nam' }, set = { 'Full name' }") == expected);
  CHECK(message("set = { 'Full nam' }") == expected);
  CHECK(message("set = { 'Full name' }, key = 'Full nam'") == expected);
  project.revision(
      "a1", "", "op.transform_rows('t', { set = { 'FULL NAME' } }, function() return { ['FULL NAME'] = 'x' } end)", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT * FROM t") == Rows{"1|x"});
}

TEST_CASE("a table that SQLite lets have NULL in its primary key is not passed over in silence") {
  TestProject project("sqlite");
  project.database.execute("CREATE TABLE t (k TEXT PRIMARY KEY, v INTEGER)");
  project.database.execute("INSERT INTO t VALUES ('a', 0), (NULL, 0), (NULL, 0)");
  project.revision("a1", "", "op.transform_rows('t', { set = { 'v' } }, function() return { v = 1 } end)", "");
  CHECK(failure([&] { project.upgrade(); }).message() ==
        "\"t\" cannot be gone through by k: there is a row with NULL in it");
  project.revision(
      "a1", "",
      "op.transform_rows('t', { set = { 'v' }, key = 'rowid', batch_size = 1 }, function() return { v = 1 } end)", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|3"});
}
