#include "revisions/target.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"
#include "revisions/graph_of.h"

using namespace luamigrate;
using namespace luamigrate::revisions;
using luamigrate::test::graph_of;
using luamigrate::test::ids;
using luamigrate::test::words;

namespace {

Graph forked() {
  return graph_of({{"aaaa", ""}, {"bbbb", "aaaa"}, {"cccc", "bbbb", "shop"}, {"dddd", "bbbb"}, {"eeee", "dddd"}});
}

std::string range(const Graph& graph, std::string_view rows, std::string_view text) {
  return ids(graph, resolve_range(graph, words(rows), text));
}

}  // namespace

TEST_CASE("one target may be several revisions, one, or none") {
  const Graph graph = forked();
  CHECK(ids(graph, resolve(graph, "heads")) == "cccc eeee");
  CHECK(ids(graph, resolve(graph, "shop")) == "cccc");
  CHECK(ids(graph, resolve(graph, "shop@head")) == "cccc");
  CHECK(ids(graph, resolve(graph, "dddd@head")) == "eeee");
  CHECK(ids(graph, resolve(graph, "base")) == "");
  CHECK(ids(graph, resolve(graph, "eeee-2")) == "bbbb");
  CHECK_THROWS_AS(resolve(graph, "head"), Error);
  CHECK_THROWS_AS(resolve(graph, "shop@eeee"), Error);
}

TEST_CASE("a history is listed newest first, by branches") {
  const Graph graph = forked();
  CHECK(range(graph, "", "") == "cccc eeee dddd bbbb aaaa");
  CHECK(range(graph, "", "bbbb:eeee") == "eeee dddd bbbb");
  CHECK(range(graph, "", "bbbb:") == "cccc eeee dddd bbbb");
  CHECK(range(graph, "", ":dddd") == "dddd bbbb aaaa");
  CHECK(range(graph, "eeee", "dddd:current") == "eeee dddd");
  CHECK(range(graph, "dddd", "current:+1") == "eeee dddd");
  CHECK(range(graph, "", "shop@base:") == "cccc bbbb aaaa");
  CHECK(range_needs_rows("-3:current"));
  CHECK_FALSE(range_needs_rows("a:b"));
  CHECK_THROWS_AS(range(graph, "", "nothing"), Error);
  CHECK_THROWS_AS(range(graph, "", "eeee:bbbb"), Error);
}

TEST_CASE("a new revision needs a head for a parent, unless it is spliced") {
  const Graph graph = forked();
  const std::vector<std::string> inside = {"bbbb"};
  CHECK_THROWS_WITH(resolve_parents(graph, inside), "the revision bbbb is not a head");
  CHECK(ids(graph, resolve_parents(graph, inside, true)) == "bbbb");
  const std::vector<std::string> heads = {"heads"};
  CHECK(ids(graph, resolve_parents(graph, heads)) == "cccc eeee");
  const std::vector<std::string> base = {"base"};
  CHECK(resolve_parents(graph, base).empty());
}

TEST_CASE("a dependency is written as a label where a label was given, else as the whole id") {
  const Graph graph = forked();
  CHECK(resolve_dependency(graph, "shop") == "shop");
  CHECK(resolve_dependency(graph, "eee") == "eeee");
}
