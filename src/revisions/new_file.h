// A new revision file: its id, its name and its text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "revisions/graph.h"

namespace luamigrate::revisions {

std::string new_revision_id();  // 12 random hexadecimal digits

// Throws Error{graph} when no new revision could have this id or these labels: see Graph.
void check_new_names(const Graph& graph, std::string_view id, const std::vector<std::string>& labels);

struct FileNameRules {
  std::string file_template =
      "{rev}_{slug}";  // fields: rev slug epoch year month day hour minute second; may name folders
  std::size_t truncate_slug_length = 40;
  std::string timezone = "UTC";
};

// The message as a part of a file name: its words in lower case, joined by _, cut between words with a final _.
std::string slug(std::string_view message, std::size_t longest);

// Relative to the version location, with ".lua" behind. Throws Error{config} for a template with an unknown field, or
// that leads out of the folder.
std::filesystem::path new_file_name(const FileNameRules& rules, std::string_view id, std::string_view message,
                                    base::WallTime now);

struct NewFile {
  std::string revision;
  std::vector<std::string> down_revisions;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::string message;       // lines as the user gave them
  std::string create_date;   // "2026-11-20 15:30:00"
  std::string upgrade_body;  // Lua statements, unindented; empty: a body without statements
  std::string downgrade_body;
};

// The text of the file: `text_template` with its fields put in. A field is ${name}:
//   message          the lines of the message, each behind "--- " at first and "-- " then
//   revision  down_revision  branch_labels  depends_on
//                    as Lua: "id", { "a", "b" } or nil
//   revision_id  revises  create_date
//                    as plain text for the comment
//   upgrade  downgrade
//                    the bodies, indented by two
// Throws Error{config} for an unknown field, with the line of the template.
std::string new_file_text(std::string_view text_template, const NewFile& file);

}  // namespace luamigrate::revisions
