#include <fmt/format.h>

#include <ostream>

#include "cli/json.h"
#include "cli/program.h"

namespace luamigrate::cli {

void add_list_templates(const Grammar& grammar) {
  grammar.command("list-templates", "show the templates that init knows", [](const Context& context) {
    if (context.options.json) {
      context.out << document(to_json(Migrator::templates()));
      return 0;
    }
    for (const TemplateInfo& known : Migrator::templates())
      context.out << fmt::format("{} - {}\n", context.out_style.bold(known.name), known.summary);
    return 0;
  });
}

}  // namespace luamigrate::cli
