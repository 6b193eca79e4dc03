// Walks through tables that are committed batch by batch: what is kept when they end early, and how they go on.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

const std::string counters = R"lua(
  op.create_table("counters", { column("id", Integer, { primary_key = true }), column("visits", Integer), column("name", Text) })
  local n = 0
  op.bulk_insert("counters", function() n = n + 1; if n <= 25 then return { id = n * 2, visits = 0, name = "N" .. n } end end))lua";

void add_counters(TestProject& project) {
  project.revision("a1", "", counters, "op.drop_table('counters')");
}

// Adds 1 to each counter, in batches of 4; `at` is Lua that runs for each row.
void add_walk(TestProject& project, const std::string& at, const std::string& header = "") {
  project.revision("b2", "a1", header + R"lua(
function upgrade()
  op.execute("INSERT INTO counters (id, visits) VALUES (1, -100)")
  op.transform_rows("counters", { set = { "visits" }, where = "visits >= 0", batch_size = 4, commit = "batch" }, function(row)
    )lua" + at + R"lua(
    return { visits = row.visits + 1 }
  end)
  op.execute("INSERT INTO counters (id, visits) VALUES (1001, -100)")
end
function downgrade() end)lua");
}

const std::string visits = "SELECT visits, count(*) FROM counters GROUP BY visits ORDER BY visits";

// Asks for a stop when the walk has come so far.
class StoppingObserver final : public Observer {
 public:
  explicit StoppingObserver(std::uint64_t after) : after_(after) {}
  void progress(std::string_view, std::uint64_t count, std::optional<std::uint64_t>, bool) override {
    if (count >= after_) source_.request_stop();
  }
  std::stop_token token() const { return source_.get_token(); }

 private:
  std::uint64_t after_;
  std::stop_source source_;
};

}  // namespace

TEST_CASE("a walk that fails keeps its batches, and goes on behind them") {
  TestProject project(GENERATE(from_range(live_databases())));
  const std::string header = GENERATE("", "transactional = false");
  CAPTURE(header);
  add_counters(project);
  add_walk(project, "if row.id == 22 then error('no good') end", header);
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message().find("no good (in the row with id = 22)") != std::string::npos);
  CHECK(error.facts().state ==
        "the version table is at a1; done and kept of b2: 1 operation and the rows up to 16 in the next one");
  CHECK(error.hint().find("run the same command again: it goes on behind the last batch") != std::string::npos);
  CHECK(project.database.rows(visits) == Rows{"-100|1", "0|17", "1|8"});

  project.database.execute("INSERT INTO counters (id, visits) VALUES (999, 0)");
  add_walk(project, "assert(row.visits == 0 and row.id > 16)", header);
  project.upgrade();
  CHECK(project.database.rows(visits) == Rows{"-100|2", "1|26"});
  CHECK(project.version_rows() == Rows{"b2"});
  CHECK(project.database.rows("SELECT outcome, operations, batch_position FROM luamigrate_log ORDER BY id") ==
        Rows{"done|2|NULL", "failed|1|16\ntransform_rows counters by id", "done|3|NULL"});
}

TEST_CASE("what the function of a walk does goes with its batch, and is not counted beside it") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b1", "a1", R"lua(op.create_table("notes", { column("id", Integer) }))lua", "");
  project.upgrade();
  const std::string note = R"lua(op.execute("INSERT INTO notes VALUES (?)", { row.id })
    op.bulk_insert("notes", { { id = -row.id } }))lua";
  const auto add = [&](const std::string& at) {
    project.revision("b2", "b1",
                     fmt::format(R"lua(
  op.transform_rows("counters", {{ set = {{ "visits" }}, batch_size = 4, commit = "batch" }}, function(row)
    {}
    {}
    return {{ visits = row.visits + 1 }}
  end)
  op.execute("INSERT INTO notes VALUES (0)"))lua",
                                 at, note),
                     "");
  };
  add("if row.id == 22 then error('no good') end");
  CHECK(failure([&] { project.upgrade(); }).facts().state ==
        "the version table is at b1; done and kept of b2: 0 operations and the rows up to 16 in the next one");
  add("");
  project.upgrade();
  CHECK(project.database.rows(visits) == Rows{"1|25"});
  CHECK(project.database.rows("SELECT count(*), count(DISTINCT id), sum(id) FROM notes") == Rows{"51|51|0"});
}

