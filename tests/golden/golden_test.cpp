// What each dialect makes of operations, for people to read: tests/golden/<family>/<case>.lua holds the body of an
// upgrade(), <case>.<database>.sql the SQL that --sql prints for it, or the error. Written anew by
// scripts/update-golden.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/file.h"
#include "base/process.h"
#include "bindings/revision_file.h"
#include "databases/registry.h"
#include "luamigrate/error.h"
#include "runtime/offline_sink.h"

using namespace luamigrate;
namespace fs = std::filesystem;

namespace {

const fs::path golden_folder = "tests/golden";

class Script final : public Observer {
 public:
  void offline_sql(std::string_view text) override { printed += text; }
  std::string printed;
};

std::string compiled(const fs::path& file, const databases::Database& database) {
  bindings::Interpreter interpreter({.project_folder = file.parent_path()});
  // On one line, so that errors name the lines of the case.
  const std::string text = "revision = \"golden\" function upgrade() " + base::read_file(file) + "\nend";
  Script script;
  const schema::NamingConvention no_convention;
  runtime::OfflineSink sink(*database.dialect, no_convention, script, false);
  try {
    bindings::RevisionFile revision(interpreter, file, text);
    revision.run(ops::ScriptFunction::upgrade, sink, {.revision = "golden"});
  } catch (const Error& error) {
    script.printed += fmt::format("-- error in line {}: {}\n", error.facts().line, error.message());
    if (!error.hint().empty()) script.printed += fmt::format("-- hint: {}\n", error.hint());
  }
  return script.printed;
}

std::vector<fs::path> cases() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(golden_folder))
    if (entry.path().extension() == ".lua") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

TEST_CASE("each dialect makes of each case the SQL that stands beside it") {
  const bool update = base::environment_variable("LUAMIGRATE_UPDATE_GOLDEN").has_value();
  const std::vector<fs::path> files = cases();
  REQUIRE(files.size() > 10);
  for (const fs::path& file : files) {
    for (const databases::Database* database : databases::all_databases()) {
      if (!database->dialect) continue;
      const fs::path expected = fs::path(file).replace_extension(fmt::format(".{}.sql", database->name));
      const std::string sql = compiled(file, *database);
      if (update) {
        base::write_file(expected, sql);
      } else {
        INFO(expected.string());
        CHECK(sql == base::read_file(expected));
      }
    }
  }
}

TEST_CASE("every file of SQL belongs to a case") {
  for (const auto& entry : fs::recursive_directory_iterator(golden_folder)) {
    if (entry.path().extension() != ".sql") continue;
    INFO(entry.path().string());
    CHECK(fs::exists(entry.path().parent_path() / (entry.path().stem().stem().string() + ".lua")));
  }
}
