#include "cli/session.h"

namespace luamigrate::cli {

void add_edit(const Grammar& grammar) {
  const auto target = std::make_shared<std::string>();
  CLI::App& command =
      grammar.command("edit", "open the file of a revision in $EDITOR", [target](const Context& context) {
        Session session(context);
        session.migrator.edit(*target);
        return 0;
      });
  command.add_option("TARGET", *target, "a revision, or head, current")->required()->type_name("");
}

}  // namespace luamigrate::cli
