#include <fmt/format.h>

#include <ostream>

#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_log(const Grammar& grammar) {
  const auto limit = std::make_shared<std::size_t>(0);
  CLI::App& command = grammar.command("log", "show who ran what, newest first", [limit](const Context& context) {
    Session session(context);
    const std::vector<LogInfo> log = session.migrator.log(*limit);
    if (context.options.json) {
      context.out << document(to_json(log));
      return 0;
    }
    for (const LogInfo& entry : log) {
      context.out << log_line(entry, context.out_style) << '\n';
      if (!entry.error.empty()) context.out << fmt::format("    {}\n", entry.error);
    }
    if (log.empty() && !context.options.quiet) context.err << "nothing was run yet\n";
    return 0;
  });
  command.add_option("-n", *limit, "this many at most")->type_name("N");
}

}  // namespace luamigrate::cli
