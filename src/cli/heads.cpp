#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_heads(const Grammar& grammar) {
  const auto request = std::make_shared<HeadsRequest>();
  CLI::App& command = grammar.command("heads", "show the heads of the project", [request](const Context& context) {
    Session session(context);
    print(context, session.migrator.heads(*request), {.labels = true});
    return 0;
  });
  command.add_flag("--resolve-dependencies", request->resolve_dependencies, "count dependencies as parents");
}

}  // namespace luamigrate::cli
