#include "cli/usage_error.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"

namespace luamigrate::cli {
namespace {

Error usage(std::string message, const std::string& meant, std::string_view command, std::string_view for_what) {
  const std::string help =
      fmt::format("run \"luamigrate{}{} --help\" to see {}", command.empty() ? "" : " ", command, for_what);
  return Error(ErrorKind::usage, std::move(message), meant.empty() ? help : meant);
}

std::string meant_command(const CLI::App& app, std::string_view word) {
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return base::did_you_mean(word, names);
}

// Among the flags of the command and those of every command.
std::string meant_flag(const CLI::App& app, const CLI::App* command, std::string_view word) {
  std::vector<std::string> flags;
  for (const CLI::App* owner : {command, &app})
    if (owner)
      for (const CLI::Option* option : owner->get_options())
        for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  const std::vector<std::string_view> names(flags.begin(), flags.end());
  return base::did_you_mean(word, names);
}

}  // namespace

Error usage_error(const CLI::App& app, const CLI::ParseError& failure) {
  const auto chosen = app.get_subcommands();
  const CLI::App* command = chosen.empty() ? nullptr : chosen.front();
  const std::string name = command ? command->get_name() : "";
  const auto words = app.remaining(true);  // what found no place
  const auto stray = std::ranges::find_if(words, [](const std::string& word) { return word != "--"; });

  if (stray != words.end() && stray->size() > 1 && stray->front() == '-') {
    const std::string flag = stray->substr(0, stray->find('='));
    return usage(fmt::format("there is no flag \"{}\"{}{}", flag, command ? " for " : "", name),
                 meant_flag(app, command, flag), name, "its flags");
  }
  if (!command && stray != words.end())
    return usage(fmt::format("there is no command \"{}\"", *stray), meant_command(app, *stray), "", "the commands");
  if (!command && failure.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError))
    return usage("no command is given", "", "", "the commands");
  if (stray != words.end())
    return usage(fmt::format("\"{}\" is one argument too many", *stray), "", name, "what it takes");
  if (failure.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExcludesError)) {
    const std::string_view what = failure.what();  // "--a excludes --b"
    const std::size_t middle = what.find(" excludes ");
    if (middle != std::string_view::npos)
      return usage(fmt::format("{} does not go with {}", what.substr(0, middle), what.substr(middle + 10)), "", name,
                   "what it takes");
  }
  return usage(failure.what(), "", name, command ? "what it takes" : "the flags");
}

}  // namespace luamigrate::cli