TEST_CASE("the place of a walk is another one's no more than its rows are") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
  for _, name in ipairs({ "t", "other" }) do
    op.create_table(name, { column("id", Integer, { primary_key = true }), column("u", Integer), column("v", Integer),
      unique({ "u" }, { name = "uq_" .. name }) })
    local n = 0
    op.bulk_insert(name, function() n = n + 1; if n <= 20 then return { id = n, u = 21 - n, v = 0 } end end)
  end)lua",
                   "");
  const std::string walk = R"lua(op.transform_rows("t", { set = { "v" }, batch_size = 5, commit = "batch" },
    function(row) if row.id == 13 and not op.x.go then error("halt") end return { v = row.v + 1 } end))lua";
  project.revision("b2", "a1", walk, "");
  failure([&] { project.upgrade(); });
  const auto [changed, instead] = GENERATE(table<std::string, std::string>(
      {{R"lua(op.transform_rows("other", { set = { "v" }, commit = "batch" }, function() return { v = 9 } end))lua",
        "transform_rows other"},
       {R"lua(op.transform_rows("t", { set = { "v" }, key = "u", commit = "batch" }, function() return { v = 9 } end))lua",
        "transform_rows t by u"},
       {R"lua(op.batched_update("t", { set = "v = 9", commit = "batch" }))lua", "batched_update t"},
       {R"lua(op.execute("UPDATE other SET v = 9"))lua", "execute UPDATE other SET ..."}}));
  CAPTURE(changed);
  project.revision("b2", "a1", changed + "\n" + walk, "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.kind() == ErrorKind::script);
  CHECK(error.message() ==
        "the run before was in the middle of transform_rows t by id, and the script comes to " + instead + " there");
  CHECK(project.database.rows("SELECT v, count(*) FROM other GROUP BY v") == Rows{"0|20"});
  project.revision("b2", "a1", walk, "");
  Migrator({.config_file = project.folder() / "migrate.toml", .x_arguments = {{"go", "1"}}}, nullptr).upgrade({});
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|20"});
}

TEST_CASE("a run that comes to less than the one before had done is no end of the revision") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b1", "a1", R"lua(
    op.create_table("todo", { column("n", Integer) })
    op.execute("INSERT INTO todo VALUES (1), (2), (3)"))lua",
                   "");
  project.upgrade();
  project.revision("b2", "b1", R"lua(
  local todo = {}
  for row in op.query("SELECT n FROM todo ORDER BY n") do todo[#todo + 1] = row.n end
  for _, n in ipairs(todo) do
    op.transform_rows("counters", { set = { "visits" }, batch_size = 4, commit = "batch" }, function(row)
      if n == 3 and row.id == 22 then error("no good") end
      return { visits = row.visits + 1 }
    end)
    op.execute("DELETE FROM todo WHERE n = ?", { n })
  end)lua",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message().find("no good") != std::string::npos);
  CHECK(failure([&] { project.upgrade(); }).message() ==
        "the first 4 operations are not those that the run before has done");
  CHECK(project.version_rows() == Rows{"b1"});
}

TEST_CASE("batches are not committed in the function of another operation") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(
  op.transform_rows("counters", { set = { "visits" } }, function(row)
    op.batched_update("counters", { set = "visits = 1", commit = "batch" })
  end))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); })
            .message()
            .starts_with("commit = \"batch\" cannot be had in a function that another operation calls"));
}

TEST_CASE("the function of a walk commits nothing") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(
  op.transform_rows("counters", { set = { "visits" } }, function(row)
    if row.id == 6 then op.autocommit_block(function() op.execute("UPDATE counters SET name = 'x'") end) end
    return { visits = 1 }
  end))lua",
                   "");
  CHECK(failure([&] { project.upgrade(); })
            .message()
            .starts_with("autocommit_block cannot be had in a function that another operation calls"));
  CHECK(project.database.rows(visits) == Rows{"0|25"});
}

