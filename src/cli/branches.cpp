#include <fmt/format.h>

#include <ostream>

#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void add_branches(const Grammar& grammar) {
  grammar.command("branches", "show the branch points of the project", [](const Context& context) {
    Session session(context);
    const std::vector<RevisionInfo> branch_points = session.migrator.branches();
    if (context.options.json) {
      context.out << document(to_json(branch_points));
      return 0;
    }
    for (const RevisionInfo& revision : branch_points) {
      const std::string indent(revision.revision.size(), ' ');
      context.out << (context.options.verbose
                          ? revision_entry(revision, context.out_style)
                          : revision_line(revision, {.labels = true, .tree = true}, context.out_style))
                  << '\n';
      for (const std::string& child : revision.children)
        for (const RevisionInfo& info : session.migrator.show(child))
          context.out << indent << " -> "
                      << revision_line(info, {.labels = true, .tree = true, .message = context.options.verbose},
                                       context.out_style)
                      << '\n';
      context.out << '\n';
    }
    return 0;
  });
}

}  // namespace luamigrate::cli
