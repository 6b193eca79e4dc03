#include "commands/post_write_hooks.h"

#include <fmt/format.h>

#include "base/process.h"
#include "luamigrate/error.h"

namespace luamigrate {

void run_post_write_hooks(const Migrator::Project& project, const std::filesystem::path& path) {
  for (const config::PostWriteHook& hook : project.settings().post_write_hooks) {
    // The path goes as a parameter of the shell, so that nothing in it is read as a command.
    std::string command = hook.command;
    constexpr std::string_view token = "{path}";
    for (std::size_t at = 0; (at = command.find(token, at)) != std::string::npos; at += 4)
      command.replace(at, token.size(), "\"$1\"");
    try {
      const int status = base::run_program({"sh", "-c", command, "sh", std::filesystem::absolute(path).string()},
                                           project.settings().project_folder.string());
      if (status != 0)
        project.observer().warning(
            fmt::format("the post_write_hook \"{}\" ended with status {}", hook.command, status));
    } catch (const Error& error) {
      project.observer().warning(
          fmt::format("the post_write_hook \"{}\" did not run: {}", hook.command, error.message()));
    }
  }
}

}  // namespace luamigrate
