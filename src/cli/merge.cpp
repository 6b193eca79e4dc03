#include "cli/session.h"

namespace luamigrate::cli {

void add_merge(const Grammar& grammar) {
  const auto request = std::make_shared<MergeRequest>();
  CLI::App& command =
      grammar.command("merge", "write a revision that merges several", [request](const Context& context) {
        Session session(context);
        print(context, session.migrator.merge(*request));
        return 0;
      });
  command.add_option("TARGET", request->revisions, "what to merge: revisions, or heads")->required()->type_name("");
  command.add_option("-m,--message", request->message, "what it does, in a line")->type_name("MSG");
  command.add_option("--branch-label", request->branch_labels, "a label for the branch that begins here")
      ->type_name("LABEL")
      ->allow_extra_args(false);
  command.add_option("--rev-id", request->revision_id, "its id, instead of a random one")->type_name("ID");
  command.add_flag("--splice", request->splice, "allow what is no head");
}

}  // namespace luamigrate::cli
