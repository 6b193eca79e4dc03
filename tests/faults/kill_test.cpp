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
#include "faults/mixed_revisions.h"
#include "support/program.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

class Scenario {
 public:
  Scenario(const std::string& database, Rows command) : project_(database), command_(std::move(command)) {
    add_mixed_revisions(project_);
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
