#include "cli/session.h"

namespace luamigrate::cli {

void add_revision(const Grammar& grammar) {
  const auto request = std::make_shared<NewRevisionRequest>();
  CLI::App& command = grammar.command("revision", "write a new revision file", [request](const Context& context) {
    Session session(context);
    print(context, session.migrator.revision(*request));
    return 0;
  });
  command.add_option("-m,--message", request->message, "what it does, in a line")->type_name("MSG");
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