TEST_CASE("a walk that is asked to stop ends between two batches") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  add_walk(project, "");
  StoppingObserver observer(9);
  project.upgrade("a1");
  Migrator migrator({.config_file = project.folder() / "migrate.toml"}, &observer);
  const Error error = failure([&] { migrator.upgrade({.stop = observer.token()}); });
  CHECK(error.kind() == ErrorKind::interrupted);
  CHECK(error.message() == "interrupted in \"counters\", behind the row with id = 24");
  CHECK(error.hint() == "run the same command again to go on");
  CHECK(project.database.rows(visits) == Rows{"-100|1", "0|13", "1|12"});
  project.upgrade();
  CHECK(project.database.rows(visits) == Rows{"-100|2", "1|25"});
}

TEST_CASE("with the revision, a walk that is asked to stop leaves nothing") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(op.batched_update("counters", { set = { visits = 7 }, batch_size = 4 }))lua", "");
  StoppingObserver observer(4);
  project.upgrade("a1");
  Migrator migrator({.config_file = project.folder() / "migrate.toml"}, &observer);
  CHECK(failure([&] { migrator.upgrade({.stop = observer.token()}); }).kind() == ErrorKind::interrupted);
  CHECK(project.database.rows(visits) == Rows{"0|25"});
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("batched_update changes each row once, by values, by expressions and by text") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(
    op.log(tostring(op.batched_update("counters", { set = { visits = sql("visits + 1"), name = "it's" }, where = "id > 10 OR id = 2", batch_size = 4 })))
    op.log(tostring(op.batched_update("counters", { set = "visits = visits + 1", batch_size = 25, commit = "batch", pause = "1ms" })))
    op.log(tostring(op.batched_update("counters", { set = { name = null }, where = "id > 1000" }))))lua",
                   "");
  project.upgrade();
  CHECK(project.observer.logged == Rows{"21", "25", "0"});
  CHECK(project.database.rows(visits) == Rows{"1|4", "2|21"});
  CHECK(project.database.rows("SELECT name FROM counters WHERE id IN (2, 4, 12) ORDER BY id") ==
        Rows{"it's", "N2", "it's"});
}

TEST_CASE("batched_update does not change the key that it goes by") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.upgrade();
  const std::string set =
      GENERATE(as<std::string>(), "{ id = sql('id + 1000') }", "'visits = (1), ID = id + 1000'", "'counters.id = 7'");
  project.revision("b2", "a1", "op.batched_update('counters', { set = " + set + ", batch_size = 4 })", "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message() == "\"id\" is in `set` and in the key");
  CHECK(project.database.rows("SELECT max(id) FROM counters") == Rows{"50"});
}

TEST_CASE("batched_update does not change SQLite's row id, by whatever name") {
  TestProject project("sqlite");
  add_counters(project);
  project.upgrade();
  const std::string name = GENERATE("rowid", "_ROWID_", "oid");
  project.revision("b2", "a1", "op.batched_update('counters', { set = '" + name + " = id + 1000', batch_size = 4 })",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message() == "\"id\" is in `set` and in the key");
}

TEST_CASE("batched_update goes on behind the batches that were kept, by any key") {
  TestProject project(GENERATE(from_range(live_databases())));
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("a", String(20)), column("b", Integer), column("v", Integer, { nullable = false }), primary_key({ "a", "b" }) })
    for _, a in ipairs({ "it's, x", "", "\195\164\n" }) do
      for b = -2, 2 do op.execute("INSERT INTO t (a, b, v) VALUES (?, ?, 0)", { a, b }) end
    end)lua",
                   "");
  const auto add_update = [&](const std::string& expression) {
    project.revision(
        "b2", "a1",
        "op.batched_update('t', { set = { v = sql(\"" + expression + "\") }, batch_size = 2, commit = 'batch' })", "");
  };
  add_update("CASE WHEN a <> '' AND b = 0 THEN NULL ELSE v + 1 END");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.facts().operation == "batched_update");
  const Rows kept = project.database.rows("SELECT count(*) FROM t WHERE v = 1");
  CHECK(kept != Rows{"0"});
  add_update("v + 1");
  project.upgrade();
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|15"});
}

