// The programs that come with a database, to run a script and to write down what a database holds.
#pragma once

#include <string>

#include "support/live_database.h"
#include "support/project.h"

namespace luamigrate::test {

// What `--sql` prints for a range.
std::string script_of(TestProject& project, const std::string& range, bool upward);

// Runs a script, to the first error, which fails the test.
void run_by_program(const LiveDatabase& database, const std::string& script);

// Schema and rows.
std::string dumped(const LiveDatabase& database);

// Where two dumps part; empty: nowhere.
std::string difference(const std::string& expected, const std::string& actual);

}  // namespace luamigrate::test
