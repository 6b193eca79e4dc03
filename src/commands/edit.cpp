#include <fmt/format.h>

#include "base/process.h"
#include "commands/project.h"
#include "luamigrate/error.h"

namespace luamigrate {

void Migrator::edit(const std::string& target) {
  const std::vector<RevisionInfo> revisions = show(target);
  if (revisions.empty())
    throw Error(ErrorKind::target, fmt::format("\"{}\" names no revision to edit", target),
                "run \"luamigrate history\" to see them");
  std::optional<std::string> editor = base::environment_variable("VISUAL");
  if (!editor || editor->empty()) editor = base::environment_variable("EDITOR");
  if (!editor || editor->empty())
    throw Error(ErrorKind::usage, "no editor is set", "set the environment variable EDITOR, as in EDITOR=vi");
  for (const RevisionInfo& revision : revisions) {
    // Through the shell, as git does: the variable may hold options ("code --wait").
    const int status = base::run_program({"sh", "-c", *editor + " \"$@\"", *editor, revision.path});
    if (status != 0) throw Error(ErrorKind::io, fmt::format("the editor \"{}\" ended with status {}", *editor, status));
  }
}

}  // namespace luamigrate
