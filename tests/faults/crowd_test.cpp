// Many programs that upgrade one database at once.
#include <catch2/catch.hpp>
#include <deque>

#include "faults/mixed_revisions.h"
#include "support/program.h"
#include "support/project.h"

using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

void check_crowd(TestProject& project, const Rows& command, const Rows& expected) {
  constexpr int programs = 32;
  Rows arguments{LUAMIGRATE_PROGRAM};
  arguments.insert(arguments.end(), command.begin(), command.end());
  std::deque<RunningProgram> crowd;
  for (int i = 0; i < programs; ++i) crowd.emplace_back(ProgramCall{arguments, project.folder(), {}});
  for (RunningProgram& program : crowd) {
    const ProgramResult result = program.wait();
    INFO(result.all());
    CHECK(result.status == 0);
  }
  // The log table has a row for each time that a revision was begun.
  CHECK(project.database.rows("SELECT revision, direction, count(*), max(outcome) FROM luamigrate_log "
                              "GROUP BY revision, direction ORDER BY direction, revision") == expected);
}

}  // namespace

TEST_CASE("32 programs that upgrade at once run each revision once, and all succeed") {
  const std::string database = GENERATE(from_range(live_databases()));
  const std::string lock = GENERATE("session", "table");
  if (database == "sqlite" && lock == "table") return;  // has one lock, whatever is asked for
  if (database == "mysql" && lock == "table") return;   // refuses it
  TestProject project(database, "run_lock = \"" + lock + "\"");
  add_mixed_revisions(project);
  Rows expected;
  for (const char* revision : {"a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9"})
    expected.push_back(std::string(revision) + "|upgrade|1|done");
  check_crowd(project, {"upgrade", "head"}, expected);
  CHECK(project.version_rows() == Rows{"i9"});
  CHECK(project.database.rows("SELECT DISTINCT visits FROM people") == Rows{"1111111111"});
}
