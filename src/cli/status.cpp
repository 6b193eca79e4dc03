#include <fmt/format.h>

#include <ostream>

#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {
namespace {

void list(const Context& context, std::string_view title, const std::vector<RevisionInfo>& revisions) {
  if (revisions.empty()) return;
  context.out << context.out_style.bold(fmt::format("{} ({})", title, revisions.size())) << '\n';
  for (const RevisionInfo& revision : revisions) {
    std::string line = revision_line(revision, {.labels = true, .needs = true, .message = true}, context.out_style);
    if (revision.applied_at) line += context.out_style.dim(fmt::format("  applied {}", *revision.applied_at));
    context.out << "  " << line << '\n';
  }
}

void print_status(const Context& context, const StatusReport& report) {
  const Style& style = context.out_style;
  context.out << report.database << '\n';
  if (report.current.empty() && report.missing.empty())
    context.out << style.bold("current") << "\n  nothing is applied\n";
  list(context, "current", report.current);
  list(context, "pending", report.pending);
  list(context, "changed since they were applied", report.changed);
  if (!report.missing.empty()) {
    context.out << style.bold(fmt::format("applied, and without a file ({})", report.missing.size())) << '\n';
    for (const std::string& revision : report.missing) context.out << "  " << style.red(revision) << '\n';
  }
  if (!report.unfinished.empty()) {
    context.out << style.bold(fmt::format("not finished ({})", report.unfinished.size())) << '\n';
    for (const LogInfo& entry : report.unfinished) {
      context.out << "  " << log_line(entry, style) << '\n';
      if (!entry.error.empty()) context.out << "    " << entry.error << '\n';
    }
  }
  if (report.last_run) context.out << style.bold("last run") << "\n  " << log_line(*report.last_run, style) << '\n';
  if (report.is_clean) context.out << style.green("nothing is left to do") << '\n';
}

}  // namespace

void add_status(const Grammar& grammar) {
  const auto check = std::make_shared<bool>(false);
  CLI::App& command =
      grammar.command("status", "show how the database stands to the project", [check](const Context& context) {
        Session session(context);
        const StatusReport report = session.migrator.status();
        if (context.options.json)
          context.out << document(to_json(report));
        else if (!context.options.quiet)
          print_status(context, report);
        return *check && !report.is_clean ? exit_no : exit_done;
      });
  command.add_flag("--check", *check, "exit with 3 where anything is pending, changed, missing or failed");
}

}  // namespace luamigrate::cli
