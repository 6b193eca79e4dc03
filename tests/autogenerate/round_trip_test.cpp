// diff(A, B) applied to a database of A makes one of B, its way back one of A again, and there is nothing more to say:
// over a large table of models.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "autogenerate/fingerprint.h"
#include "autogenerate/model_cases.h"
#include "base/file.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

// A project whose database stands at some models.
class ModelProject {
 public:
  explicit ModelProject(const std::string& database) : project_(database) {}

  void models(std::string_view text) { project_.write("lua/models.lua", model_file(text)); }

  // The revision that was written, as text.
  std::string autogenerate(bool allow_drop = false) {
    const NewRevisionReport report = project_.migrator().revision(
        {.message = fmt::format("step {}", ++steps_), .autogenerate = true, .allow_drop = allow_drop});
    last_ = report.path;
    return base::read_file(report.path);
  }
  void upgrade() { project_.upgrade(); }
  void downgrade() { project_.downgrade("-1"); }
  std::string found() {
    std::string text;
    for (const DifferenceInfo& found : project_.migrator().check(true).differences)
      text += fmt::format("{} ({})\n", found.description, found.kind);
    return text;
  }
  void forget_last() const { std::filesystem::remove(last_); }
  std::string state() const { return fingerprint(project_.database); }

 private:
  TestProject project_;
  int steps_ = 0;
  std::filesystem::path last_;  // what was written last
};

// The groups that this database takes part in.
std::vector<ModelGroup> groups_of(const std::string& database) {
  std::vector<ModelGroup> groups = model_groups();
  std::erase_if(groups, [&](const ModelGroup& group) {
    return !group.databases.empty() && std::ranges::find(group.databases, database) == group.databases.end();
  });
  return groups;
}

void take_there_and_back(const std::string& database, const ModelGroup& group) {
  const std::size_t count = group.variants.size();
  std::vector<std::unique_ptr<ModelProject>> projects;
  std::vector<std::string> states;
  for (const std::string& models : group.variants) {
    INFO(database << ", " << group.name << ", first\n" << models);
    projects.push_back(std::make_unique<ModelProject>(database));
    projects.back()->models(models);
    projects.back()->autogenerate();
    projects.back()->upgrade();
    CHECK(projects.back()->found() == "");
    states.push_back(projects.back()->state());
  }

  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b) {
      const std::size_t apart = (b + count - a) % count;
      if (apart == 0 || (count > 6 && apart != 1 && apart + 1 != count)) continue;
      ModelProject& project = *projects[a];
      project.models(group.variants[b]);
      const std::string written = project.autogenerate(group.loses);
      INFO(database << ", " << group.name << "\n-- from\n"
                    << group.variants[a] << "\n-- to\n"
                    << group.variants[b] << "\n"
                    << written);
      try {
        project.upgrade();
        CHECK(project.found() == "");
        if (!group.renames) CHECK(project.state() == states[b]);
        project.downgrade();
        CHECK(project.state() == states[a]);
        project.forget_last();
        project.models(group.variants[a]);
        if (!group.renames) CHECK(project.found() == "");
      } catch (const Error& error) {
        FAIL(error.message() << " (" << error.hint() << ") " << error.facts().sql);
      }
    }
  }
}

// Each group is a section: `test_autogenerate "[mysql]" -c uniques` runs one.
void take_there_and_back(const std::string& database, std::size_t part, std::size_t parts) {
  const std::vector<ModelGroup> groups = groups_of(database);
  for (std::size_t i = part; i < groups.size(); i += parts) DYNAMIC_SECTION(groups[i].name) {
      take_there_and_back(database, groups[i]);
    }
}

}  // namespace

// Hidden from a run of the whole program only: CTest runs each by its tag (CMakeLists.txt), beside one another, because
// together they take long.
TEST_CASE("what is written takes SQLite from any models to any others and back", "[.][sqlite]") {
  take_there_and_back("sqlite", 0, 1);
}
TEST_CASE("what is written takes PostgreSQL from any models to any others and back", "[.][postgresql]") {
  take_there_and_back("postgresql", 0, 2);
}
TEST_CASE("and so from the other half of the models", "[.][postgresql_too]") {
  take_there_and_back("postgresql", 1, 2);
}
TEST_CASE("what is written takes MariaDB from any models to any others and back", "[.][mysql]") {
  take_there_and_back("mysql", 0, 1);
}
