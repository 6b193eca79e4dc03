#include <ostream>

#include "cli/history_text.h"
#include "cli/session.h"
#include "cli/text.h"

namespace luamigrate::cli {
namespace {

struct Shape {
  bool graph = false;
  std::string format;
};

void print_history(const Context& context, const std::vector<RevisionInfo>& revisions, const Shape& shape) {
  if (shape.format == "dot")
    context.out << history_dot(revisions);
  else if (shape.format == "mermaid")
    context.out << history_mermaid(revisions);
  else if (shape.format == "svg")
    context.out << history_svg(revisions);
  else if (shape.graph && !context.options.json)
    context.out << history_drawing(revisions, {.verbose = context.options.verbose, .unicode = locale_is_unicode()},
                                   context.out_style);
  else
    print(context, revisions, {.parents = true, .labels = true, .tree = true, .message = true});
}

}  // namespace

void add_history(const Grammar& grammar) {
  const auto request = std::make_shared<HistoryRequest>();
  const auto shape = std::make_shared<Shape>();
  CLI::App& command = grammar.command("history", "show the revisions of the project, newest first",
                                      [request, shape](const Context& context) {
                                        Session session(context);
                                        print_history(context, session.migrator.history(*request), *shape);
                                        return 0;
                                      });
  command.add_option("-r,--rev-range", request->range, "a range: A:B, A:, :B; -3:current")->type_name("A:B");
  command.add_flag("-i,--indicate-current", request->indicate_current, "mark what the database is at");
  auto* graph = command.add_flag("--graph", shape->graph, "draw forks and merges");
  command.add_option("--format", shape->format, "a document of the graph: dot, mermaid or svg")
      ->type_name("FORMAT")
      ->check(one_of({"dot", "mermaid", "svg"}))
      ->excludes(graph)
      ->excludes(grammar.app.get_option("--json"));
}

}  // namespace luamigrate::cli
