#include "cli/lanes.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace luamigrate::cli {
namespace {

constexpr std::size_t free_lane = static_cast<std::size_t>(-1);

class Layouter {
 public:
  explicit Layouter(const std::vector<RevisionInfo>& revisions) : revisions_(revisions) {
    for (std::size_t row = 0; row < revisions.size(); ++row) rows_.emplace(revisions[row].revision, row);
  }

  LaneLayout operator()() {
    for (std::size_t row = 0; row < revisions_.size(); ++row) place(row);
    return std::move(layout_);
  }

 private:
  void place(std::size_t row) {
    LaneRow placed;
    std::vector<std::size_t> meeting;  // the lanes that lead here
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
      if (lanes_[lane] == row) meeting.push_back(lane);
    placed.column = meeting.empty() ? take_lane(0, row) : meeting.front();
    if (meeting.size() > 1) {
      placed.joins = line(placed.column, {meeting.begin() + 1, meeting.end()}, lanes_, [&] {
        for (std::size_t i = 1; i < meeting.size(); ++i) lanes_[meeting[i]] = free_lane;
        trim();
      });
    }
    placed.beside = occupied();
    descend(row, placed);
    layout_.rows.push_back(std::move(placed));
  }

  // Hands the lane of the revision to its first parent, and finds lanes for the others.
  void descend(std::size_t row, LaneRow& placed) {
    std::vector<std::size_t> parents;
    for (const std::string& parent : revisions_[row].down_revisions)
      if (const auto found = rows_.find(parent); found != rows_.end()) parents.push_back(found->second);

    lanes_[placed.column] = parents.empty() ? free_lane : parents.front();
    placed.below = occupied();
    if (!parents.empty()) layout_.edges.push_back({row, parents.front(), placed.column});
    if (parents.size() < 2) return trim();

    const std::vector<std::size_t> above = lanes_;
    std::vector<std::size_t> targets;
    for (std::size_t i = 1; i < parents.size(); ++i) {
      const auto running = std::ranges::find(lanes_, parents[i]);
      const std::size_t lane = running != lanes_.end() ? static_cast<std::size_t>(running - lanes_.begin())
                                                       : take_lane(placed.column + 1, parents[i]);
      targets.push_back(lane);
      layout_.edges.push_back({row, parents[i], lane});
    }
    placed.forks = line(placed.column, targets, above, [] {});
  }

  // The cells of a line that ties `from` to the lanes `to`: what ran above it is `above`, `step` makes what runs below.
  template <typename Step>
  std::vector<LaneCell> line(std::size_t from, const std::vector<std::size_t>& to, std::vector<std::size_t> above,
                             Step step) {
    step();
    const auto [first, last] = std::ranges::minmax(to);
    const std::size_t left = std::min(from, first), right = std::max(from, last);
    std::vector<LaneCell> cells(std::max({above.size(), lanes_.size(), right + 1}));
    for (std::size_t lane = 0; lane < cells.size(); ++lane) {
      cells[lane].up = lane < above.size() && above[lane] != free_lane;
      cells[lane].down = lane < lanes_.size() && lanes_[lane] != free_lane;
      cells[lane].left = lane > left && lane <= right;
      cells[lane].right = lane >= left && lane < right;
    }
    return cells;
  }

  // The first free lane that is not left of `from`.
  std::size_t take_lane(std::size_t from, std::size_t row) {
    std::size_t lane = from;
    while (lane < lanes_.size() && lanes_[lane] != free_lane) ++lane;
    if (lane >= lanes_.size()) lanes_.resize(lane + 1, free_lane);
    lanes_[lane] = row;
    layout_.columns = std::max(layout_.columns, lanes_.size());
    return lane;
  }

  void trim() {
    while (!lanes_.empty() && lanes_.back() == free_lane) lanes_.pop_back();
  }

  std::vector<bool> occupied() const {
    std::vector<bool> result(lanes_.size());
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) result[lane] = lanes_[lane] != free_lane;
    return result;
  }

  const std::vector<RevisionInfo>& revisions_;
  std::unordered_map<std::string_view, std::size_t> rows_;
  std::vector<std::size_t> lanes_;  // the row each lane leads to
  LaneLayout layout_;
};

}  // namespace

LaneLayout lay_out(const std::vector<RevisionInfo>& revisions) {
  return Layouter(revisions)();
}

}  // namespace luamigrate::cli
