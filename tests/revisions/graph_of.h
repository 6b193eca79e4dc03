// Graphs for tests, written as short lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "revisions/graph.h"

namespace luamigrate::test {

// One revision: its parents, the labels that it declares and what it depends on, lists divided by spaces.
struct Given {
  std::string id;
  std::string parents;
  std::string labels;
  std::string depends_on;
};

revisions::Graph graph_of(const std::vector<Given>& revisions);

std::vector<std::string> words(std::string_view text);
// Ids of revisions, joined by spaces.
std::string ids(const revisions::Graph& graph, const std::vector<revisions::Index>& revisions);

}  // namespace luamigrate::test
