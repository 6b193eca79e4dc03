// The command line: grammar, the flags every command knows, and what carries them out.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/progress_line.h"
#include "cli/style.h"
#include "luamigrate/luamigrate.h"

namespace luamigrate::cli {

struct GlobalOptions {
  ProjectOptions project;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool traceback = false;
  ColorMode color = ColorMode::automatic;
};

// What a command runs with. Results go to `out`, all else to `err`.
struct Context {
  const GlobalOptions& options;
  std::ostream& out;
  std::ostream& err;
  Style out_style;
  Style err_style;
  ProgressForm progress = ProgressForm::lines;
  std::stop_token stop;
};

// Carries a command out and returns the exit code. Throws Error.
using Action = std::function<int(const Context&)>;

// Where a command adds itself to the grammar: a subcommand with its flags. The callback sets what to do when it is
// chosen.
struct Grammar {
  CLI::App& app;
  Action& chosen;

  CLI::App& command(const std::string& name, const std::string& description, Action action) const;
  // --sql, which goes with no --json: a script is what it prints.
  CLI::Option* sql_flag(CLI::App& command, bool& sql, const std::string& description) const;
  // --dry-run, or --dry-run=rollback.
  CLI::Option* dry_run_flag(CLI::App& command, DryRun& dry_run) const;
};

// Accepts one of some words, and says in our words which there are.
CLI::Validator one_of(std::vector<std::string> words);

void add_branches(const Grammar& grammar);
void add_check(const Grammar& grammar);
void add_current(const Grammar& grammar);
void add_downgrade(const Grammar& grammar);
void add_edit(const Grammar& grammar);
void add_ensure_version(const Grammar& grammar);
void add_heads(const Grammar& grammar);
void add_history(const Grammar& grammar);
void add_init(const Grammar& grammar);
void add_list_templates(const Grammar& grammar);
void add_log(const Grammar& grammar);
void add_merge(const Grammar& grammar);
void add_rebase(const Grammar& grammar);
void add_reflect(const Grammar& grammar);
void add_revision(const Grammar& grammar);
void add_show(const Grammar& grammar);
void add_stamp(const Grammar& grammar);
void add_status(const Grammar& grammar);
void add_upgrade(const Grammar& grammar);
void add_wait(const Grammar& grammar);

// The whole program. Never throws.
int run(int argc, char** argv);

}  // namespace luamigrate::cli
