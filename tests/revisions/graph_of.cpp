#include "revisions/graph_of.h"

#include <sstream>

namespace luamigrate::test {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) result.push_back(word);
  return result;
}

revisions::Graph graph_of(const std::vector<Given>& revisions) {
  std::vector<revisions::RevisionHeader> headers;
  for (const Given& given : revisions)
    headers.push_back({.revision = given.id,
                       .down_revisions = words(given.parents),
                       .branch_labels = words(given.labels),
                       .depends_on = words(given.depends_on),
                       .path = given.id + ".lua"});
  return revisions::Graph(std::move(headers));
}

std::string ids(const revisions::Graph& graph, const std::vector<revisions::Index>& revisions) {
  std::string result;
  for (const revisions::Index revision : revisions) result += (result.empty() ? "" : " ") + graph.id(revision);
  return result;
}

}  // namespace luamigrate::test
