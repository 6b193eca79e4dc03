#pragma once

#include <vector>

#include "revisions/graph.h"
#include "revisions/lineage.h"
#include "revisions/plan.h"
#include "revisions/rows.h"

namespace luamigrate::revisions {

// The rows of the version table as a plan moves them. Source of the rules: Alembic, alembic/runtime/migration.py,
// HeadMaintainer and RevisionStep.
class HeadRows {
 public:
  HeadRows(const Graph& graph, Rows rows);

  // What a step does to the rows, which are changed accordingly.
  std::vector<RowChange> upgraded(Index revision);
  std::vector<RowChange> downgraded(Index revision);

  const Rows& rows() const noexcept { return rows_; }

 private:
  bool has_row(Index revision) const { return is_row_[revision] != 0; }
  void change(std::vector<RowChange>& changes, std::string from, std::string to);
  // Those of the revision's requirements that nothing else that stays implies: they get rows when it goes.
  std::vector<Index> uncovered_by(Index revision) const;

  const Graph& graph_;
  Rows rows_;
  std::vector<char> is_row_;
  std::vector<char> is_applied_;
};

// A plan that takes these steps one after another.
Plan plan_steps(const Graph& graph, const Rows& rows, const std::vector<Index>& revisions, Direction direction);

}  // namespace luamigrate::revisions
