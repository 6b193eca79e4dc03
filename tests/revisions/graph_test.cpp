#include "revisions/graph.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "revisions/graph_of.h"
#include "revisions/rows.h"

using namespace luamigrate;
using namespace luamigrate::revisions;
using luamigrate::test::Given;
using luamigrate::test::graph_of;
using luamigrate::test::ids;

namespace {

using Labels = std::vector<std::string>;

std::string fault(const std::vector<Given>& revisions) {
  try {
    graph_of(revisions);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::graph);
    CHECK_FALSE(error.hint().empty());
    return error.message();
  }
  return "no fault";
}

}  // namespace

TEST_CASE("heads ignore dependencies, effective heads honour them") {
  const Graph graph = graph_of({{"a1", ""}, {"a2", "a1"}, {"b1", ""}, {"b2", "b1", "", "a2"}});
  CHECK(ids(graph, graph.heads()) == "a2 b2");
  CHECK(ids(graph, graph.effective_heads()) == "b2");
  CHECK(ids(graph, graph.bases()) == "a1 b1");
}

TEST_CASE("forks and merges are told") {
  const Graph graph = graph_of({{"a", ""}, {"b", "a"}, {"c", "a"}, {"m", "b c"}});
  CHECK(graph.is_branch_point(*graph.find("a")));
  CHECK(graph.is_merge_point(*graph.find("m")));
  CHECK_FALSE(graph.is_branch_point(*graph.find("b")));
  CHECK(ids(graph, graph.heads()) == "m");
}

TEST_CASE("a label spreads to descendants, and back to the nearest fork or merge") {
  const Graph graph =
      graph_of({{"a", ""}, {"b", "a"}, {"c", "a"}, {"d", "c"}, {"e", "d", "shop"}, {"f", "e"}, {"x", "b"}});
  for (const char* id : {"c", "d", "e", "f"}) CHECK(graph.labels(*graph.find(id)) == Labels{"shop"});
  for (const char* id : {"a", "b", "x"}) CHECK(graph.labels(*graph.find(id)).empty());
}

TEST_CASE("a dependency counts as a fork for labels") {
  const Graph graph = graph_of({{"a", ""}, {"b", "a"}, {"c", "b", "shop"}, {"x", "", "", "b"}});
  CHECK(graph.labels(*graph.find("c")) == Labels{"shop"});
  CHECK(graph.labels(*graph.find("b")).empty());
}

TEST_CASE("a dependency may be a label") {
  const Graph graph = graph_of({{"a", "", "shop"}, {"b", "", "", "shop"}});
  CHECK(ids(graph, {graph.dependencies(*graph.find("b")).begin(), graph.dependencies(*graph.find("b")).end()}) == "a");
}

TEST_CASE("a dependency that an ancestor declares too is implied") {
  const Graph graph = graph_of({{"x", ""}, {"a", "", "", "x"}, {"b", "a", "", "x"}});
  const auto requirements = graph.requirements(*graph.find("b"));
  CHECK(ids(graph, {requirements.begin(), requirements.end()}) == "a");
}

TEST_CASE("every fault of the files is named with them") {
  CHECK(fault({{"a", ""}, {"a", ""}}) == "the revision id \"a\" stands in two files: a.lua and a.lua");
  CHECK(fault({{"a", "", "l"}, {"b", "a", "l"}}) == "the branch label \"l\" stands in two files: a.lua and b.lua");
  CHECK(fault({{"a", ""}, {"b", "a", "a"}}) == "the branch label \"a\" in b.lua is the id of the revision in a.lua");
  CHECK(fault({{"b", "missing"}}) ==
        "the revision b in b.lua names the down_revision \"missing\", which no file defines");
  CHECK(fault({{"b", "", "", "missing"}}) ==
        "the revision b in b.lua names the dependency \"missing\", which no file defines");
  CHECK(fault({{"a", "a"}}) == "the revision a in a.lua names itself as the down_revision");
  CHECK(fault({{"a-b", ""}}) ==
        "the revision id \"a-b\" in a-b.lua cannot be used: it holds \"-\", which has a meaning in a target");
  CHECK(fault({{"head", ""}}) ==
        "the revision id \"head\" in head.lua cannot be used: it means something else in a target");
}

TEST_CASE("several faults are told together") {
  CHECK(fault({{"b", "x1"}, {"c", "x2"}}) ==
        "the revision b in b.lua names the down_revision \"x1\", which no file defines\n"
        "the revision c in c.lua names the down_revision \"x2\", which no file defines");
}

TEST_CASE("a cycle is printed, through parents, dependencies or both") {
  CHECK(fault({{"a", "c"}, {"b", "a"}, {"c", "b"}}) ==
        "the revisions form a cycle: a -> c -> b -> a (in a.lua, c.lua, b.lua)");
  CHECK(fault({{"a", "", "", "b"}, {"b", "", "", "a"}}) == "the revisions form a cycle: a -> b -> a (in a.lua, b.lua)");
  CHECK(fault({{"base", ""}, {"a", "", "", "b"}, {"b", "a"}}).find("cannot be used") != std::string::npos);
  CHECK(fault({{"r", ""}, {"a", "r", "", "b"}, {"b", "a"}}) ==
        "the revisions form a cycle: a -> b -> a (in a.lua, b.lua)");
}

TEST_CASE("current is the rows and the tips that dependencies imply") {
  const Graph graph = graph_of({{"a1", ""}, {"a2", "a1"}, {"b1", "", "", "a2"}});
  CHECK(ids(graph, current_revisions(graph, {"b1"})) == "b1 a2");
  CHECK(ids(graph, current_revisions(graph, {})) == "");
}

TEST_CASE("a row that no file explains is an error that names it") {
  const Graph graph = graph_of({{"a1", ""}});
  try {
    resolve_rows(graph, {"gone"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::version_table);
    CHECK(error.message() == "the version table names the revision \"gone\", which no file of this project has");
  }
}

TEST_CASE("a hundred thousand revisions and a ladder of diamonds are quick") {
  std::vector<Given> line = {{"r0", ""}};
  for (int i = 1; i < 100'000; ++i) line.push_back({"r" + std::to_string(i), "r" + std::to_string(i - 1)});
  CHECK(graph_of(line).size() == 100'000);
  std::vector<Given> ladder = {{"m0", ""}};
  for (int i = 1; i <= 40; ++i) {
    const std::string n = std::to_string(i);
    const std::string below = "m" + std::to_string(i - 1);
    ladder.push_back({"a" + n, below});
    ladder.push_back({"b" + n, below});
    ladder.push_back({"m" + n, "a" + n + " b" + n});
  }
  CHECK(graph_of(ladder).heads().size() == 1);
}
