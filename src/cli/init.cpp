#include <ostream>

#include "cli/json.h"
#include "cli/program.h"

namespace luamigrate::cli {

void add_init(const Grammar& grammar) {
  const auto request = std::make_shared<InitRequest>();
  CLI::App& command = grammar.command("init", "write a new project", [request](const Context& context) {
    const InitReport report = Migrator::init(*request);
    if (context.options.json) context.out << document(to_json(report));
    if (context.options.quiet || context.options.json) return 0;
    for (const std::string& path : report.written) context.err << "wrote " << path << '\n';
    for (const std::string& path : report.kept) context.err << "kept  " << path << " (it was there already)\n";
    context.err << "next: set url in migrate.toml, then: luamigrate revision -m \"first\"\n";
    return 0;
  });
  command.add_option("DIR", request->folder, "the folder (default: this one)")->type_name("");
  command.add_option("-t,--template", request->template_name, "see list-templates")->type_name("NAME");
}

}  // namespace luamigrate::cli
