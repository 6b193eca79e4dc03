// What requests answer: plain values. Only the command line makes text or JSON of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "luamigrate/observer.h"

namespace luamigrate {

// A revision of the project and its place in the graph.
struct RevisionInfo {
  std::string revision;
  std::vector<std::string> down_revisions;  // empty: a base
  std::vector<std::string> branch_labels;   // as declared in the file
  std::vector<std::string> labels;          // all that apply to it, with those spread from relatives
  std::vector<std::string> depends_on;      // as declared
  std::vector<std::string> dependencies;    // resolved to revision ids
  std::vector<std::string> children;        // revisions that have it as a parent
  std::string message;                      // the first line
  std::string doc;                          // the whole comment at the head of the file
  std::string create_date;
  std::string path;        // absolute
  std::string shown_path;  // relative to the project where it lies inside
  bool is_head = false;
  bool is_effective_head = false;  // a head that no other revision depends on
  bool is_base = false;
  bool is_branch_point = false;
  bool is_merge_point = false;
  bool is_current = false;                // in the version table; only where the request looks there
  std::optional<std::string> applied_at;  // UTC, from the log table; only in answers of current()
};

struct CurrentReport {
  std::string database;                 // description without password
  std::vector<RevisionInfo> revisions;  // the version table's rows, plus the tips that dependencies imply
  bool at_heads = false;                // whether every head of the project is applied
};

struct StepReport {
  Direction direction = Direction::upgrade;
  std::string revision;
  std::vector<std::string> from;
  std::vector<std::string> to;
  std::string message;
  std::chrono::nanoseconds duration{0};
  std::vector<std::string> statements;  // of a dry run: what its operations do, values as literals
  std::int64_t rows_touched = 0;        // of a dry run that was tried: inserted, changed and deleted by its operations
};

struct RunReport {
  std::vector<StepReport> steps;  // done, in order; empty: there was nothing to do
  std::vector<std::string> rows;  // the version table afterwards
};

// A run of one revision, as the log table keeps it.
struct LogInfo {
  std::string revision;
  Direction direction = Direction::upgrade;
  std::string outcome;     // "done", "failed", "stamped"
  std::string error;       // of a failure
  std::string started_at;  // UTC, ISO 8601
  std::chrono::milliseconds duration{0};
  std::int64_t operations = 0;  // done
  std::string user_name;
  std::string host;
  std::string tool_version;
  std::string checksum;  // SHA-256 of the file as it ran
};

// How a database stands to the files of its project.
struct StatusReport {
  std::string database;               // description without password
  std::vector<RevisionInfo> current;  // what the version table names and a file explains
  std::vector<RevisionInfo> pending;  // what `upgrade heads` would run, in order
  std::vector<RevisionInfo> changed;  // applied, and their files are others than those that ran
  std::vector<std::string> missing;   // applied, and there is no file
  std::vector<LogInfo> unfinished;    // the last runs of revisions, where they failed, were cut off or are at work
  std::optional<LogInfo> last_run;    // nothing: none is logged
  bool is_clean = false;              // nothing is pending, changed, missing or unfinished
};

// One thing in which models and database differ.
struct DifferenceInfo {
  std::string kind;         // "add_table", "remove_column", "modify_type", ...: what would do away with it
  std::string table;        // empty: it is in none
  std::string object;       // the column, constraint, index, view ...
  std::string description;  // for people
  std::string withheld;     // why --autogenerate writes it as a comment only; empty: it does not
};

struct CheckReport {
  std::string database;  // description without password
  std::vector<DifferenceInfo> differences;
};

struct NewRevisionReport {
  std::string revision;
  std::string path;        // absolute
  std::string shown_path;  // as messages show it
  bool written = true;     // no: process_revision_directives wanted none
};

struct RebaseReport {
  std::string revision;
  std::vector<std::string> from;  // its parents before
  std::string onto;
  std::string path;        // absolute
  std::string shown_path;  // as messages show it
  bool changed = false;    // no: it was its parent already
};

struct InitReport {
  std::vector<std::string> written;  // paths, relative to the folder
  std::vector<std::string> kept;     // files that were there already and were left alone
};

struct TemplateInfo {
  std::string name;
  std::string summary;
};

}  // namespace luamigrate
