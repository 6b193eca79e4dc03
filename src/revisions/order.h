#pragma once

#include <span>
#include <vector>

#include "revisions/lineage.h"

namespace luamigrate::revisions {

// The members of `set` from the newest to the oldest: each before what it requires. Follows one line of descent as far
// as it goes before it turns to the next; lines in the order of reading of `heads`, the newest members. The order is
// Alembic's (alembic/script/revision.py, RevisionMap._topological_sort), found in time linear in ordinary graphs.
std::vector<Index> newest_first(const Graph& graph, const RevisionSet& set, std::span<const Index> heads);

}  // namespace luamigrate::revisions
