#include "cli/session.h"

namespace luamigrate::cli {

void add_stamp(const Grammar& grammar) {
  const auto request = std::make_shared<StampRequest>();
  CLI::App& command =
      grammar.command("stamp", "set the version table without running anything", [request](const Context& context) {
        Session session(context);
        request->stop = context.stop;
        const RunReport report = session.migrator.stamp(*request);
        if (!request->sql) print(context, report);
        return 0;
      });
  command.add_option("TARGET", request->targets, "revisions, heads or base")->required()->type_name("");
  grammar.sql_flag(command, request->sql, "print the SQL and connect to nothing");
  command.add_option("--tag", request->tag, "a word for scripts (op.tag)")->type_name("TAG");
  command.add_flag("--purge", request->purge, "empty the version table first");
}

}  // namespace luamigrate::cli
