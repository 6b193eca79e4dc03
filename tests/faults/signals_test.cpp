// What the program does when it is asked to stop, or when nobody reads what it says.
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "support/program.h"
#include "support/project.h"

using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

ProgramCall upgrade_of(const TestProject& project) {
  return {{LUAMIGRATE_PROGRAM, "upgrade"}, project.folder(), {}};
}

}  // namespace

TEST_CASE("a signal rolls the revision back, frees the lock, and the exit code tells which it was") {
  const std::string database = GENERATE(from_range(databases_that_roll_back_ddl()));
  const int number = GENERATE(SIGINT, SIGTERM);
  const std::string work = GENERATE("while true do end", "pcall(function() while true do end end) error('went on')",
                                    "op.bulk_insert('t', function() return { id = 1 } end)");
  CAPTURE(database, number, work);
  TestProject project(database);
  project.revision("a1", "", "op.create_table('t', { column('id', Integer) })", "");
  project.revision("b2", "a1", "op.execute('INSERT INTO t (id) VALUES (1)')\nop.log('at work')\n" + work, "");
  RunningProgram program(upgrade_of(project));
  REQUIRE(program.wait_for("at work"));
  program.signal(number);
  const ProgramResult result = program.wait();
  CAPTURE(result.all());
  CHECK(result.status == 128 + number);
  CHECK(result.err.find("interrupted in ") != std::string::npos);
  CHECK(result.err.find("the database is at a1; nothing of b2 was kept") != std::string::npos);
  CHECK(project.database.rows("SELECT * FROM t").empty());
  CHECK(project.version_rows() == Rows{"a1"});
  project.revision("b2", "a1", "op.execute('INSERT INTO t (id) VALUES (2)')", "");
  CHECK(run_program(upgrade_of(project)).status == 0);
  CHECK(project.database.rows("SELECT id FROM t") == Rows{"2"});
}

TEST_CASE("a signal between batches keeps them, and the next run goes on") {
  const std::string database = GENERATE(from_range(databases_that_roll_back_ddl()));
  const int number = GENERATE(SIGINT, SIGTERM);
  TestProject project(database);
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 2000 then return { id = n, v = 0 } end end))lua",
                   "");
  project.revision("b2", "a1", R"lua(
    op.log("at work")
    op.batched_update("t", { set = "v = v + 1", batch_size = 10, commit = "batch", pause = "20ms" }))lua",
                   "");
  RunningProgram program(upgrade_of(project));
  REQUIRE(program.wait_for("at work"));
  std::string kept;
  for (int look = 0; look < 1000 && (kept.empty() || kept == "0"); ++look) {
    ::usleep(5000);
    kept = project.database.rows("SELECT count(*) FROM t WHERE v = 1").front();
  }
  program.signal(number);
  const ProgramResult result = program.wait();
  CAPTURE(result.all());
  CHECK(result.status == 128 + number);
  CHECK(result.err.find("interrupted in \"t\", behind the row with id = ") != std::string::npos);
  kept = project.database.rows("SELECT count(*) FROM t WHERE v = 1").front();
  CHECK(kept != "0");
  CHECK(kept != "2000");
  project.revision("b2", "a1", R"lua(
    op.batched_update("t", { set = "v = v + 1", batch_size = 1000, commit = "batch" }))lua",
                   "");
  CHECK(run_program(upgrade_of(project)).status == 0);
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|2000"});
}

TEST_CASE("transform_rows that is asked to stop ends between two batches and says what is done") {
  const std::string database = GENERATE(from_range(live_databases()));
  CAPTURE(database);
  TestProject project(database);
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 2000 then return { id = n, v = 0 } end end))lua",
                   "");
  const auto add_walk = [&](const std::string& pause) {
    project.revision("b2", "a1",
                     R"lua(
    op.log("at work")
    op.transform_rows("t", { set = { "v" }, batch_size = 10, commit = "batch")lua" +
                         pause + R"lua( }, function(row)
      if row.id == 25 then op.log("in the third batch") end
      return { v = row.v + 1 }
    end))lua",
                     "");
  };
  add_walk(", pause = '300ms'");
  project.upgrade("a1");
  RunningProgram program(upgrade_of(project));
  REQUIRE(program.wait_for("in the third batch"));
  program.signal(SIGINT);
  const ProgramResult result = program.wait();
  CAPTURE(result.all());
  CHECK(result.status == 130);
  CHECK(result.err.find("interrupted in \"t\", behind the row with id = ") != std::string::npos);
  CHECK(result.err.find("done and kept of b2: 0 operations and the rows up to ") != std::string::npos);
  const std::size_t kept = std::stoul(project.database.rows("SELECT count(*) FROM t WHERE v = 1").front());
  CHECK(kept >= 20);
  CHECK(kept < 100);
  CHECK(kept % 10 == 0);
  add_walk("");
  CHECK(run_program(upgrade_of(project)).status == 0);
  CHECK(project.database.rows("SELECT v, count(*) FROM t GROUP BY v") == Rows{"1|2000"});
}

