#include "revisions/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "revisions/lineage.h"

namespace luamigrate::revisions {

void apply(const RowChange& change, Rows& rows) {
  if (change.from.empty())
    rows.push_back(change.to);
  else if (change.to.empty())
    rows.erase(std::ranges::find(rows, change.from));
  else
    *std::ranges::find(rows, change.from) = change.to;
}

std::vector<Index> resolve_rows(const Graph& graph, const Rows& rows) {
  std::vector<Index> revisions;
  for (const std::string& row : rows) {
    const std::optional<Index> revision = graph.find_id(row);
    if (!revision)
      throw Error(
          ErrorKind::version_table,
          fmt::format("the version table names the revision \"{}\", which no file of this project has", row),
          "was it applied from another branch of your code? Get its file back, or say where the database really "
          "is: \"luamigrate stamp --purge REVISION\"");
    if (std::ranges::find(revisions, *revision) == revisions.end()) revisions.push_back(*revision);
  }
  return revisions;
}

// Source: Alembic, alembic/script/revision.py, RevisionMap._get_all_current.
std::vector<Index> current_revisions(const Graph& graph, const Rows& rows) {
  const std::vector<Index> named = resolve_rows(graph, rows);
  const RevisionSet applied = ancestors(graph, named, Edges::all);
  const auto is_tip = [&](Index revision) {
    return std::ranges::none_of(graph.children(revision), [&](Index child) { return applied.contains(child); });
  };
  std::vector<Index> result;
  for (const Index revision : named)
    if (is_tip(revision)) result.push_back(revision);
  std::vector<Index> implied;
  for (const Index revision : applied.members())
    if (is_tip(revision) && std::ranges::find(result, revision) == result.end()) implied.push_back(revision);
  std::ranges::sort(implied);
  result.insert(result.end(), implied.begin(), implied.end());
  return result;
}

}  // namespace luamigrate::revisions
