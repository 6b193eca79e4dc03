// The version table as values: a row for each effective head of what is applied. Whatever another row implies, by
// descent or by dependency, has no row.
#pragma once

#include <string>
#include <vector>

#include "revisions/graph.h"

namespace luamigrate::revisions {

// Revision ids in the table's order, which decides what "-1" means when there are several.
using Rows = std::vector<std::string>;

// One statement on the version table: an insert has no `from`, a delete no `to`, an update, which keeps the place of
// the row, has both.
struct RowChange {
  std::string from;
  std::string to;
  friend bool operator==(const RowChange&, const RowChange&) = default;
};

// REQUIRES: the row `from` is there.
void apply(const RowChange& change, Rows& rows);

// The revisions that the rows name, each once. Throws Error{version_table} for a row that no file explains.
std::vector<Index> resolve_rows(const Graph& graph, const Rows& rows);

// What is current: the revisions of the rows, then the branch tips that they imply by dependency, in the order of
// reading.
std::vector<Index> current_revisions(const Graph& graph, const Rows& rows);

}  // namespace luamigrate::revisions
