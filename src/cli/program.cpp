#include "cli/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "base/suggest.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/text.h"

namespace luamigrate::cli {
namespace {

// The first Ctrl-C asks the run to stop at the next place where that is clean, a second one ends the program at once. A
// signal handler may do next to nothing, so it writes to a pipe that a thread reads.
class Interrupts {
 public:
  Interrupts() {
    if (::pipe(pipe_) != 0) return;
    write_end = pipe_[1];
    std::signal(SIGINT, &Interrupts::handle);
    std::signal(SIGTERM, &Interrupts::handle);
    reader_ = std::thread([this] {
      char signal = 0;
      if (::read(pipe_[0], &signal, 1) == 1 && signal != 0) stop_.request_stop();
    });
  }
  ~Interrupts() {
    if (!reader_.joinable()) return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const char done = 0;
    if (::write(pipe_[1], &done, 1) == 1) reader_.join();
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  std::stop_token token() const { return stop_.get_token(); }

 private:
  static void handle(int signal) {
    if (interrupted != 0) ::_exit(exit_interrupted);
    interrupted = 1;
    const char number = static_cast<char>(signal);
    [[maybe_unused]] const auto written = ::write(write_end, &number, 1);
  }

  static inline volatile std::sig_atomic_t interrupted = 0;
  static inline int write_end = -1;
  int pipe_[2] = {-1, -1};
  std::stop_source stop_;
  std::thread reader_;
};

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
  const std::map<std::string, ColorMode> modes = {
      {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};
  app.add_option("--color", options.color, "auto, always or never")
      ->type_name("WHEN")
      ->transform(CLI::Transformer(modes))
      ->check(CLI::IsMember(modes));
  app.add_flag("--traceback", options.traceback, "show Lua's traceback with errors");
}

// CLI11 only says that a command is missing; the word that should be one says more.
Error usage_error(const CLI::App& app, const CLI::ParseError& failure, int argc, char** argv) {
  const std::string help = "run \"luamigrate --help\" or \"luamigrate COMMAND --help\"";
  const bool has_command = !app.get_subcommands().empty();
  for (int i = 1; i < argc && !has_command; ++i) {
    const std::string_view word = argv[i];
    const std::string_view before = argv[i - 1];
    const bool is_value = i > 1 && before.starts_with('-') && before != "-q" && before != "-v" && before != "--json" &&
                          before != "--quiet" && before != "--verbose" && before != "--traceback";
    if (word.starts_with('-') || is_value) continue;
    std::vector<std::string_view> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
      names.push_back(command->get_name());
    const std::string meant = base::did_you_mean(word, names);
    return Error(ErrorKind::usage, fmt::format("there is no command \"{}\"", word), meant.empty() ? help : meant);
  }
  return Error(ErrorKind::usage, failure.what(), help);
}

int report(const Error& error, const GlobalOptions& options) {
  if (options.json)
    std::cout << document(to_json(error, options.traceback)) << std::flush;
  else
    std::cerr << error_text(error, options.traceback, Style::for_stream(options.color, STDERR_FILENO));
  return exit_code_of(error.kind());
}

int carry_out(const Action& action, const GlobalOptions& options) {
  const Interrupts interrupts;
  const Context context{options,
                        std::cout,
                        std::cerr,
                        Style::for_stream(options.color, STDOUT_FILENO),
                        Style::for_stream(options.color, STDERR_FILENO),
                        interrupts.token()};
  try {
    const int code = action(context);
    std::cout.flush();
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
  added->callback([&chosen_action = chosen, action = std::move(action)] { chosen_action = action; });
  return *added;
}

int run(int argc, char** argv) {
  // Who reads a result may stop early: `luamigrate history | head`.
  std::signal(SIGPIPE, SIG_DFL);
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
       {add_init, add_revision, add_merge, add_upgrade, add_downgrade, add_stamp, add_current, add_heads, add_branches,
        add_history, add_show, add_edit, add_ensure_version, add_list_templates})
    add(grammar);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return report(usage_error(app, error, argc, argv), options);
  }
  for (const std::string& argument : x_arguments) options.project.x_arguments.push_back(key_and_value(argument));
  return carry_out(chosen, options);
}

}  // namespace luamigrate::cli
