// Sets of revisions that descend from, or lead to, others.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "revisions/graph.h"

namespace luamigrate::revisions {

// Which edges count: those of down_revision alone, or dependencies too.
enum class Edges { descent, all };

// A set of revisions of one graph, that remembers in which order they came in.
class RevisionSet {
 public:
  explicit RevisionSet(const Graph& graph) : inside_(graph.size(), 0) {}

  bool contains(Index revision) const { return inside_[revision] != 0; }
  bool insert(Index revision);  // whether it was new
  void erase(Index revision) { inside_[revision] = 0; }
  bool empty() const { return members().empty(); }
  std::vector<Index> members() const;  // in the order of insertion

 private:
  std::vector<char> inside_;
  std::vector<Index> order_;
};

// `from` themselves and all that they descend from, or that descends from them.
RevisionSet ancestors(const Graph& graph, std::span<const Index> from, Edges edges);
RevisionSet descendants(const Graph& graph, std::span<const Index> from, Edges edges);

// Both.
RevisionSet relatives(const Graph& graph, std::span<const Index> of, Edges edges);

// Throws Error{target} when one of `revisions` is an ancestor of another.
void check_no_overlap(const Graph& graph, std::span<const Index> revisions);

}  // namespace luamigrate::revisions
