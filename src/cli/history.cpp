#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_history(const Grammar& grammar) {
  const auto request = std::make_shared<HistoryRequest>();
  CLI::App& command =
      grammar.command("history", "show the revisions of the project, newest first", [request](const Context& context) {
        Session session(context);
        print(context, session.migrator.history(*request),
              {.parents = true, .labels = true, .tree = true, .message = true});
        return 0;
      });
  command.add_option("-r,--rev-range", request->range, "a range: A:B, A:, :B; -3:current")->type_name("A:B");
  command.add_flag("-i,--indicate-current", request->indicate_current, "mark what the database is at");
}

}  // namespace luamigrate::cli
