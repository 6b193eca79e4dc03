#include "cli/session.h"
#include "cli/text.h"

#include <ostream>

#include "cli/json.h"

namespace luamigrate::cli {

void add_show(const Grammar& grammar) {
  const auto target = std::make_shared<std::string>();
  CLI::App& command = grammar.command("show", "show a revision", [target](const Context& context) {
    Session session(context);
    const std::vector<RevisionInfo> revisions = session.migrator.show(*target);
    if (context.options.json) {
      context.out << document(to_json(revisions));
      return 0;
    }
    for (const RevisionInfo& revision : revisions) context.out << revision_entry(revision, context.out_style) << '\n';
    return 0;
  });
  command.add_option("TARGET", *target, "a revision, or head, heads, current")->required()->type_name("");
}

}  // namespace luamigrate::cli
