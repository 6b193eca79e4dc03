#include <fmt/format.h>

#include "luamigrate/error.h"
#include "revisions/plan.h"
#include "revisions/resolve.h"

namespace luamigrate::revisions {
namespace {

struct Range {
  Rows from;
  std::string to;
};

Range split(const Graph& graph, std::string_view range) {
  const std::size_t colon = range.find(':');
  if (colon == std::string_view::npos) return {{}, std::string(range)};
  Range result{{}, std::string(range.substr(colon + 1))};
  if (result.to.find(':') != std::string::npos || result.to.empty())
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no range of revisions", range), "write FROM:TO");
  const std::string_view from = range.substr(0, colon);
  if (from.empty() || from == "base") return result;
  if (const Place start = place_of(graph, from)) result.from = {graph.id(*start)};
  return result;
}

}  // namespace

Plan plan_offline_upgrade(const Graph& graph, std::string_view range) {
  const Range ends = split(graph, range);
  return plan_upgrade(graph, ends.from, ends.to);
}

Plan plan_offline_downgrade(const Graph& graph, std::string_view range) {
  if (range.find(':') == std::string_view::npos)
    throw Error(ErrorKind::usage, "downgrade --sql asks no database, so it must be told where to start",
                fmt::format("write FROM:TO, as in head:{}", range));
  const Range ends = split(graph, range);
  return plan_downgrade(graph, ends.from, ends.to);
}

Plan plan_offline_stamp(const Graph& graph, std::span<const std::string> ranges) {
  Rows from;
  std::vector<std::string> targets;
  for (const std::string& range : ranges) {
    const Range ends = split(graph, range);
    from.insert(from.end(), ends.from.begin(), ends.from.end());
    targets.push_back(ends.to);
  }
  return plan_stamp(graph, from, targets);
}

}  // namespace luamigrate::revisions
