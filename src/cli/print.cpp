#include <ostream>

#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {

void print(const Context& context, const std::vector<RevisionInfo>& revisions, const LineParts& parts) {
  if (context.options.json) {
    context.out << document(to_json(revisions));
    return;
  }
  for (const RevisionInfo& revision : revisions)
    context.out << (context.options.verbose ? revision_entry(revision, context.out_style)
                                            : revision_line(revision, parts, context.out_style))
                << '\n';
}

void print(const Context& context, const RunReport& report) {
  if (context.options.json) context.out << document(to_json(report));
}

void print(const Context& context, const NewRevisionReport& report) {
  if (context.options.json)
    context.out << document(to_json(report));
  else
    context.out << report.shown_path << '\n';
}

}  // namespace luamigrate::cli
