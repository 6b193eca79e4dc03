#include "cli/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/exit_code.h"
#include "cli/interrupts.h"
#include "cli/json.h"
#include "cli/process_title.h"
#include "cli/text.h"
#include "cli/usage_error.h"

namespace luamigrate::cli {
namespace {

std::pair<std::string, std::string> key_and_value(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {text, ""};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

void add_global_options(CLI::App& app, GlobalOptions& options, std::vector<std::string>& x_arguments) {
  app.add_option("-c,--config", options.project.config_file,
                 "the project's file (default: $LUAMIGRATE_CONFIG, else migrate.toml here or above)")
      ->type_name("FILE");
  app.add_option("-n,--name", options.project.section, "another section of the file as the project")
      ->type_name("SECTION");
  app.add_option("-e,--env", options.project.environment, "an environment to lay over it (default: $LUAMIGRATE_ENV)")
      ->type_name("ENV");
  app.add_option("--url", options.project.url, "a database instead of the configured one")->type_name("URL");
  app.add_option("-x", x_arguments, "an argument for scripts (op.x)")
      ->type_name("KEY=VALUE")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
  app.add_flag("--json", options.json, "standard output is one JSON document");
  auto* quiet = app.add_flag("-q,--quiet", options.quiet, "say nothing but errors");
  app.add_flag("-v,--verbose", options.verbose, "say more: SQL, paths, long entries")->excludes(quiet);
  app.add_option_function<std::string>(
         "--color",
         [&options](const std::string& when) {
           options.color = when == "always"  ? ColorMode::always
                           : when == "never" ? ColorMode::never
                                             : ColorMode::automatic;
         },
         "auto, always or never")
      ->type_name("WHEN")
      ->check(one_of({"auto", "always", "never"}));
  app.add_flag("--traceback", options.traceback, "show Lua's traceback with errors");
}

// As the shell counts what a signal has ended.
int exit_code_behind(const Error& error) {
  const int signal = error.kind() == ErrorKind::interrupted ? interrupting_signal() : 0;
  return signal != 0 ? 128 + signal : exit_code_of(error.kind());
}

int report(const Error& error, const GlobalOptions& options) {
  if (options.json && std::cout << document(to_json(error, options.traceback)) << std::flush)
    return exit_code_behind(error);
  std::cerr << error_text(error, options.traceback, Style::for_stream(options.color, STDERR_FILENO));
  return exit_code_behind(error);
}

// JSON only where it is asked for by both flags: a person may read standard error while a program reads the answer.
ProgressForm progress_form(const GlobalOptions& options) {
  if (options.json && options.verbose) return ProgressForm::json;
  return is_terminal(STDERR_FILENO) ? ProgressForm::line : ProgressForm::lines;
}

int carry_out(const Action& action, const GlobalOptions& options) {
  const Interrupts interrupts;
  const Context context{options,
                        std::cout,
                        std::cerr,
                        Style::for_stream(options.color, STDOUT_FILENO),
                        Style::for_stream(options.color, STDERR_FILENO),
                        progress_form(options),
                        interrupts.token()};
  try {
    const int code = action(context);
    std::cout.flush();
    if (!std::cout && reader_is_gone()) end_as_without_reader();
    if (!std::cout) throw Error(ErrorKind::io, "standard output could not be written");
    return code;
  } catch (const Error& error) {
    return report(error, options);
  } catch (const std::exception& fault) {
    return report(Error(ErrorKind::internal, fmt::format("a fault of luamigrate: {}", fault.what()),
                        "please report it, with what you ran"),
                  options);
  }
}

}  // namespace

CLI::App& Grammar::command(const std::string& name, const std::string& description, Action action) const {
  CLI::App* added = app.add_subcommand(name, description);
  added->fallthrough();  // the flags of every command may stand behind its name
  added->footer("The flags of every command: luamigrate --help");
  added->callback([&chosen_action = chosen, action = std::move(action)] { chosen_action = action; });
  return *added;
}

CLI::Option* Grammar::sql_flag(CLI::App& command, bool& sql, const std::string& description) const {
  return command.add_flag("--sql", sql, description)->excludes(app.get_option("--json"));
}

CLI::Option* Grammar::dry_run_flag(CLI::App& command, DryRun& dry_run) const {
  const std::string description = "say the SQL and change nothing; --dry-run=rollback: and what it did";
  return command.add_flag("--dry-run{sql}", description)
      ->check(one_of({"sql", "rollback"}))
      ->each([&dry_run](const std::string& word) {
        dry_run = word == "rollback" ? DryRun::rollback : DryRun::statements;
      });
}

CLI::Validator one_of(std::vector<std::string> words) {
  return CLI::Validator(
      [words = std::move(words)](const std::string& word) {
        if (std::ranges::find(words, word) != words.end()) return std::string();
        return fmt::format("expected {} or {}, not \"{}\"", fmt::join(words.begin(), words.end() - 1, ", "),
                           words.back(), word);
      },
      "");
}

int run(int argc, char** argv) {
  outlive_readers();
  std::ios::sync_with_stdio(false);

  GlobalOptions options;
  std::vector<std::string> x_arguments;
  Action chosen;
  CLI::App app("Database migrations written in Lua.", "luamigrate");
  app.set_version_flag("--version", std::string("luamigrate ") + version());
  app.require_subcommand(1);
  add_global_options(app, options, x_arguments);
  const Grammar grammar{app, chosen};
  for (const auto add :
       {add_init,    add_revision, add_merge,    add_rebase,         add_upgrade, add_downgrade,     add_stamp,
        add_current, add_heads,    add_branches, add_history,        add_show,    add_status,        add_check,
        add_reflect, add_log,      add_edit,     add_ensure_version, add_wait,    add_list_templates})
    add(grammar);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    // Where the line is wrong before its --json is reached, the answer is JSON all the same.
    options.json = std::any_of(argv, argv + argc, [](std::string_view word) { return word == "--json"; });
    return report(usage_error(app, error), options);
  }
  hide_passwords(argc, argv);
  for (const std::string& argument : x_arguments) options.project.x_arguments.push_back(key_and_value(argument));
  return carry_out(chosen, options);
}

}  // namespace luamigrate::cli
