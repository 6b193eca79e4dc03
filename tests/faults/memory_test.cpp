// Rows are never held whole: a file and a table that are larger than the memory there may be go through it.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "support/program.h"
#include "support/project.h"

using namespace luamigrate::test;

namespace {

constexpr long most_megabytes = MOST_MEGABYTES;
constexpr int rows = 120'000;

// 70 MB: rows of no size in particular, a few of them long.
void write_file_of_people(const std::filesystem::path& path) {
  std::ofstream file(path, std::ios::binary);
  file << "id,full_name,note\n";
  const std::string note(500, 'n'), long_note(50'000, 'l');
  for (int i = 1; i <= rows; ++i)
    file << i << ",First" << i << " Last,\"a \"\"quoted\"\"\n" << (i % 10'000 == 0 ? long_note : note) << "\"\n";
}

}  // namespace

TEST_CASE("rows of any number go through little memory") {
  TestProject project(GENERATE(from_range(live_databases())), "[lua]\nmemory_limit = \"16MB\"\n");
  write_file_of_people(project.folder() / "people.csv");
  project.revision("a1", "", R"lua(
    op.create_table("people", { column("id", Integer, { primary_key = true }), column("full_name", Text),
      column("note", Text), column("first_name", Text) })
    op.bulk_insert("people", require("csv").rows("people.csv")))lua",
                   "");
  project.revision("b2", "a1", R"lua(
    op.transform_rows("people", { columns = { "full_name", "note" }, set = { "first_name", "note" } }, function(row)
      return { first_name = row.full_name:match("^%S+"), note = row.note:upper() }
    end))lua",
                   "");
  project.revision("c3", "b2", R"lua(
    local count, size = 0, 0
    for row in op.query("SELECT id, first_name, note FROM people") do
      count, size = count + 1, size + #row.first_name + #row.note
    end
    op.log(count .. " rows, " .. size .. " bytes"))lua",
                   "");
  for (const char* revision : {"a1", "b2", "c3"}) {
    const ProgramResult run = run_program({.arguments = {LUAMIGRATE_PROGRAM, "-q", "upgrade", revision},
                                           .folder = project.folder(),
                                           .environment = {{"ASAN_OPTIONS", "quarantine_size_mb=1"}}});
    INFO(revision << ": " << run.all());
    REQUIRE(run.status == 0);
    CHECK(run.peak_megabytes < most_megabytes);
  }
  CHECK(project.database.rows("SELECT count(*), sum(length(note)) FROM people WHERE note LIKE 'A \"QUOTED\"%'") ==
        std::vector<std::string>{fmt::format("{}|{}", rows, rows * 511 + rows / 10'000 * 49'500)});
}
