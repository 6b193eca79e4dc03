// A run that is killed at any point and then run again ends where one that nobody disturbed does.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <sstream>
#include <thread>

#include "base/file.h"
#include "base/process.h"
#include "support/program.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

// Revisions of every kind. Doing a part of one twice, or not at all, shows in the rows: each adds its own power of ten
// to `visits`.
void add_revisions(TestProject& project) {
  const bool concurrent = project.database.database().name == "postgresql";
  const auto add = [&](const std::string& id, const std::string& down, std::string text) {
    const std::string_view place = "$concurrently";
    for (std::size_t at = 0; (at = text.find(place)) != std::string::npos;)
      text.replace(at, place.size(), concurrent ? ", { concurrently = true }" : "");
    project.revision(id, down, text);
  };
  project.revision("a1", "", R"lua(
  op.create_table("people", { column("id", Integer, { primary_key = true }), column("full_name", Text),
    column("email", Text), column("visits", BigInteger, { server_default = "0" }) })
  local n = 0
  op.bulk_insert("people", function()
    n = n + 1
    if n <= 60 then return { id = n * 3, full_name = "First" .. n .. " Last" .. n, email = "P" .. n .. "@EXAMPLE.org" } end
  end))lua",
                   "op.drop_table('people')");
  project.revision("b2", "a1", R"lua(
  op.add_column("people", column("first_name", Text))
  op.add_column("people", column("last_name", Text))
  op.execute("UPDATE people SET visits = visits + 1")
  op.create_index("ix_people_email", "people", { "email" })
  op.create_table("orders", { column("id", Integer, { primary_key = true }),
    column("person", Integer, { references = "people.id" }) })
  op.bulk_insert("orders", { { id = 1, person = 3 }, { id = 2, person = 6 } }))lua",
                   R"lua(
  op.drop_table("orders")
  op.drop_index("ix_people_email", "people")
  op.execute("UPDATE people SET visits = visits - 1")
  op.drop_column("people", "last_name")
  op.drop_column("people", "first_name"))lua");
  add("c3", "b2", R"lua(transactional = false
function upgrade()
  op.create_table("notes", { column("id", Integer, { primary_key = true }), column("text", Text) })
  op.bulk_insert("notes", { { id = 1, text = "one" }, { id = 2, text = "two" } })
  op.execute("UPDATE people SET visits = visits + 10; INSERT INTO notes (id, text) VALUES (3, 'three'); UPDATE people SET visits = visits + 100")
  op.create_index("ix_notes_text", "notes", { "text" }$concurrently)
  op.execute("VACUUM")
  op.add_column("notes", column("length", Integer))
  op.execute("UPDATE notes SET length = coalesce(length, 0) + length(text)")
end
function downgrade()
  op.drop_index("ix_notes_text", "notes"$concurrently)
  op.execute("UPDATE people SET visits = visits - 10; UPDATE people SET visits = visits - 100")
  op.drop_table("notes")
end)lua");
  add("d4", "c3", R"lua(function upgrade()
  op.execute("UPDATE people SET visits = visits + 1000")
  op.autocommit_block(function()
    op.execute("UPDATE people SET visits = visits + 10000")
    op.create_index("ix_people_visits", "people", { "visits" }$concurrently)
    op.execute("UPDATE people SET visits = visits + 100000")
  end)
  op.execute("UPDATE people SET visits = visits + 1000000")
  op.create_index("ix_people_last_name", "people", { "last_name" }$concurrently)
  op.execute("INSERT INTO notes (id, text) VALUES (4, 'four')")
end
function downgrade()
  op.execute("DELETE FROM notes WHERE id = 4")
  op.drop_index("ix_people_last_name", "people")
  op.autocommit_block(function()
    op.execute("UPDATE people SET visits = visits - 1111000")
  end)
  op.drop_index("ix_people_visits", "people")
end)lua");
  project.revision("e5", "d4", R"lua(
  op.execute("INSERT INTO notes (id, text) VALUES (5, 'five')")
  op.transform_rows("people", { set = { "first_name", "last_name", "email", "visits" }, columns = { "full_name" },
      batch_size = 7, commit = "batch" }, function(row)
    local first, last = row.full_name:match("^(%S+) (%S+)$")
    return { first_name = first, last_name = last, email = row.email:lower(), visits = row.visits + 10000000 }
  end)
  op.execute("INSERT INTO notes (id, text) VALUES (6, 'six')")
  op.batched_update("people", { set = { visits = sql("visits + 100000000") }, batch_size = 11, commit = "batch" })
  op.execute("UPDATE notes SET text = text || '!'"))lua",
                   R"lua(
  op.execute("DELETE FROM notes WHERE id IN (5, 6)")
  op.batched_update("people", { set = { visits = sql("visits - 110000000") }, batch_size = 11, commit = "batch" }))lua");
  project.revision("f6", "e5", R"lua(transactional = false
function upgrade()
  op.create_table("copies", { column("id", Integer, { primary_key = true }), column("name", Text) })
  local rows = op.query("SELECT id, last_name FROM people ORDER BY id")
  op.bulk_insert("copies", function()
    local row = rows()
    if row then return { id = row.id, name = row.last_name } end
  end)
  op.transform_rows("copies", { set = { "name" }, batch_size = 25, commit = "batch" }, function(row)
    return { name = row.name .. "." }
  end)
end
function downgrade() op.drop_table("copies") end)lua");
  project.revision("g7", "f6", R"lua(op.execute("UPDATE people SET visits = visits + 1000000000"))lua",
                   R"lua(op.execute("UPDATE people SET visits = visits - 1000000000"))lua");
  project.revision("h8", "f6", R"lua(op.batch_alter_table("copies", function(batch)
    batch.add_column(column("kind", String(10), { nullable = false, server_default = "copy" }))
    batch.alter_column("name", { nullable = false })
    batch.create_check_constraint("ck_copies_name", "name <> ''")
  end))lua",
                   R"lua(op.batch_alter_table("copies", function(batch)
    batch.drop_constraint("ck_copies_name", { type = "check" })
    batch.alter_column("name", { nullable = true })
    batch.drop_column("kind")
  end))lua");
  project.write("versions/i9.lua", R"lua(--- both
revision = "i9"
down_revision = { "g7", "h8" }
function upgrade() op.execute("INSERT INTO notes (id, text) VALUES (9, 'nine')") end
function downgrade() op.execute("DELETE FROM notes WHERE id = 9") end
)lua");
}

