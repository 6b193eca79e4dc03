#include "revisions/target.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"
#include "revisions/resolve.h"

namespace luamigrate::revisions {
namespace {

// "rev+2", "head-1", "label@rev-1"; forms without a symbol are for the caller.
std::optional<Place> relative_to_symbol(const Graph& graph, std::string_view target) {
  const std::optional<RelativeTarget> relative = parse_relative(target);
  if (!relative || relative->symbol.empty()) return std::nullopt;
  const std::string start =
      relative->steps < 0 && !relative->label.empty() ? relative->label + "@" + relative->symbol : relative->symbol;
  const WalkEnd end = walk(graph, place_of(graph, start), relative->steps, relative->label);
  if (end.too_far) too_far(*relative);
  return end.place;
}

}  // namespace

std::vector<Index> resolve(const Graph& graph, std::string_view target) {
  if (graph.find(split_label(target).symbol)) return revisions_of(graph, target);
  if (const auto place = relative_to_symbol(graph, target))
    return *place ? std::vector<Index>{**place} : std::vector<Index>();
  return revisions_of(graph, target);
}

std::optional<Index> resolve_one(const Graph& graph, std::string_view target) {
  const std::vector<Index> found = resolve(graph, target);
  if (found.size() > 1) several_heads(graph, found, target);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Index> resolve_parents(const Graph& graph, std::span<const std::string> targets, bool splice) {
  std::vector<Index> parents;
  for (const std::string& target : targets) {
    for (const Index parent : resolve(graph, target)) {
      if (std::ranges::find(parents, parent) != parents.end())
        throw Error(ErrorKind::target, fmt::format("the revision {} is named twice", graph.id(parent)), "name it once");
      if (!splice && !graph.is_head(parent))
        throw Error(ErrorKind::target, fmt::format("the revision {} is not a head", graph.id(parent)),
                    "give --splice to begin a new branch there");
      parents.push_back(parent);
    }
  }
  return parents;
}

std::string resolve_dependency(const Graph& graph, std::string_view target) {
  const std::optional<Index> revision = resolve_one(graph, target);
  if (!revision)
    throw Error(ErrorKind::target, fmt::format("\"{}\" is no revision to depend on", target),
                "run \"luamigrate history\" to see the revisions");
  return graph.has_label(*revision, target) ? std::string(target) : graph.id(*revision);
}

}  // namespace luamigrate::revisions
