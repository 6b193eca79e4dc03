#include "cli/session.h"

namespace luamigrate::cli {

void add_upgrade(const Grammar& grammar) {
  const auto request = std::make_shared<UpgradeRequest>();
  CLI::App& command = grammar.command("upgrade", "run revisions upward", [request](const Context& context) {
    Session session(context);
    request->stop = context.stop;
    const RunReport report = session.migrator.upgrade(*request);
    if (!request->sql) print(context, report);
    return 0;
  });
  command.add_option("TARGET", request->target, "where to go: a revision, head, heads, +N ... (default: head)")
      ->type_name("");
  grammar.sql_flag(command, request->sql, "print the SQL and connect to nothing; A:B to say from where");
  command.add_option("--tag", request->tag, "a word for scripts (op.tag)")->type_name("TAG");
}

}  // namespace luamigrate::cli
