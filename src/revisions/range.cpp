// Ranges of history. Source: Alembic, alembic/command.py, history; alembic/script/revision.py,
// RevisionMap._collect_upgrade_revisions, with implicit_base off.
#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "revisions/order.h"
#include "revisions/resolve.h"
#include "revisions/target.h"

namespace luamigrate::revisions {
namespace {

struct Ends {
  std::string lower = "base";
  std::string upper = "heads";
};

Ends split(std::string_view range) {
  Ends ends;
  if (range.empty()) return ends;
  const std::size_t colon = range.find(':');
  if (colon == std::string_view::npos || range.find(':', colon + 1) != std::string_view::npos)
    throw Error(ErrorKind::target, fmt::format("\"{}\" is no range of revisions", range),
                "write A:B, A: or :B, as in base:head or -3:current");
  if (colon > 0) ends.lower = range.substr(0, colon);
  if (colon + 1 < range.size()) ends.upper = range.substr(colon + 1);
  return ends;
}

std::vector<Index> upper_end(const Graph& graph, const Rows& rows, const Ends& ends) {
  if (ends.upper == "current") return resolve_rows(graph, rows);
  const auto relative = parse_relative(ends.upper);
  if (!relative || graph.find(split_label(ends.upper).symbol)) return revisions_of(graph, ends.upper);
  std::vector<Place> starts;
  if (!relative->symbol.empty()) {
    starts.push_back(place_of(graph, relative->symbol));
  } else if (relative->steps < 0) {
    too_far(*relative);
  } else {
    for (const Index start : ends.lower == "current" ? resolve_rows(graph, rows) : revisions_of(graph, ends.lower))
      starts.emplace_back(start);
    if (starts.empty()) starts.emplace_back();
    if (starts.size() > 1)
      throw Error(ErrorKind::target, fmt::format("\"{}\" is ambiguous: there are several to start from", ends.upper),
                  "name a revision");
  }
  const WalkEnd end = walk(graph, starts.front(), relative->steps, relative->label, true);
  return end.place ? std::vector<Index>{*end.place} : std::vector<Index>();
}

std::vector<Index> lower_end(const Graph& graph, const Rows& rows, const Ends& ends) {
  if (ends.lower == "current") return resolve_rows(graph, rows);
  const auto relative = parse_relative(ends.lower);
  if (!relative || graph.find(split_label(ends.lower).symbol)) return revisions_of(graph, ends.lower);
  std::vector<Index> result;
  const auto add = [&](Place start) {
    const WalkEnd end = walk(graph, start, relative->steps, relative->label, true);
    if (end.place) result.push_back(*end.place);
  };
  if (!relative->symbol.empty()) {
    add(place_of(graph, relative->symbol));
    return result;
  }
  // "-3" counts from the heads, as everywhere but in a downgrade; only where that leads out of the graph it counts from
  // the upper end.
  bool leaves_graph = false;
  for (const Index head : graph.effective_heads()) {
    if (!relative->label.empty() && !graph.has_label(head, relative->label)) continue;
    const WalkEnd end = walk(graph, head, relative->steps);
    leaves_graph = leaves_graph || end.too_far || end.below_base;
    if (end.place && !end.too_far) result.push_back(*end.place);
  }
  if (!leaves_graph) return result;
  result.clear();
  for (const Index start : upper_end(graph, rows, {.lower = "base", .upper = ends.upper})) add(start);
  return result;
}

}  // namespace

bool range_needs_rows(std::string_view range) {
  const Ends ends = split(range);
  return ends.lower == "current" || ends.upper == "current";
}

std::vector<Index> resolve_range(const Graph& graph, const Rows& rows, std::string_view range) {
  const Ends ends = split(range);
  std::vector<Index> upper = upper_end(graph, rows, ends);
  if (const AbsoluteTarget lower = split_label(ends.lower); !lower.label.empty()) {
    // A named base: only what is on that branch.
    const std::vector<std::string>& labels = graph.labels(branch_named(graph, lower.label));
    const std::string label = graph.find_id(lower.label) && labels.size() == 1 ? labels.front() : lower.label;
    std::erase_if(upper, [&](Index revision) { return !graph.has_label(revision, label); });
  }
  check_no_overlap(graph, upper);
  RevisionSet wanted = ancestors(graph, upper, Edges::all);
  const std::vector<Index> lower = lower_end(graph, rows, ends);
  check_no_overlap(graph, lower);
  for (const Index revision : lower)
    if (!wanted.contains(revision))
      throw Error(
          ErrorKind::target,
          fmt::format("the range \"{}\" is empty: {} is not an ancestor of what it ends at", range, graph.id(revision)),
          "write the older end first");
  if (!lower.empty()) {
    const RevisionSet below = ancestors(graph, lower, Edges::all);
    const RevisionSet above = descendants(graph, lower, Edges::descent);
    for (const Index revision : wanted.members()) {
      const bool is_lower = std::ranges::find(lower, revision) != lower.end();
      if (!is_lower && (below.contains(revision) || !above.contains(revision))) wanted.erase(revision);
    }
  }
  return newest_first(graph, wanted, upper);
}

}  // namespace luamigrate::revisions