TEST_CASE("what cannot be remembered is not committed by batches") {
  const std::string database = GENERATE(from_range(live_databases()));
  TestProject project(database, "log_table = false\n");
  add_counters(project);
  add_walk(project, "");
  const Error error = failure([&] { project.upgrade(); });
  CHECK(error.message() == "commit = \"batch\" needs the log table, and it is switched off (log_table = false)");

  TestProject other(database);
  add_counters(other);
  other.revision("b2", "a1", R"lua(op.batched_update("counters", { set = "visits = 1", pause = "1s" }))lua", "");
  CHECK(failure([&] { other.upgrade(); }).message() ==
        "op.batched_update: `pause` helps nobody in a transaction that goes on holding its locks");
}

TEST_CASE("a dry run of batches keeps none") {
  TestProject project(GENERATE(from_range(databases_that_roll_back_ddl())));
  add_counters(project);
  add_walk(project, "");
  project.upgrade("a1");
  project.migrator().upgrade({.dry_run = DryRun::statements});
  CHECK(project.database.rows(visits) == Rows{"0|25"});
  CHECK(project.version_rows() == Rows{"a1"});
}

TEST_CASE("what a script counts is told as progress") {
  class Counting final : public Observer {
   public:
    void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) override {
      told.push_back(std::string(label) + " " + std::to_string(count) + "/" + (total ? std::to_string(*total) : "?") +
                     (done ? "." : ""));
    }
    std::vector<std::string> told;
  };
  TestProject project("sqlite");
  project.revision("a1", "", R"lua(
    local files = op.progress("files", 3)
    files:advance()
    files:advance(2)
    files:finish()
    files:finish()
    op.progress("more"):finish())lua",
                   "");
  Counting observer;
  Migrator({.config_file = project.folder() / "migrate.toml"}, &observer).upgrade({});
  CHECK(observer.told == Rows{"files 0/3", "files 1/3", "files 3/3", "files 3/3.", "more 0/?", "more 0/?."});
}

TEST_CASE("a walk that is called again after an error goes on behind the batches that are kept") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(
    local fails = 3
    local function walk()
      op.transform_rows("counters", { set = { "visits" }, batch_size = 4, commit = "batch" }, function(row)
        if row.id == 20 and fails > 0 then fails = fails - 1; error("for now") end
        return { visits = row.visits + 1 }
      end)
    end
    while not pcall(walk) do end
    op.batched_update("counters", { set = { name = "done" } }))lua",
                   "");
  project.upgrade();
  CHECK(project.database.rows(visits) == Rows{"1|25"});
  CHECK(project.database.rows("SELECT count(*) FROM counters WHERE name = 'done'") == Rows{"25"});
}

TEST_CASE("behind batches that are kept comes nothing but the walk that has failed") {
  TestProject project(GENERATE(from_range(live_databases())));
  const std::string next =
      GENERATE(as<std::string>(), "op.execute(\"UPDATE counters SET name = 'no'\")",
               "op.transform_rows('counters', { set = { 'name' }, batch_size = 4, commit = 'batch' }, function() "
               "return { name = 'no' } end)",
               "op.batched_update('counters', { set = { name = 'no' }, batch_size = 4, commit = 'batch' })");
  add_counters(project);
  project.revision("b2", "a1", R"lua(
    pcall(op.transform_rows, "counters", { set = { "visits" }, batch_size = 4, commit = "batch" }, function(row)
      if row.id == 20 and os.getenv("COUNTERS_FAIL") then error("for now") end
      return { visits = row.visits + 1 }
    end)
    )lua" + next,
                   "");
  ::setenv("COUNTERS_FAIL", "1", 1);
  const Error error = failure([&] { project.upgrade(); });
  ::unsetenv("COUNTERS_FAIL");
  INFO(error.message());
  CHECK(error.message().starts_with(
      "transform_rows counters by id has failed behind batches that are kept, and the script comes to "));
  CHECK(project.database.rows("SELECT count(*) FROM counters WHERE name = 'no'") == Rows{"0"});
  project.upgrade();
  CHECK(project.database.rows(visits) == Rows{"1|25"});
}

