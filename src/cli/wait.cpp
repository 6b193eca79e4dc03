#include <fmt/format.h>

#include "base/quantity.h"
#include "cli/session.h"

namespace luamigrate::cli {
void add_wait(const Grammar& grammar) {
  const auto timeout = std::make_shared<std::string>("60s");
  CLI::App& command = grammar.command("wait", "wait until the database answers", [timeout](const Context& context) {
    const auto limit = base::duration_of(*timeout);
    if (!limit)
      throw Error(ErrorKind::usage, fmt::format("--timeout must be {}, not \"{}\"", base::expected_duration, *timeout));
    Session session(context);
    session.migrator.wait(*limit, context.stop);
    return 0;
  });
  command.add_option("--timeout", *timeout, "how long: 500ms, 60s, 2m (default: 60s)")->type_name("TIME");
}

}  // namespace luamigrate::cli
