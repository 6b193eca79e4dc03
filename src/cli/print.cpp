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

namespace {

// "1,204 rows touched in 35 ms".
std::string what_it_did(const StepReport& step) {
  return fmt::format("-- {} row{} touched in {} ms", step.rows_touched, step.rows_touched == 1 ? "" : "s",
                     std::chrono::duration_cast<std::chrono::milliseconds>(step.duration).count());
}

}  // namespace

void print_dry_run(const Context& context, const RunReport& report, DryRun kind) {
  const bool was_tried = kind == DryRun::rollback;
  if (context.options.json) {
    context.out << document(dry_run_to_json(report, was_tried));
    return;
  }
  for (const StepReport& step : report.steps) {
    const std::string_view word = step.direction == Direction::upgrade ? "upgrade" : "downgrade";
    context.out << context.out_style.dim(fmt::format("-- {} {} -> {}{}{}", word, ids(step.from), ids(step.to),
                                                     step.message.empty() ? "" : ": ", step.message))
                << "\n\n";
    for (const std::string& statement : step.statements)
      context.out << statement << (statement.starts_with("--") ? "\n\n" : ";\n\n");
    if (was_tried) context.out << context.out_style.dim(what_it_did(step)) << "\n\n";
  }
  if (!context.options.quiet && !report.steps.empty()) {
    context.out.flush();
    context.err << (was_tried ? "all of it was tried and rolled back: nothing was changed\n"
                              : "this was a dry run: nothing was changed\n");
  }
}

void print(const Context& context, const NewRevisionReport& report) {
  if (context.options.json)
    context.out << document(to_json(report));
  else
    context.out << report.shown_path << '\n';
}

}  // namespace luamigrate::cli