TEST_CASE("a key is refused that changes with what is written") {
  TestProject project("sqlite");
  add_counters(project);
  project.upgrade();
  const std::string arguments =
      GENERATE(as<std::string>(), "{ key = 'id', set = { 'ID' } }", "{ key = 'rowid', set = { 'id' } }",
               "{ key = 'ID', set = { 'rowid' } }", "{ key = 'oid', set = { '_rowid_' } }");
  CAPTURE(arguments);
  project.revision("b2", "a1", "op.transform_rows('counters', " + arguments + ", function() return {} end)", "");
  CHECK_THAT(failure([&] { project.upgrade(); }).message(), Catch::EndsWith("is in `set` and in the key"));
}

TEST_CASE("a key that is generated is refused where it changes with what is written") {
  TestProject project("postgresql");
  project.database.execute(
      "CREATE TABLE t (v integer NOT NULL, k integer GENERATED ALWAYS AS (v * 2) STORED PRIMARY KEY)");
  project.revision("a1", "", "op.transform_rows('t', { set = { 'v' } }, function(row) return { v = row.v + 1 } end)",
                   "");
  CHECK(failure([&] { project.upgrade(); }).message() ==
        "\"v\" is in `set`, and \"k\" of the key is generated from it");
}

TEST_CASE("a unique index in another collation than its column's tells no rows apart") {
  TestProject project("sqlite");
  project.database.execute("CREATE TABLE t (k TEXT COLLATE NOCASE NOT NULL, v INTEGER)");
  project.database.execute("CREATE UNIQUE INDEX u ON t (k COLLATE BINARY)");
  project.database.execute("INSERT INTO t VALUES ('a', 1), ('A', 2), ('b', 3)");
  project.revision("a1", "",
                   "op.transform_rows('t', { key = 'k', set = { 'v' }, batch_size = 1 }, function(row) return { v = "
                   "row.v + 10 } end)",
                   "");
  CHECK_THAT(failure([&] { project.upgrade(); }).message(), Catch::Contains("there are several rows with k = "));
  CHECK(project.database.rows("SELECT v FROM t ORDER BY v") == Rows{"1", "2", "3"});
}

TEST_CASE("a key of PostgreSQL does not span the tables that inherit it") {
  TestProject project("postgresql");
  project.database.execute("CREATE TABLE t (id integer PRIMARY KEY, v integer)");
  project.database.execute("CREATE TABLE c () INHERITS (t)");
  project.database.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
  project.database.execute("INSERT INTO c VALUES (3, 3)");
  project.revision(
      "a1", "",
      "op.transform_rows('t', { set = { 'v' }, batch_size = 1 }, function(row) return { v = row.v + 10 } end)", "");
  project.upgrade();
  CHECK(project.database.rows("SELECT v FROM t ORDER BY id") == Rows{"11", "12", "13"});
  project.database.execute("INSERT INTO c VALUES (1, 100)");
  project.revision(
      "b2", "a1",
      "op.transform_rows('t', { set = { 'v' }, batch_size = 1 }, function(row) return { v = row.v + 10 } end)", "");
  CHECK_THAT(failure([&] { project.upgrade(); }).message(), Catch::Contains("there are several rows with id = 1"));
}

TEST_CASE("a key in other letters than its column is gone through as its column") {
  TestProject project("mysql");
  project.database.execute("CREATE TABLE t (k ENUM('sad', 'ok', 'glad', 'a') PRIMARY KEY, v INTEGER)");
  project.database.execute("INSERT INTO t VALUES ('sad', 0), ('ok', 0), ('glad', 0), ('a', 0)");
  project.revision("a1", "",
                   "op.transform_rows('t', { key = 'K', set = { 'v' }, batch_size = 2 }, function(row) return { v = "
                   "row.v + 1 } end)",
                   "");
  project.upgrade();
  CHECK(project.database.rows("SELECT sum(v) FROM t") == Rows{"4"});
}

TEST_CASE("a walk that has failed behind batches that are kept is no end of the revision") {
  TestProject project(GENERATE(from_range(live_databases())));
  add_counters(project);
  project.revision("b2", "a1", R"lua(
    pcall(op.transform_rows, "counters", { set = { "visits" }, batch_size = 4, commit = "batch" }, function(row)
      if row.id == 20 then error("always") end
      return { visits = row.visits + 1 }
    end))lua",
                   "");
  CHECK_THAT(failure([&] { project.upgrade(); }).message(), Catch::EndsWith("and the script comes to its end"));
}
