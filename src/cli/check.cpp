#include <fmt/format.h>

#include <ostream>

#include "cli/exit_code.h"
#include "cli/json.h"
#include "cli/session.h"

namespace luamigrate::cli {
namespace {

void print_check(const Context& context, const CheckReport& report) {
  const Style& style = context.out_style;
  if (report.differences.empty()) {
    context.out << style.green("models and database agree") << '\n';
    return;
  }
  context.out << fmt::format("models and database differ ({}):\n", report.differences.size());
  for (const DifferenceInfo& found : report.differences) {
    context.out << "  " << style.bold(found.kind) << "  " << found.description;
    if (!found.withheld.empty()) context.out << style.dim(fmt::format("  ({})", found.withheld));
    context.out << '\n';
  }
}

}  // namespace

void add_check(const Grammar& grammar) {
  grammar.command("check", "do the models and the database differ?", [](const Context& context) {
    Session session(context);
    const CheckReport report = session.migrator.check();
    if (context.options.json)
      context.out << document(to_json(report));
    else if (!context.options.quiet)
      print_check(context, report);
    return report.differences.empty() ? exit_done : exit_no;
  });
}

}  // namespace luamigrate::cli
