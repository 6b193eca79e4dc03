// Schemas that were not made for luamigrate: sample databases that many know.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "autogenerate/fingerprint.h"
#include "autogenerate/model_cases.h"
#include "base/file.h"
#include "databases/url.h"
#include "luamigrate/error.h"
#include "support/program.h"
#include "support/project.h"

using namespace luamigrate;
using namespace luamigrate::test;

namespace {

struct Sample {
  const char* name;
  const char* database;
};

std::string sample_sql(const Sample& sample) {
  return base::read_file(fmt::format("{}/{}.{}.sql", LUAMIGRATE_SAMPLES, sample.name, sample.database));
}

// What the database's own program says of the schema; the comments that it writes, and its settings, left out.
std::string told_by(const std::vector<std::string>& program,
                    const std::vector<std::pair<std::string, std::string>>& environment = {}) {
  const ProgramResult dump = run_program({.arguments = program, .environment = environment});
  if (dump.status != 0) FAIL(program.front() << ": " << dump.all());
  std::istringstream lines(dump.out);
  std::string text;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && !line.starts_with("--") && !line.starts_with("\\") && !line.starts_with("SET "))
      text += line + "\n";
  return text;
}

// The order of keys says nothing, nor does the space around statements of triggers, the width of integers, or the
// character set of a literal that has the connection's; NO ACTION is what holds by itself.
std::string sorted(const std::string& text) {
  static const std::regex nothing(R"( ON (DELETE|UPDATE) NO ACTION| AUTO_INCREMENT=[0-9]+|_utf8mb4\b|^\s+|[\s,;]+$)");
  static const std::regex width(R"(int\([0-9]+\))");
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    if (std::string kept = std::regex_replace(std::regex_replace(line, width, "int"), nothing, ""); !kept.empty())
      lines.push_back(std::move(kept));
  std::ranges::sort(lines);
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string dump(const LiveDatabase& database) {
  const databases::Url url = databases::parse_url(database.url());
  if (database.database().name == "postgresql")
    return told_by({"pg_dump", "--schema-only", "--no-owner", "--exclude-table=luamigrate_*", database.url()});
  // Without triggers and routines: the server keeps their text, and ours has other spaces. check() compares them.
  if (database.database().name == "mysql")
    return sorted(told_by(
        {"mariadb-dump", "--no-defaults", "--socket=" + *url.option("unix_socket"), "--user=" + url.user, "--no-data",
         "--skip-triggers", "--skip-comments", "--skip-dump-date", "--ignore-table=" + url.path + ".luamigrate_version",
         "--ignore-table=" + url.path + ".luamigrate_log", url.path},
        {{"MYSQL_PWD", url.password}}));
  return fingerprint(database);
}

std::string differences(TestProject& project) {
  std::string text;
  for (const DifferenceInfo& found : project.migrator().check(true).differences)
    text += fmt::format("{} ({})\n", found.description, found.kind);
  return text;
}

}  // namespace

TEST_CASE("databases that others made are taken over as they are") {
  const auto sample = GENERATE(values<Sample>({{"chinook", "sqlite"},
                                               {"chinook", "postgresql"},
                                               {"northwind", "sqlite"},
                                               {"northwind", "postgresql"},
                                               {"sakila", "sqlite"},
                                               {"pagila", "postgresql"},
                                               {"kinds", "postgresql"},
                                               {"kinds", "sqlite"},
                                               {"chinook", "mysql"},
                                               {"northwind", "mysql"},
                                               {"sakila", "mysql"}}));
  INFO(sample.name << " on " << sample.database);
  TestProject project(sample.database);
  project.database.execute(sample_sql(sample));
  const std::string as_it_was = dump(project.database);

  project.write("lua/models.lua", project.migrator().reflect());
  const NewRevisionReport first =
      project.migrator().revision({.message = sample.name, .from_database = true, .stamp = true});
  const std::string written = base::read_file(first.path);
  INFO(base::read_file((project.folder() / "lua/models.lua").string()) << "\n" << written);
  try {
    CHECK(differences(project) == "");
    CHECK(dump(project.database) == as_it_was);

    TestProject anew(sample.database);
    anew.write("versions/first.lua", written);
    anew.upgrade();
    CHECK(dump(anew.database) == as_it_was);
    anew.write("lua/models.lua", base::read_file((project.folder() / "lua/models.lua").string()));
    CHECK(differences(anew) == "");
    anew.downgrade("base");
    CHECK(fingerprint(anew.database) == "");
  } catch (const Error& error) {
    FAIL(error.message() << " (" << error.hint() << ") " << error.facts().sql);
  }
}

TEST_CASE("what cannot be taken over is told, in the files and on the way") {
  struct Untold {
    const char* database;
    const char* sql;
    const char* in_revision;
    const char* in_models;
  };
  const auto one = GENERATE(values<Untold>(
      {{"mysql", "CREATE TABLE kept (id INT) WITH SYSTEM VERSIONING",
        "-- Not written here: WITH SYSTEM VERSIONING of the table \"kept\"\n",
        "--   WITH SYSTEM VERSIONING of the table \"kept\"\n"},
       {"postgresql", "CREATE DOMAIN d AS integer; CREATE TEXT SEARCH CONFIGURATION words (COPY = english)",
        "-- Not written here: text search configuration words", "--   CREATE DOMAIN d AS integer\n"},
       {"sqlite",
        "CREATE TABLE t (n TEXT, UNIQUE (n\r\nCOLLATE NOCASE)); CREATE VIRTUAL TABLE f USING fts5(\ntitle);"
        "CREATE TABLE u (\"desc\" TEXT, UNIQUE (\"desc\"))",
        "-- Not written here: order or collation in UNIQUE (n  COLLATE NOCASE) of the table t\n",
        "--   CREATE VIRTUAL TABLE f USING fts5( title)\n"}}));
  INFO(one.database);
  TestProject project(one.database);
  project.database.execute(one.sql);
  const std::string models = project.migrator().reflect();
  INFO(models);
  CHECK(models.find(one.in_models) != std::string::npos);
  const std::string written =
      base::read_file(project.migrator().revision({.message = "first", .from_database = true}).path);
  INFO(written);
  CHECK(written.find(one.in_revision) != std::string::npos);
  CHECK(written.find("of the table u") == std::string::npos);
  project.write("lua/models.lua", models);
  CHECK_NOTHROW(project.migrator().history({}));
}