// Everything that a run leaves: tables, indexes, rows, and what it says of itself.
Rows left_in(const LiveDatabase& database) {
  Rows all;
  const auto add = [&](const std::string& sql) {
    all.push_back(sql);
    for (std::string& row : database.rows(sql)) all.push_back(std::move(row));
  };
  const bool is_sqlite = database.database().name == "sqlite";
  const std::string tables =
      is_sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
                : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                  "ORDER BY 1";
  if (is_sqlite) {
    add("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2");
  } else {
    add("SELECT table_name::text, column_name::text, data_type::text, is_nullable::text, column_default::text FROM "
        "information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name");
    add("SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid) FROM pg_index WHERE "
        "indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1");
    add("SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
        "'public'::regnamespace ORDER BY 1");
  }
  for (const std::string& table : database.rows(tables))
    if (table != "luamigrate_log" && !table.starts_with("sqlite_")) add("SELECT * FROM " + table + " ORDER BY 1");
  add("SELECT revision, direction, checksum, operations, statements FROM luamigrate_log WHERE outcome = 'done' "
      "ORDER BY revision, direction");
  return all;
}

// What stands in `all` and not in `others`, for messages shorter than both.
Rows missing(const Rows& all, const Rows& others) {
  Rows result;
  for (const std::string& row : all)
    if (std::ranges::count(others, row) != std::ranges::count(all, row)) result.push_back(row);
  return result;
}

class Scenario {
 public:
  Scenario(const std::string& database, Rows command) : project_(database), command_(std::move(command)) {
    add_revisions(project_);
    if (command_.front() == "downgrade") run_well(project_.database, {"upgrade", "head"});
    const LiveDatabase undisturbed(LiveDatabase::CopyOf{project_.database});
    const auto points = project_.folder() / "points";
    const auto start = std::chrono::steady_clock::now();
    const ProgramResult result = run(undisturbed, command_, {{"FAULT_POINTS", points.string()}});
    duration_ = std::chrono::steady_clock::now() - start;
    INFO(result.all());
    REQUIRE(result.status == 0);
    expected_ = left_in(undisturbed);
    std::istringstream lines(base::read_file(points));
    for (std::string line; std::getline(lines, line);) points_.push_back(line);
  }

