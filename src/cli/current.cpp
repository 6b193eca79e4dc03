#include <ostream>

#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_current(const Grammar& grammar) {
  const auto check_heads = std::make_shared<bool>(false);
  CLI::App& command = grammar.command("current", "show what the database is at", [check_heads](const Context& context) {
    Session session(context);
    const CurrentReport report = session.migrator.current();
    if (context.options.json) {
      context.out << document(to_json(report));
    } else {
      std::vector<RevisionInfo> revisions = report.revisions;
      for (RevisionInfo& revision : revisions) revision.is_current = false;  // all of them are
      if (context.options.verbose) context.out << "Current revision(s) for " << report.database << ":\n";
      print(context, revisions, {.tree = true});
      if (revisions.empty() && !context.options.quiet) context.err << "no revision is applied\n";
    }
    if (!*check_heads || report.at_heads) return exit_done;
    if (!context.options.quiet) context.err << "the database is not at all heads\n";
    return exit_no;
  });
  command.add_flag("--check-heads", *check_heads, "exit with 3 where the database is not at all heads");
}

}  // namespace luamigrate::cli
