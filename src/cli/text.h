// Revisions and errors as text for people. The lines of revisions read like Alembic's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/style.h"
#include "luamigrate/error.h"
#include "luamigrate/report.h"

namespace luamigrate::cli {

// What a line of a revision shows besides its id and "(head)".
struct LineParts {
  bool parents = false;  // "abc -> " in front
  bool labels = false;   // "(label)"
  bool needs = false;    // "(needs def)": dependencies, where no parents are shown
  bool tree = false;     // "(branchpoint)", "(mergepoint)"
  bool message = false;  // ", message" behind
};

std::string revision_line(const RevisionInfo& revision, const LineParts& parts, const Style& style);
// The entry of several lines that -v shows; ends in a newline.
std::string revision_entry(const RevisionInfo& revision, const Style& style);

// One line of the log table.
std::string log_line(const LogInfo& entry, const Style& style);

// "<base>" for none.
std::string ids(const std::vector<std::string>& revisions);

// "upgrade  abc -> def  message", without the duration.
std::string step_line(const StepEvent& event, const Style& style);

// All that is known of an error, each fact on a line of its own; ends in a newline.
std::string error_text(const Error& error, bool traceback, const Style& style);

}  // namespace luamigrate::cli
