#include "revisions/lineage.h"

#include <fmt/format.h>

#include "luamigrate/error.h"

namespace luamigrate::revisions {
namespace {

template <class Next>
RevisionSet closure(const Graph& graph, std::span<const Index> from, Next next) {
  RevisionSet set(graph);
  std::vector<Index> todo;
  for (const Index start : from) {
    todo.push_back(start);
    while (!todo.empty()) {
      const Index revision = todo.back();
      todo.pop_back();
      if (!set.insert(revision)) continue;
      for (const Index reached : next(revision)) todo.push_back(reached);
    }
  }
  return set;
}

}  // namespace

bool RevisionSet::insert(Index revision) {
  if (inside_[revision] != 0) return false;
  inside_[revision] = 1;
  order_.push_back(revision);
  return true;
}

std::vector<Index> RevisionSet::members() const {
  std::vector<Index> result;
  for (const Index revision : order_)
    if (contains(revision)) result.push_back(revision);
  return result;
}

RevisionSet ancestors(const Graph& graph, std::span<const Index> from, Edges edges) {
  if (edges == Edges::descent) return closure(graph, from, [&](Index revision) { return graph.parents(revision); });
  return closure(graph, from, [&](Index revision) { return graph.requirements(revision); });
}

RevisionSet descendants(const Graph& graph, std::span<const Index> from, Edges edges) {
  if (edges == Edges::descent) return closure(graph, from, [&](Index revision) { return graph.children(revision); });
  return closure(graph, from, [&](Index revision) { return graph.requirers(revision); });
}

RevisionSet relatives(const Graph& graph, std::span<const Index> of, Edges edges) {
  RevisionSet set = ancestors(graph, of, edges);
  for (const Index revision : descendants(graph, of, edges).members()) set.insert(revision);
  return set;
}

void check_no_overlap(const Graph& graph, std::span<const Index> revisions) {
  if (revisions.size() < 2) return;
  for (const Index revision : revisions) {
    std::vector<Index> below(graph.requirements(revision).begin(), graph.requirements(revision).end());
    const RevisionSet implied = ancestors(graph, below, Edges::all);
    for (const Index other : revisions)
      if (other != revision && implied.contains(other))
        throw Error(
            ErrorKind::target,
            fmt::format("the requested revision {} overlaps with {}, which it implies", graph.id(revision),
                        graph.id(other)),
            "name only one of them; where they are rows of the version table, \"luamigrate stamp --purge\" sets "
            "it right");
  }
}

}  // namespace luamigrate::revisions
