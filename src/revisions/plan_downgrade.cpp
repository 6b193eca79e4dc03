// Source of the rules: Alembic, alembic/script/revision.py, RevisionMap._parse_downgrade_target and
// _collect_downgrade_revisions.
#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "revisions/head_rows.h"
#include "revisions/order.h"
#include "revisions/plan.h"
#include "revisions/resolve.h"

namespace luamigrate::revisions {
namespace {

struct Destination {
  std::string branch;  // the line that alone is taken down; empty: all above the place
  Place place;
};

// The row that "-1" goes down from.
Index current_row(const Graph& graph, const std::vector<Index>& rows, const RelativeTarget& target) {
  if (target.label.empty()) {
    if (rows.empty()) too_far(target);
    return rows.front();  // of several the first one, as in Alembic
  }
  std::vector<Index> on_branch = in_lineage(graph, rows, target.label);
  if (on_branch.empty()) {
    Rows ids;
    for (const Index row : rows) ids.push_back(graph.id(row));
    on_branch = in_lineage(graph, current_revisions(graph, ids), target.label);
  }
  if (on_branch.empty())
    throw Error(ErrorKind::target, fmt::format("nothing of the branch \"{}\" is applied", target.label),
                "run \"luamigrate current\" to see what is");
  if (on_branch.size() > 1) several_heads(graph, on_branch, target.label + "@" + target.sign_and_number);
  return on_branch.front();
}

Destination destination(const Graph& graph, const std::vector<Index>& rows, std::string_view target) {
  const auto relative = graph.find(split_label(target).symbol) ? std::nullopt : parse_relative(target);
  if (!relative) {
    const std::size_t at = target.rfind('@');
    if (at == std::string_view::npos) return {{}, place_of(graph, target)};
    return {std::string(target.substr(0, at)), place_of(graph, target.substr(at + 1))};
  }
  if (relative->steps >= 0) {
    if (relative->symbol.empty())
      throw Error(ErrorKind::target, fmt::format("\"{}\" is no way downward", relative->sign_and_number),
                  "write -1 to go one revision down");
    const WalkEnd end = walk(graph, place_of(graph, relative->symbol), relative->steps, relative->label);
    if (end.too_far) too_far(*relative);
    return {relative->label, end.place};
  }
  std::string branch = relative->label;
  Place start;
  if (relative->symbol.empty()) {
    start = current_row(graph, rows, *relative);
    if (branch.empty()) branch = graph.id(*start);
  } else {
    start = place_of(graph, branch.empty() ? relative->symbol : branch + "@" + relative->symbol);
  }
  const WalkEnd end = walk(graph, start, relative->steps);
  if (end.too_far) too_far(*relative);
  return {branch, end.place};
}

}  // namespace

Plan plan_downgrade(const Graph& graph, const Rows& rows, std::string_view target) {
  const std::vector<Index> current = resolve_rows(graph, rows);
  const Destination to = destination(graph, current, target);

  std::vector<Index> roots;
  if (to.place) {
    roots.assign(graph.children(*to.place).begin(), graph.children(*to.place).end());
  } else {
    roots = graph.bases();
  }
  if (!to.branch.empty() && roots.size() > 1) {
    const RevisionSet line = ancestors(graph, std::vector{branch_named(graph, to.branch)}, Edges::descent);
    std::erase_if(roots, [&](Index root) { return !line.contains(root); });
    if (roots.empty())
      throw Error(ErrorKind::target, fmt::format("\"{}\" is not below the branch \"{}\"", target, to.branch),
                  "run \"luamigrate history\" to see the branches");
  }
  RevisionSet dropped(graph);
  const RevisionSet applied = ancestors(graph, current, Edges::all);
  for (const Index revision : descendants(graph, roots, Edges::all).members())
    if (applied.contains(revision)) dropped.insert(revision);
  if (to.place && dropped.empty() && std::ranges::find(current, *to.place) == current.end())
    throw Error(
        ErrorKind::target,
        fmt::format("\"{}\" is no way down from where the database is: {} is not applied, or nothing stands on it",
                    target, graph.id(*to.place)),
        "run \"luamigrate history -i\" to see where the database is");
  return plan_steps(graph, rows, newest_first(graph, dropped, current), Direction::downgrade);
}

}  // namespace luamigrate::revisions
