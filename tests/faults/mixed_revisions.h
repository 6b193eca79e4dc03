// Revisions of every kind, and what a run of them leaves.
#pragma once

#include <string>
#include <vector>

#include "support/project.h"

namespace luamigrate::test {

// From a1 by two branches to i9. Doing a part of one twice, or not at all, shows in the rows: each adds its own power
// of ten to people.visits.
void add_mixed_revisions(TestProject& project);

// Everything that a run leaves: tables, indexes, rows, and what the log table says is done.
std::vector<std::string> left_in(const LiveDatabase& database);

// What stands in `all` and not in `others`, for messages shorter than both.
std::vector<std::string> missing(const std::vector<std::string>& all, const std::vector<std::string>& others);

}  // namespace luamigrate::test
