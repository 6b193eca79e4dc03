#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/history_text.h"
#include "cli/lanes.h"

namespace luamigrate::cli {
namespace {

// `text` with characters that mean something to the format replaced.
std::string escaped(std::string_view text, const std::map<char, std::string_view>& replacements) {
  std::string result;
  for (const char character : text) {
    const auto found = replacements.find(character);
    if (found == replacements.end())
      result += character;
    else
      result += found->second;
  }
  return result;
}

std::string dot_text(std::string_view text) {
  return escaped(text, {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', " "}});
}

// Source: https://mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
std::string mermaid_text(std::string_view text) {
  return escaped(text, {{'"', "#quot;"}, {'#', "#35;"}, {'<', "#lt;"}, {'>', "#gt;"}, {'`', "#96;"}, {'\n', " "}});
}

std::string svg_text(std::string_view text) {
  return escaped(text, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}});
}

// Ids that formats without free node names may use: n0, n1 ...
std::map<std::string_view, std::size_t> numbers_of(const std::vector<RevisionInfo>& revisions) {
  std::map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < revisions.size(); ++i) numbers.emplace(revisions[i].revision, i);
  return numbers;
}

// `edge(child, relative, is_dependency)` for each parent and dependency that is in the list.
template <typename Edge>
void for_each_edge(const std::vector<RevisionInfo>& revisions, const Edge& edge) {
  const auto numbers = numbers_of(revisions);
  for (std::size_t child = 0; child < revisions.size(); ++child) {
    for (const std::string& parent : revisions[child].down_revisions)
      if (const auto found = numbers.find(parent); found != numbers.end()) edge(child, found->second, false);
    for (const std::string& dependency : revisions[child].dependencies)
      if (const auto found = numbers.find(dependency); found != numbers.end()) edge(child, found->second, true);
  }
}

std::string marks(const RevisionInfo& revision) {
  std::string text;
  for (const std::string& label : revision.branch_labels) text += fmt::format(" ({})", label);
  if (revision.is_head) text += " (head)";
  if (revision.is_current) text += " (current)";
  return text;
}

}  // namespace

std::string history_dot(const std::vector<RevisionInfo>& revisions) {
  std::string text =
      "digraph history {\n  rankdir = TB;\n  node [shape = box, style = rounded, fontname = \"sans-serif\"];\n";
  for (std::size_t i = 0; i < revisions.size(); ++i)
    text += fmt::format("  n{} [label = \"{}\\n{}\"{}];\n", i, dot_text(revisions[i].revision + marks(revisions[i])),
                        dot_text(revisions[i].message), revisions[i].is_current ? ", penwidth = 3" : "");
  for_each_edge(revisions, [&](std::size_t child, std::size_t relative, bool is_dependency) {
    text += fmt::format("  n{} -> n{}{};\n", child, relative, is_dependency ? " [style = dashed]" : "");
  });
  return text + "}\n";
}

std::string history_mermaid(const std::vector<RevisionInfo>& revisions) {
  std::string text = "flowchart TB\n";
  for (std::size_t i = 0; i < revisions.size(); ++i)
    text += fmt::format("  n{}[\"{}<br/>{}\"]\n", i, mermaid_text(revisions[i].revision + marks(revisions[i])),
                        mermaid_text(revisions[i].message));
  for_each_edge(revisions, [&](std::size_t child, std::size_t relative, bool is_dependency) {
    text += fmt::format("  n{} {} n{}\n", child, is_dependency ? "-.->" : "-->", relative);
  });
  return text;
}

std::string history_svg(const std::vector<RevisionInfo>& revisions) {
  constexpr int lane_width = 18, row_height = 28, radius = 5, character_width = 8;
  constexpr std::array<std::string_view, 6> colors = {"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17a2b8"};
  const LaneLayout layout = lay_out(revisions);
  const auto x = [](std::size_t column) { return lane_width * (static_cast<int>(column) + 1); };
  const auto y = [](std::size_t row) { return row_height * (static_cast<int>(row) + 1); };
  const int text_x = x(layout.columns) + lane_width / 2;

  std::string body;
  for (const LaneEdge& edge : layout.edges) {
    // Into the lane within the first row, along it, and out of it within the last.
    const std::size_t from = layout.rows[edge.child].column, to = layout.rows[edge.parent].column;
    body += fmt::format("<path d=\"M{} {}", x(from), y(edge.child));
    if (from != edge.column)
      body += fmt::format("C{0} {1} {2} {1} {2} {3}", x(from), y(edge.child) + row_height / 2, x(edge.column),
                          y(edge.child + 1));
    body += fmt::format("L{} {}", x(edge.column),
                        edge.parent > edge.child + 1 || from == edge.column ? y(edge.parent - 1) : y(edge.child));
    body += fmt::format("C{0} {1} {2} {1} {2} {3}\" stroke=\"{4}\"/>\n", x(edge.column),
                        y(edge.parent) - row_height / 2, x(to), y(edge.parent), colors[edge.column % colors.size()]);
  }
  const auto numbers = numbers_of(revisions);
  for (std::size_t row = 0; row < revisions.size(); ++row)
    for (const std::string& dependency : revisions[row].dependencies)
      if (const auto found = numbers.find(dependency); found != numbers.end())
        body += fmt::format("<path d=\"M{} {}L{} {}\" stroke=\"#999\" stroke-width=\"1\" stroke-dasharray=\"4 3\"/>\n",
                            x(layout.rows[row].column), y(row), x(layout.rows[found->second].column), y(found->second));
  std::size_t longest = 0;
  std::string nodes;
  for (std::size_t row = 0; row < revisions.size(); ++row) {
    const RevisionInfo& revision = revisions[row];
    const std::size_t column = layout.rows[row].column;
    const std::string line = fmt::format("{}{}  {}", revision.revision, marks(revision), revision.message);
    longest = std::max(longest, line.size());
    nodes += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>", x(column), y(row),
                         revision.is_current ? radius + 2 : radius, colors[column % colors.size()]);
    nodes += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", text_x, y(row) + 4, svg_text(line));
  }
  const int width = text_x + character_width * static_cast<int>(longest) + lane_width;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"monospace\" font-size=\"13\">\n<g fill=\"none\" stroke-width=\"2\">\n{2}</g>\n{3}</svg>\n",
      width, y(revisions.size()), body, nodes);
}

}  // namespace luamigrate::cli
