#pragma once

#include <map>
#include <string>
#include <vector>

#include "revisions/graph.h"

namespace luamigrate::revisions {

// Makes a graph from headers: resolves names, finds faults, fills in what the graph answers from.
class Graph::Builder {
 public:
  Builder(Graph& graph, std::vector<RevisionHeader> headers) : graph_(graph), headers_(std::move(headers)) {}
  void build();

 private:
  using Lists = std::vector<std::vector<Index>>;

  void index_names();
  void resolve_names();
  void find_cycles();  // fills order_
  void normalize_requirements();
  void list_ends();
  void spread_labels();
  void throw_faults() const;

  void fault(std::string text, std::string hint);
  std::string file(Index revision) const;
  static Edges edges_of(const Lists& lists);
  static Edges reversed(const Edges& edges);

  Graph& graph_;
  std::vector<RevisionHeader> headers_;
  std::vector<std::string> faults_;
  std::string hint_;  // of the first fault
};

}  // namespace luamigrate::revisions
