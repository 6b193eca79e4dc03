#include "cli/session.h"

namespace luamigrate::cli {

void add_downgrade(const Grammar& grammar) {
  const auto request = std::make_shared<DowngradeRequest>();
  CLI::App& command = grammar.command("downgrade", "run revisions downward", [request](const Context& context) {
    Session session(context);
    request->stop = context.stop;
    const RunReport report = session.migrator.downgrade(*request);
    if (request->dry_run != DryRun::no)
      print_dry_run(context, report, request->dry_run);
    else if (!request->sql)
      print(context, report);
    return 0;
  });
  command.add_option("TARGET", request->target, "where to go: a revision, base, -N ...")->required()->type_name("");
  auto* dry_run = grammar.dry_run_flag(command, request->dry_run);
  auto* resume = command.add_flag("--resume", request->resume,
                                  "go on behind what an earlier run has done of a revision outside a transaction");
  grammar.sql_flag(command, request->sql, "print the SQL and connect to nothing; needs FROM:TO")
      ->excludes(dry_run)
      ->excludes(resume);
  command.add_option("--tag", request->tag, "a word for scripts (op.tag)")->type_name("TAG");
}

}  // namespace luamigrate::cli
