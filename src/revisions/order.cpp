#include "revisions/order.h"

#include <algorithm>

namespace luamigrate::revisions {
namespace {

class Walk {
 public:
  Walk(const Graph& graph, const RevisionSet& set, std::span<const Index> heads)
      : graph_(graph), todo_(set), seen_(graph.size(), 0), is_head_(graph.size(), 0) {
    left_ = todo_.members().size();
    for (const Index head : heads)
      if (todo_.contains(head) && !is_head_[head]) add_head(head);
    std::ranges::sort(heads_);
  }

  std::vector<Index> operator()() {
    std::size_t current = 0;
    while (!heads_.empty()) {
      const Index candidate = heads_[current];
      if (const auto other = head_above(candidate)) {
        current = *other;
        continue;
      }
      output_.push_back(candidate);
      todo_.erase(candidate);
      current = step_down(current, candidate);
    }
    // A range by descent alone may leave out what connects its members: they follow in the order of the graph.
    const std::vector<Index>& order = graph_.topological_order();
    for (auto revision = order.rbegin(); revision != order.rend() && output_.size() < left_; ++revision)
      if (todo_.contains(*revision)) output_.push_back(*revision);
    return std::move(output_);
  }

 private:
  void add_head(Index head) {
    heads_.push_back(head);
    is_head_[head] = 1;
  }

  // The first of the other heads that the candidate is an ancestor of: it must be walked before. What is left above the
  // candidate hangs on a head, so it is enough to look upward through what is left.
  std::optional<std::size_t> head_above(Index candidate) {
    ++stamp_;
    bool found = false;
    std::vector<Index> upward = {candidate};
    while (!upward.empty()) {
      const Index revision = upward.back();
      upward.pop_back();
      for (const Index above : graph_.requirers(revision)) {
        if (!todo_.contains(above) || seen_[above] == stamp_) continue;
        seen_[above] = stamp_;
        found = found || is_head_[above];
        upward.push_back(above);
      }
    }
    if (!found) return std::nullopt;
    for (std::size_t i = 0; i < heads_.size(); ++i)
      if (seen_[heads_[i]] == stamp_) return i;
    return std::nullopt;
  }

  // Puts what the revision requires in its place among the heads; returns where to go on.
  std::size_t step_down(std::size_t current, Index revision) {
    is_head_[revision] = 0;
    std::vector<Index> below;
    for (const Index required : graph_.requirements(revision))
      if (todo_.contains(required) && !is_head_[required]) below.push_back(required);
    if (below.empty()) {
      heads_.erase(heads_.begin() + static_cast<std::ptrdiff_t>(current));
      return current == 0 ? 0 : current - 1;
    }
    heads_[current] = below.front();
    is_head_[below.front()] = 1;
    for (std::size_t i = 1; i < below.size(); ++i) add_head(below[i]);
    return current;
  }

  const Graph& graph_;
  RevisionSet todo_;
  std::vector<std::uint32_t> seen_;  // in which search a revision was reached last
  std::vector<char> is_head_;
  std::uint32_t stamp_ = 0;
  std::size_t left_ = 0;
  std::vector<Index> heads_;
  std::vector<Index> output_;
};

}  // namespace

std::vector<Index> newest_first(const Graph& graph, const RevisionSet& set, std::span<const Index> heads) {
  return Walk(graph, set, heads)();
}

}  // namespace luamigrate::revisions
