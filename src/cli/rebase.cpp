#include <fmt/format.h>

#include <ostream>

#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_rebase(const Grammar& grammar) {
  const auto request = std::make_shared<RebaseRequest>();
  CLI::App& command = grammar.command(
      "rebase", "give a revision that is not applied another parent", [request](const Context& context) {
        Session session(context);
        const RebaseReport report = session.migrator.rebase(*request);
        if (context.options.json)
          context.out << document(to_json(report));
        else
          context.out << fmt::format("{}: {} -> {}\n", report.shown_path, report.onto, report.revision);
        if (!context.options.quiet && !report.changed)
          context.err << fmt::format("nothing to do: {} stands on {} already\n", report.revision, report.onto);
        return 0;
      });
  command.add_option("TARGET", request->target, "what moves, with all that hangs on it")->required()->type_name("");
  command.add_option("--onto", request->onto, "the new parent (default: the other head)")->type_name("TARGET");
}

}  // namespace luamigrate::cli
