// Source of the rules: Alembic, alembic/script/revision.py, RevisionMap._parse_upgrade_target and
// _collect_upgrade_revisions.
#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "revisions/head_rows.h"
#include "revisions/order.h"
#include "revisions/plan.h"
#include "revisions/resolve.h"

namespace luamigrate::revisions {
namespace {

// Where a branch stands: its rows, or what of it other rows imply.
std::vector<Place> current_on_branch(const Graph& graph, const std::vector<Index>& rows, const std::string& label) {
  std::vector<Place> starts;
  for (const Index row : in_lineage(graph, rows, label)) starts.emplace_back(row);
  if (!starts.empty()) return starts;
  const std::vector<Index> applied = ancestors(graph, rows, Edges::all).members();
  const std::vector<Index> active = in_lineage(graph, applied, label);
  for (const Index revision : active) {
    const bool has_more = std::ranges::any_of(active, [&](Index other) {
      const auto below = graph.requirements(other);
      return std::ranges::find(below, revision) != below.end();
    });
    if (!has_more) starts.emplace_back(revision);
  }
  if (starts.empty()) starts.emplace_back();
  return starts;
}

std::vector<Index> relative_target(const Graph& graph, const std::vector<Index>& rows, const RelativeTarget& target) {
  if (target.symbol.empty() && target.steps <= 0)
    throw Error(ErrorKind::target, fmt::format("\"{}\" is no way upward", target.sign_and_number),
                "write +1 to go one revision up");
  WalkEnd end;
  if (!target.symbol.empty()) {
    const std::string start =
        target.steps <= 0 && !target.label.empty() ? target.label + "@" + target.symbol : target.symbol;
    end = walk(graph, place_of(graph, start), target.steps, target.steps > 0 ? target.label : std::string());
  } else {
    std::vector<Place> starts;
    if (!target.label.empty()) {
      starts = current_on_branch(graph, rows, target.label);
    } else {
      for (const Index row : rows) starts.emplace_back(row);
      if (starts.empty()) starts.emplace_back();
    }
    if (starts.size() > 1)
      throw Error(ErrorKind::target,
                  fmt::format("\"{}\" is ambiguous: several revisions are current", target.sign_and_number),
                  "name a branch, as in LABEL@+1");
    end = walk(graph, starts.front(), target.steps, target.label);
  }
  if (end.too_far || end.below_base) too_far(target);
  return end.place ? std::vector<Index>{*end.place} : std::vector<Index>();
}

}  // namespace

Plan plan_upgrade(const Graph& graph, const Rows& rows, std::string_view target) {
  const std::vector<Index> current = resolve_rows(graph, rows);
  const auto relative = graph.find(split_label(target).symbol) ? std::nullopt : parse_relative(target);
  const std::vector<Index> targets =
      relative ? relative_target(graph, current, *relative) : revisions_of(graph, target);
  check_no_overlap(graph, targets);
  try {
    check_no_overlap(graph, current);
  } catch (const Error& error) {
    throw Error(ErrorKind::version_table, "in the version table " + error.message(), error.hint());
  }
  RevisionSet needed = ancestors(graph, targets, Edges::all);
  for (const Index applied : ancestors(graph, current, Edges::all).members()) needed.erase(applied);
  std::vector<Index> order = newest_first(graph, needed, targets);
  std::ranges::reverse(order);
  return plan_steps(graph, rows, order, Direction::upgrade);
}

}  // namespace luamigrate::revisions
