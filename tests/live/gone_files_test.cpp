// Revisions that were applied and whose files are gone: the text in the log table stands for them.
#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "support/failure.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

using Rows = std::vector<std::string>;

constexpr const char* as_settings_say = "";
constexpr const char* strict = "strict_checksums = true";

// Three revisions are applied, then the files of the last two are gone.
struct GoneFiles {
  explicit GoneFiles(const std::string& database, std::string_view settings = as_settings_say,
                     std::string_view log = "")
      : project(database, std::string(settings) + "\n" + std::string(log)) {
    project.revision("a1", "", R"(op.create_table("t", { column("id", Integer), column("v", Text) }))",
                     R"(op.drop_table("t"))");
    project.revision("b2", "a1", R"~(op.execute("INSERT INTO t (id, v) VALUES (1, 'b2')"))~",
                     R"(op.execute("DELETE FROM t WHERE v = 'b2'"))");
    project.write("versions/c3.lua", R"lua(-- third of three
revision = "c3"
down_revision = "b2"
branch_labels = { "last" }
function upgrade() op.execute("INSERT INTO t (id, v) VALUES (2, 'c3')") end
function downgrade() op.execute("DELETE FROM t WHERE v = 'c3'") end
)lua");
    project.upgrade();
    std::filesystem::remove(project.folder() / "versions" / "b2.lua");
    std::filesystem::remove(project.folder() / "versions" / "c3.lua");
  }

  Rows values() { return project.database.rows("SELECT v FROM t ORDER BY id"); }

  TestProject project;
};

}  // namespace

TEST_CASE("what was applied is undone from the log table where its file is gone") {
  GoneFiles gone(GENERATE(from_range(live_databases())));
  const RunReport report = gone.project.downgrade("a1");
  REQUIRE(report.steps.size() == 2);
  CHECK(report.steps[0].revision == "c3");
  CHECK(report.steps[0].message == "third of three");
  CHECK(report.steps[1].revision == "b2");
  CHECK(gone.values().empty());
  CHECK(gone.project.version_rows() == Rows{"a1"});
  CHECK(gone.project.observer.warnings ==
        Rows{"the file of b2, c3 is gone: what was applied stands for it, from the log table"});
  // Downgraded, they are no part of the project any more.
  CHECK(gone.project.migrator().history().size() == 1);
  CHECK(gone.project.upgrade().steps.empty());
}

TEST_CASE("a gone file is told by the reading commands, and found by its labels") {
  GoneFiles gone(GENERATE(from_range(live_databases())));
  Migrator migrator = gone.project.migrator();
  // No file speaks of those that are gone, and history asks a database only where it must.
  CHECK(migrator.history().size() == 1);
  const std::vector<RevisionInfo> history = migrator.history({.indicate_current = true});
  REQUIRE(history.size() == 3);
  CHECK(history[0].is_current);
  CHECK(history[0].revision == "c3");
  CHECK(history[0].message == "third of three");
  CHECK(history[0].path.empty());
  CHECK(history[2].revision == "a1");
  CHECK_FALSE(history[2].path.empty());

  const std::vector<RevisionInfo> shown = migrator.show("last@head");
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].revision == "c3");
  CHECK(shown[0].down_revisions == Rows{"b2"});

  const StatusReport status = migrator.status();
  CHECK(status.missing == Rows{"b2", "c3"});
  CHECK_FALSE(status.is_clean);
  CHECK(migrator.current().revisions.front().revision == "c3");
}

TEST_CASE("revisions go on behind one whose file is gone, but not under strict_checksums") {
  const std::string database = GENERATE(from_range(live_databases()));
  {
    GoneFiles gone(database);
    gone.project.revision("d4", "c3", R"~(op.execute("INSERT INTO t (id, v) VALUES (3, 'd4')"))~", "");
    CHECK(gone.project.migrator().history().size() == 4);
    CHECK(gone.project.upgrade().steps.size() == 1);
    CHECK(gone.values() == Rows{"b2", "c3", "d4"});
  }
  GoneFiles gone(database, strict);
  gone.project.revision("d4", "c3", R"~(op.execute("INSERT INTO t (id, v) VALUES (3, 'd4')"))~", "");
  const Error error = failure([&] { gone.project.upgrade(); });
  CHECK(error.message() == "files that were applied are gone (strict_checksums): b2, c3");
  CHECK(gone.values() == Rows{"b2", "c3"});
  // The way back is open.
  CHECK(gone.project.downgrade("a1").steps.size() == 2);
}

TEST_CASE("without a log table a gone file stands in the way, and nothing is changed") {
  GoneFiles gone(GENERATE(from_range(live_databases())), as_settings_say, "log_table = false");
  const Error error = failure([&] { gone.project.downgrade("a1"); });
  CHECK(error.message() == "the version table names the revision \"c3\", which no file of this project has");
  CHECK(gone.values() == Rows{"b2", "c3"});
  CHECK(gone.project.version_rows() == Rows{"c3"});
}
