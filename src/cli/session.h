#pragma once

#include "cli/program.h"
#include "cli/terminal_observer.h"

namespace luamigrate::cli {

// The project of a command, with who tells about it.
struct Session {
  explicit Session(const Context& context) : observer(context), migrator(context.options.project, &observer) {}

  TerminalObserver observer;
  Migrator migrator;
};

// Prints revisions as a list of lines (or entries with -v, or JSON).
struct LineParts;
void print(const Context& context, const std::vector<RevisionInfo>& revisions, const LineParts& parts);

// What a run that was asked for --json answers.
void print(const Context& context, const RunReport& report);

// What a dry run would do: a script to read, or JSON.
void print_dry_run(const Context& context, const RunReport& report, DryRun kind);

// The file that was written.
void print(const Context& context, const NewRevisionReport& report);

}  // namespace luamigrate::cli
