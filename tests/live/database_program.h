// The programs that come with a database, to run a script and to write down what a database holds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/live_database.h"
#include "support/project.h"

namespace luamigrate::test {

// What `--sql` prints for a range.
std::string script_of(TestProject& project, const std::string& range, bool upward);

// Runs a script, to the first error, which fails the test. `option`: one more for the program.
void run_by_program(const LiveDatabase& database, const std::string& script, const std::string& option = {});

// Schema and rows.
std::string dumped(const LiveDatabase& database);

// What each revision leaves behind it online, from the base to the last of `ids` and back; the project is at its base
// before and afterwards.
struct Dumps {
  std::map<std::string, std::string> up, down;  // by revision; `down` by the one gone back to, or "base"
};
Dumps dumps_of(TestProject& project, const std::vector<std::string>& ids);

// Where two dumps part; empty: nowhere.
std::string difference(const std::string& expected, const std::string& actual);

}  // namespace luamigrate::test
