#include "cli/session.h"

namespace luamigrate::cli {

void add_revision(const Grammar& grammar) {
  const auto request = std::make_shared<NewRevisionRequest>();
  const auto sql = std::make_shared<bool>(false);
  CLI::App& command = grammar.command("revision", "write a new revision file", [request, sql](const Context& context) {
    // Alembic has the flag, and has nothing to print for it either.
    if (*sql)
      throw Error(ErrorKind::usage, "--sql makes no sense with revision: it writes a file and runs nothing",
                  "write the revision without it, then print its SQL: luamigrate upgrade REVISION --sql");
    Session session(context);
    request->stop = context.stop;
    const NewRevisionReport report = session.migrator.revision(*request);
    if (report.written)
      print(context, report);
    else
      session.observer.note("no file was written: process_revision_directives wanted none");
    return 0;
  });
  command.add_option("-m,--message", request->message, "what it does, in a line")->type_name("MSG");
  command.add_flag("--autogenerate", request->autogenerate, "fill it with what makes the database as the models say");
  command.add_flag("--allow-drop", request->allow_drop,
                   "with --autogenerate: drop also what no revision of the project has made");
  command.add_flag("--from-database", request->from_database, "fill it with what makes the database as it is");
  command.add_flag("--sql", *sql, "an error, as in Alembic: a new revision has no SQL to print");
  command.add_flag("--stamp", request->stamp, "with --from-database: the database is at it");
  command.add_option("--head", request->head, "its parent (default: head)")->type_name("TARGET");
  command.add_flag("--splice", request->splice, "allow a parent that is no head");
  command.add_option("--branch-label", request->branch_labels, "a label for the branch that begins here")
      ->type_name("LABEL")
      ->allow_extra_args(false);
  command.add_option("--depends-on", request->depends_on, "a revision or label that must be applied before")
      ->type_name("TARGET")
      ->allow_extra_args(false);
  command.add_option("--version-path", request->version_path, "the folder, one of version_locations")->type_name("DIR");
  command.add_option("--rev-id", request->revision_id, "its id, instead of a random one")->type_name("ID");
}

}  // namespace luamigrate::cli
