#include <fmt/format.h>

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

void print_dry_run(const Context& context, const RunReport& report) {
  if (context.options.json) {
    context.out << document(dry_run_to_json(report));
    return;
  }
  for (const StepReport& step : report.steps) {
    const std::string_view word = step.direction == Direction::upgrade ? "upgrade" : "downgrade";
    context.out << context.out_style.dim(fmt::format("-- {} {} -> {}{}{}", word, ids(step.from), ids(step.to),
                                                     step.message.empty() ? "" : ": ", step.message))
                << "\n\n";
    for (const std::string& statement : step.statements)
      context.out << statement << (statement.starts_with("--") ? "\n\n" : ";\n\n");
  }
  if (!context.options.quiet && !report.steps.empty()) {
    context.out.flush();
    context.err << "this was a dry run: nothing was changed\n";
  }
}

void print(const Context& context, const NewRevisionReport& report) {
  if (context.options.json)
    context.out << document(to_json(report));
  else
    context.out << report.shown_path << '\n';
}

}  // namespace luamigrate::cli
