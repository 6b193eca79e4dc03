#include "cli/lanes.h"

#include <catch2/catch.hpp>
#include <random>

#include "cli/history_text.h"

using namespace luamigrate;
using namespace luamigrate::cli;

namespace {

RevisionInfo revision(std::string id, std::vector<std::string> parents) {
  return {.revision = std::move(id), .down_revisions = std::move(parents), .message = "m"};
}

std::string drawn(const std::vector<RevisionInfo>& revisions) {
  return "\n" + history_drawing(revisions, {}, Style(false));
}

// Newest first; each has up to three parents among the ones below it.
std::vector<RevisionInfo> random_history(std::mt19937& random, int size) {
  std::vector<RevisionInfo> result;
  for (int i = size - 1; i >= 0; --i) {
    std::vector<std::string> parents;
    const int wanted = i == 0 ? 0 : static_cast<int>(random() % 4);
    for (int parent = 0; parent < wanted; ++parent) {
      const std::string id = std::to_string(i - 1 - static_cast<int>(random() % static_cast<unsigned>(std::min(i, 9))));
      if (std::ranges::find(parents, id) == parents.end()) parents.push_back(id);
    }
    result.push_back(revision(std::to_string(i), parents));
  }
  return result;
}

}  // namespace

TEST_CASE("forks meet above their parent, merges part below themselves") {
  CHECK(drawn({revision("m", {"b", "c"}), revision("b", {"a"}), revision("c", {"a"}), revision("a", {})}) == R"(
● m, m
├─╮
● │ b, m
│ ● c, m
├─╯
● a, m
)");
}

TEST_CASE("heads and bases take free lanes") {
  CHECK(
      drawn({revision("x", {"w"}), revision("b", {"a"}), revision("w", {}), revision("c", {"a"}), revision("a", {})}) ==
      R"(
● x, m
│ ● b, m
● │ w, m
● │ c, m
├─╯
● a, m
)");
}

TEST_CASE("parents outside the list end their lanes") {
  CHECK(drawn({revision("b", {"a", "z"}), revision("a", {"y"})}) == "\n● b, m\n● a, m\n");
}

TEST_CASE("each child is tied to each parent by a lane that nothing interrupts") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const std::vector<RevisionInfo> revisions = random_history(random, 40);
    const LaneLayout layout = lay_out(revisions);
    std::size_t edges = 0;
    for (const RevisionInfo& each : revisions) edges += each.down_revisions.size();
    REQUIRE(layout.edges.size() == edges);
    for (const LaneEdge& edge : layout.edges) {
      const LaneRow& child = layout.rows[edge.child];
      const LaneRow& parent = layout.rows[edge.parent];
      if (edge.column != child.column) {
        REQUIRE(child.forks.size() > edge.column);
        REQUIRE(child.forks[edge.column].down);
        REQUIRE((child.forks[edge.column].left || child.forks[edge.column].right));
      }
      for (std::size_t row = edge.child + 1; row < edge.parent; ++row) {
        REQUIRE(layout.rows[row].beside[edge.column]);
        REQUIRE(layout.rows[row].column != edge.column);
      }
      if (edge.column != parent.column) {
        REQUIRE(parent.joins.size() > edge.column);
        REQUIRE((parent.joins[edge.column].up && parent.joins[edge.column].left));
      }
    }
  }
}
