#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace luamigrate::revisions {

// What a revision file says about itself, as it stands there: nothing is resolved or checked against other files.
struct RevisionHeader {
  std::string revision;
  std::vector<std::string> down_revisions;  // ids; empty: a base
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;  // ids or labels
  std::vector<std::string> replaces;    // ids; of a squashed revision
  std::string message;                  // the first line of the comment at the head of the file
  std::string doc;                      // that comment whole
  std::string create_date;              // as the comment writes it; empty: it has none
  std::filesystem::path path;
  std::optional<std::string> logged_text;  // of a file that is gone: what was applied, as the log table keeps it

  bool transactional = true;
  std::optional<std::string> irreversible;  // the reason given instead of a downgrade
  std::vector<std::string> lint_ignore;

  bool has_upgrade = false;
  bool has_downgrade = false;
  bool has_change = false;
};

}  // namespace luamigrate::revisions
