#include "revisions/graph.h"

#include <algorithm>

namespace luamigrate::revisions {
namespace {

// Shorter names are no candidates for an abbreviation.
constexpr std::size_t least_abbreviated = 4;

}  // namespace

std::optional<Index> Graph::find_id(std::string_view id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Index> Graph::find(std::string_view id_or_label) const {
  if (const auto found = find_id(id_or_label)) return found;
  const auto found = labels_.find(id_or_label);
  return found == labels_.end() ? std::nullopt : std::optional(found->second);
}

bool Graph::has_label(Index revision, std::string_view label) const {
  return std::ranges::find(labels(revision), label) != labels(revision).end();
}

std::vector<std::string_view> Graph::names_beginning_with(std::string_view beginning) const {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view name) {
    if (name.size() >= least_abbreviated && name.starts_with(beginning)) names.push_back(name);
  };
  for (const RevisionHeader& header : headers_) add(header.revision);
  for (const RevisionHeader& header : headers_)
    for (const std::string& label : header.branch_labels) add(label);
  return names;
}

}  // namespace luamigrate::revisions
