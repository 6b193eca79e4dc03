#include "revisions/head_rows.h"

#include <algorithm>

namespace luamigrate::revisions {

HeadRows::HeadRows(const Graph& graph, Rows rows)
    : graph_(graph), rows_(std::move(rows)), is_row_(graph.size(), 0), is_applied_(graph.size(), 0) {
  const std::vector<Index> heads = resolve_rows(graph, rows_);
  for (const Index head : heads) is_row_[head] = 1;
  for (const Index revision : ancestors(graph, heads, Edges::all).members()) is_applied_[revision] = 1;
}

void HeadRows::change(std::vector<RowChange>& changes, std::string from, std::string to) {
  if (!from.empty()) is_row_[*graph_.find_id(from)] = 0;
  if (!to.empty()) is_row_[*graph_.find_id(to)] = 1;
  changes.push_back({std::move(from), std::move(to)});
  revisions::apply(changes.back(), rows_);
}

std::vector<RowChange> HeadRows::upgraded(Index revision) {
  std::vector<Index> replaced;
  for (const Index required : graph_.requirements(revision))
    if (has_row(required)) replaced.push_back(required);
  std::vector<RowChange> changes;
  is_applied_[revision] = 1;
  if (replaced.empty()) {
    change(changes, "", graph_.id(revision));
    return changes;
  }
  for (std::size_t i = 0; i + 1 < replaced.size(); ++i) change(changes, graph_.id(replaced[i]), "");
  change(changes, graph_.id(replaced.back()), graph_.id(revision));
  return changes;
}

// What still stands on a requirement implies it, another requirement of the revision for one. Alembic looks at that
// only where no other row is left, and leaves rows that overlap otherwise, which its next upgrade refuses.
std::vector<Index> HeadRows::uncovered_by(Index revision) const {
  std::vector<Index> result;
  for (const Index below : graph_.requirements(revision)) {
    const bool covered = has_row(below) || std::ranges::any_of(graph_.requirers(below), [&](Index above) {
                           return above != revision && is_applied_[above] != 0;
                         });
    if (!covered) result.push_back(below);
  }
  return result;
}

std::vector<RowChange> HeadRows::downgraded(Index revision) {
  std::vector<RowChange> changes;
  is_applied_[revision] = 0;
  if (!has_row(revision)) return changes;  // another row had implied it
  const std::vector<Index> uncovered = uncovered_by(revision);
  if (uncovered.empty()) {
    change(changes, graph_.id(revision), "");
    return changes;
  }
  for (std::size_t i = 0; i + 1 < uncovered.size(); ++i) change(changes, "", graph_.id(uncovered[i]));
  change(changes, graph_.id(revision), graph_.id(uncovered.back()));
  return changes;
}

Plan plan_steps(const Graph& graph, const Rows& rows, const std::vector<Index>& revisions, Direction direction) {
  Plan plan{.rows_before = rows};
  HeadRows heads(graph, rows);
  for (const Index revision : revisions) {
    Step step{.direction = direction, .revision = revision};
    const std::vector<std::string>& parents = graph.header(revision).down_revisions;
    const bool up = direction == Direction::upgrade;
    (up ? step.from : step.to) = parents;
    (up ? step.to : step.from) = {graph.id(revision)};
    step.changes = up ? heads.upgraded(revision) : heads.downgraded(revision);
    plan.steps.push_back(std::move(step));
  }
  plan.rows_after = heads.rows();
  return plan;
}

}  // namespace luamigrate::revisions
