#include "cli/session.h"

namespace luamigrate::cli {

void add_upgrade(const Grammar& grammar) {
  const auto request = std::make_shared<UpgradeRequest>();
  CLI::App& command = grammar.command("upgrade", "run revisions upward", [request](const Context& context) {
    Session session(context);
    request->stop = context.stop;
    const RunReport report = session.migrator.upgrade(*request);
    if (request->dry_run != DryRun::no)
      print_dry_run(context, report, request->dry_run);
    else if (!request->sql)
      print(context, report);
    return 0;
  });
  command.add_option("TARGET", request->target, "where to go: a revision, head, heads, +N ... (default: head)")
      ->type_name("");
  auto* dry_run = grammar.dry_run_flag(command, request->dry_run);
  auto* resume = command.add_flag("--resume", request->resume,
                                  "go on behind what an earlier run has done of a revision outside a transaction");
  grammar.sql_flag(command, request->sql, "print the SQL and connect to nothing; A:B to say from where")
      ->excludes(dry_run)
      ->excludes(resume);
  command.add_option("--tag", request->tag, "a word for scripts (op.tag)")->type_name("TAG");
}

}  // namespace luamigrate::cli
