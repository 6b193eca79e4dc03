// A history laid out in lanes, as `git log --graph` draws one: each revision stands in a lane, and lanes run down from
// children to parents.
#pragma once

#include <cstddef>
#include <vector>

#include "luamigrate/report.h"

namespace luamigrate::cli {

// Which of its four sides the lines in one cell of a drawing lead to.
struct LaneCell {
  bool up = false;
  bool down = false;
  bool left = false;
  bool right = false;
};

struct LaneRow {
  std::size_t column = 0;       // where the revision stands
  std::vector<LaneCell> joins;  // the line above it, where the lanes of several children meet; empty: none
  std::vector<bool> beside;     // lanes that run on the line of the revision; its own is one
  std::vector<bool> below;      // lanes that run on between it and its forks
  std::vector<LaneCell> forks;  // the line below it, where the lanes of further parents begin; empty: none
};

// From a child to its parent, by the lane of `column`.
struct LaneEdge {
  std::size_t child = 0;  // rows
  std::size_t parent = 0;
  std::size_t column = 0;
};

struct LaneLayout {
  std::vector<LaneRow> rows;  // one for each revision
  std::vector<LaneEdge> edges;
  std::size_t columns = 0;
};

// REQUIRES: children stand before their parents. Edges to parents that are not in the list are left out. Linear in the
// revisions times the lanes that run beside each other.
LaneLayout lay_out(const std::vector<RevisionInfo>& revisions);

}  // namespace luamigrate::cli
