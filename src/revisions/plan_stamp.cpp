// Source of the rules: Alembic, alembic/script/base.py, ScriptDirectory._stamp_revs, with each target taken from what
// is related to it only, so that several may be stamped together.
#include <algorithm>

#include "revisions/lineage.h"
#include "revisions/plan.h"
#include "revisions/resolve.h"

namespace luamigrate::revisions {
namespace {

class Stamp {
 public:
  Stamp(const Graph& graph, Plan& plan) : graph_(graph), plan_(plan), left_(resolve_rows(graph, plan.rows_before)) {
    plan_.rows_after = plan_.rows_before;
  }

  // Everything, or everything of a branch, goes.
  void base(std::string_view target) {
    for (const Index row : in_lineage(graph_, left_, target, Edges::all))
      step(Direction::downgrade, {row}, {}, {{graph_.id(row), ""}});
  }

  void revision(Index to) {
    if (has_row(to)) return;
    const RevisionSet above = descendants(graph_, std::vector{to}, Edges::all);
    const RevisionSet below = ancestors(graph_, std::vector{to}, Edges::all);
    std::vector<Index> replaced;
    bool down = false;
    for (const Index row : left_) {
      if (!above.contains(row) && !below.contains(row)) continue;
      down = down || above.contains(row);
      replaced.push_back(row);
    }
    std::vector<RowChange> changes;
    for (std::size_t i = 0; i + 1 < replaced.size(); ++i) changes.push_back({graph_.id(replaced[i]), ""});
    changes.push_back({replaced.empty() ? "" : graph_.id(replaced.back()), graph_.id(to)});
    step(down ? Direction::downgrade : Direction::upgrade, replaced, {to}, std::move(changes));
  }

 private:
  bool has_row(Index revision) const {
    return std::ranges::find(plan_.rows_before, graph_.id(revision)) != plan_.rows_before.end();
  }

  void step(Direction direction, const std::vector<Index>& from, const std::vector<Index>& to,
            std::vector<RowChange> changes) {
    Step step{.direction = direction, .changes = std::move(changes)};
    for (const Index revision : from) {
      step.from.push_back(graph_.id(revision));
      std::erase(left_, revision);
    }
    for (const Index revision : to) step.to.push_back(graph_.id(revision));
    for (const RowChange& change : step.changes) revisions::apply(change, plan_.rows_after);
    plan_.steps.push_back(std::move(step));
  }

  const Graph& graph_;
  Plan& plan_;
  std::vector<Index> left_;  // rows that no target has taken the place of yet
};

}  // namespace

Plan plan_stamp(const Graph& graph, const Rows& rows, std::span<const std::string> targets, bool purge) {
  Plan plan{.purge = purge, .rows_before = purge ? Rows() : rows};
  Stamp stamp(graph, plan);
  std::vector<Index> destinations;
  for (const std::string& target : targets) {
    // Where something is applied a relative target names nothing, as in Alembic: it would mean another revision each
    // time.
    if (!plan.rows_before.empty()) in_lineage(graph, resolve_rows(graph, plan.rows_before), target, Edges::all);
    for (const Index revision : revisions_of(graph, target))
      if (std::ranges::find(destinations, revision) == destinations.end()) destinations.push_back(revision);
  }
  if (destinations.empty())
    for (const std::string& target : targets) stamp.base(target);
  for (const Index destination : destinations) stamp.revision(destination);
  return plan;
}

}  // namespace luamigrate::revisions
