// What a request will do, step by step, as data: nothing here touches a database or runs a script. Steps and rows are
// those of Alembic, in the same order, but where it crashes (docs/decisions tells the cases).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "luamigrate/observer.h"
#include "revisions/graph.h"
#include "revisions/rows.h"

namespace luamigrate::revisions {

struct Step {
  Direction direction = Direction::upgrade;
  std::optional<Index> revision;   // whose upgrade or downgrade runs; none: a stamp, nothing runs
  std::vector<std::string> from;   // ids, for people: of an upgrade the parents, of a downgrade the revision
  std::vector<std::string> to;     // and the other way round; empty stands for base
  std::vector<RowChange> changes;  // to the version table, in this order, once the revision has run
};

struct Plan {
  bool purge = false;  // the version table is emptied first, whatever it holds; rows_before is empty then
  Rows rows_before;
  std::vector<Step> steps;  // empty: there is nothing to do
  Rows rows_after;
};

// All throw Error{target} for a target that names nothing, several things or something out of reach, and
// Error{version_table} for rows that no file explains or, upgrading, of which one is an ancestor of another.
Plan plan_upgrade(const Graph& graph, const Rows& rows, std::string_view target);
Plan plan_downgrade(const Graph& graph, const Rows& rows, std::string_view target);

// Several targets are stamped together. With `purge` the rows need not make sense.
Plan plan_stamp(const Graph& graph, const Rows& rows, std::span<const std::string> targets, bool purge = false);

// For --sql, where no database is asked: the range "FROM:TO" tells what to start from; "TO" alone starts from nothing,
// which a downgrade does not allow (Error{usage}).
Plan plan_offline_upgrade(const Graph& graph, std::string_view range);
Plan plan_offline_downgrade(const Graph& graph, std::string_view range);
Plan plan_offline_stamp(const Graph& graph, std::span<const std::string> ranges);

}  // namespace luamigrate::revisions