  const Rows& points() const { return points_; }
  std::chrono::nanoseconds duration() const { return duration_; }

  void kill_at(std::size_t point) const {
    CAPTURE(point, point <= points_.size() ? points_[point - 1] : std::string());
    const LiveDatabase database(LiveDatabase::CopyOf{project_.database});
    const ProgramResult killed = run(database, command_, {{"FAULT_KILL_AT", std::to_string(point)}});
    CAPTURE(killed.all());
    REQUIRE(killed.status == 128 + SIGKILL);
    check_next_run(database);
  }

  void kill_after(std::chrono::nanoseconds time) const {
    CAPTURE(time.count());
    const LiveDatabase database(LiveDatabase::CopyOf{project_.database});
    {
      RunningProgram program(call(database, command_, {}));
      std::this_thread::sleep_for(time);
      program.signal(SIGKILL);
    }
    check_next_run(database);
  }

 private:
  ProgramCall call(const LiveDatabase& database, const Rows& command,
                   std::vector<std::pair<std::string, std::string>> environment) const {
    Rows arguments{FAULTY_LUAMIGRATE_PROGRAM, "--url", database.url()};
    arguments.insert(arguments.end(), command.begin(), command.end());
    return {arguments, project_.folder(), std::move(environment)};
  }
  ProgramResult run(const LiveDatabase& database, const Rows& command,
                    std::vector<std::pair<std::string, std::string>> environment = {}) const {
    return run_program(call(database, command, std::move(environment)));
  }
  void run_well(const LiveDatabase& database, const Rows& command) const {
    const ProgramResult result = run(database, command);
    INFO(result.all());
    REQUIRE(result.status == 0);
  }

  // The same command; with --resume where the program asks for it, and for nothing else.
  void check_next_run(const LiveDatabase& database) const {
    ProgramResult next = run(database, command_);
    const std::string first = next.all();
    CAPTURE(first);
    if (next.status != 0) {
      const std::string asked = "luamigrate " + command_[0] + " --resume " + command_[1];
      REQUIRE(first.find(asked) != std::string::npos);
      CHECK(run(database, {"status"}).out.find("not finished (1)") != std::string::npos);
      next = run(database, {command_[0], "--resume", command_[1]});
    }
    INFO(next.all());
    CHECK(next.status == 0);
    CHECK(missing(left_in(database), expected_).empty());
    CHECK(missing(expected_, left_in(database)).empty());
    CHECK(run(database, {"status"}).out.find("not finished") == std::string::npos);
  }

  TestProject project_;
  Rows command_;
  Rows expected_;
  Rows points_;
  std::chrono::nanoseconds duration_{};
};

// LUAMIGRATE_TEST_KILLS: how many at statements, for each database and direction; a quarter as many at random times.
// Each costs three runs of the program: so 30 a database by default.
std::size_t kills_wanted() {
  const auto text = base::environment_variable("LUAMIGRATE_TEST_KILLS");
  return text ? static_cast<std::size_t>(std::stoul(*text)) : 12;
}

}  // namespace

TEST_CASE("a run that is killed before or after a statement is finished by the next one") {
  const std::string database = GENERATE(from_range(live_databases()));
  const Rows command = GENERATE(Rows{"upgrade", "head"}, Rows{"downgrade", "base"});
  CAPTURE(database, command);
  const Scenario scenario(database, command);
  const std::size_t count = scenario.points().size();
  REQUIRE(count > 150);
  // Other points each time, and evenly over the whole run.
  const std::size_t wanted = std::min(kills_wanted(), count);
  const std::size_t offset = std::random_device{}() % count;
  for (std::size_t i = 0; i < wanted; ++i) scenario.kill_at(1 + (offset + i * count / wanted) % count);
}

TEST_CASE("a run that is killed at any time is finished by the next one") {
  const std::string database = GENERATE(from_range(live_databases()));
  const Rows command = GENERATE(Rows{"upgrade", "head"}, Rows{"downgrade", "base"});
  CAPTURE(database, command);
  const Scenario scenario(database, command);
  std::mt19937 random{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> times(0, scenario.duration().count());
  for (std::size_t i = 0; i < kills_wanted() / 4; ++i) scenario.kill_after(std::chrono::nanoseconds(times(random)));
}