TEST_CASE("progress is told as JSON where that is asked for, and not at all where quiet is") {
  TestProject project("sqlite");
  project.revision("a1", "", R"lua(
    op.create_table("t", { column("id", Integer, { primary_key = true }), column("v", Integer) })
    local n = 0
    op.bulk_insert("t", function() n = n + 1; if n <= 20000 then return { id = n, v = 0 } end end))lua",
                   "");
  project.revision("b2", "a1", R"lua(
    op.transform_rows("t", { set = { "v" }, batch_size = 5000 }, function() return { v = 1 } end)
    op.progress("files", 3):finish())lua",
                   "");
  const auto run = [&](Rows arguments) {
    project.upgrade("a1");
    arguments.insert(arguments.begin(), LUAMIGRATE_PROGRAM);
    arguments.emplace_back("upgrade");
    const ProgramResult result = run_program({arguments, project.folder(), {}});
    CHECK(result.status == 0);
    project.migrator().stamp({.targets = {"a1"}});
    return result;
  };
  const ProgramResult json = run({"--json", "-v"});
  CHECK(json.err.find(R"({"progress":{"label":"t","count":20000,"total":20000,"done":true}})") != std::string::npos);
  CHECK(json.err.find(R"({"progress":{"label":"files","count":0,"total":3,"done":true}})") != std::string::npos);
  CHECK(json.out.find("progress") == std::string::npos);
  const ProgramResult quiet = run({"-q"});
  CHECK(quiet.all().empty());
  const ProgramResult plain = run({});
  CHECK(plain.err.find("20,000") == std::string::npos);  // what is done at once is worth no line
}

TEST_CASE("a signal ends the wait for the run lock") {
  const std::string database = GENERATE(from_range(databases_that_roll_back_ddl()));
  const int number = GENERATE(SIGINT, SIGTERM);
  TestProject project(database);
  project.revision("a1", "", "op.log('at work')\nwhile true do end", "");
  RunningProgram holder(upgrade_of(project));
  REQUIRE(holder.wait_for("at work"));
  RunningProgram program(upgrade_of(project));
  REQUIRE(program.wait_for("another luamigrate ("));
  program.signal(number);
  const ProgramResult result = program.wait();
  CAPTURE(result.all());
  CHECK(result.status == 128 + number);
  CHECK(result.err.find("interrupted while waiting for another luamigrate (") != std::string::npos);
  holder.signal(SIGTERM);
  CHECK(holder.wait().status == 128 + SIGTERM);
}

TEST_CASE("where nobody reads standard output the run goes on") {
  TestProject project("sqlite");
  for (int i = 0; i < 40; ++i)
    project.revision("r" + std::to_string(i), i == 0 ? "" : "r" + std::to_string(i - 1), "op.log(('x'):rep(4000))", "");
  ProgramCall call{{LUAMIGRATE_PROGRAM, "-v", "upgrade"}, project.folder(), {}};
  call.output_is_closed = true;
  const ProgramResult result = run_program(call);
  CHECK((result.status == 0 || result.status == 128 + SIGPIPE));
  CHECK(result.err.find("error") == std::string::npos);
  CHECK(project.version_rows() == Rows{"r39"});
  call.arguments = {LUAMIGRATE_PROGRAM, "history"};
  const ProgramResult history = run_program(call);
  CHECK(history.status == 128 + SIGPIPE);
  CHECK(history.err.empty());
}
