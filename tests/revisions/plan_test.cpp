#include "revisions/plan.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "luamigrate/error.h"
#include "revisions/graph_of.h"
#include "revisions/lineage.h"

using namespace luamigrate;
using namespace luamigrate::revisions;
using luamigrate::test::Given;
using luamigrate::test::graph_of;
using luamigrate::test::words;

namespace {

// "a b | b": the revisions of the steps in order, and the rows afterwards.
std::string text_of(const Graph& graph, const Plan& plan) {
  std::string text;
  for (const Step& step : plan.steps) text += (step.revision ? graph.id(*step.revision) : "stamp") + " ";
  text += "|";
  for (const std::string& row : plan.rows_after) text += " " + row;
  return text;
}

std::string upgrade(const Graph& graph, std::string_view rows, std::string_view target) {
  return text_of(graph, plan_upgrade(graph, words(rows), target));
}
std::string downgrade(const Graph& graph, std::string_view rows, std::string_view target) {
  return text_of(graph, plan_downgrade(graph, words(rows), target));
}
std::string stamp(const Graph& graph, std::string_view rows, std::string_view targets) {
  return text_of(graph, plan_stamp(graph, words(rows), words(targets)));
}

template <class Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const Error& error) {
    CHECK_FALSE(error.hint().empty());
    return error.message();
  }
  return "no error";
}

Graph line() {
  return graph_of({{"aaaa1", ""}, {"bbbb2", "aaaa1"}, {"cccc3", "bbbb2"}, {"dddd4", "cccc3"}});
}
Graph diamond() {
  return graph_of({{"a", ""}, {"b1", "a"}, {"b2", "b1"}, {"c1", "a"}, {"m", "b2 c1"}, {"z", "m"}});
}
Graph branches() {
  return graph_of(
      {{"a1", "", "shop"}, {"a2", "a1"}, {"b1", "", "blog"}, {"b2", "b1", "", "a2"}, {"b3", "b2"}, {"a3", "a2"}});
}

}  // namespace

TEST_CASE("a line goes up and down by every form of target") {
  const Graph graph = line();
  CHECK(upgrade(graph, "", "head") == "aaaa1 bbbb2 cccc3 dddd4 | dddd4");
  CHECK(upgrade(graph, "bbbb2", "head") == "cccc3 dddd4 | dddd4");
  CHECK(upgrade(graph, "", "+2") == "aaaa1 bbbb2 | bbbb2");
  CHECK(upgrade(graph, "aaaa1", "+1") == "bbbb2 | bbbb2");
  CHECK(upgrade(graph, "", "cccc") == "aaaa1 bbbb2 cccc3 | cccc3");
  CHECK(upgrade(graph, "", "head-1") == "aaaa1 bbbb2 cccc3 | cccc3");
  CHECK(upgrade(graph, "", "base+2") == "aaaa1 bbbb2 | bbbb2");
  CHECK(upgrade(graph, "", "aaaa1+1") == "aaaa1 bbbb2 | bbbb2");
  CHECK(downgrade(graph, "dddd4", "-1") == "dddd4 | cccc3");
  CHECK(downgrade(graph, "dddd4", "base") == "dddd4 cccc3 bbbb2 aaaa1 |");
  CHECK(downgrade(graph, "dddd4", "bbbb2") == "dddd4 cccc3 | bbbb2");
  CHECK(downgrade(graph, "dddd4", "head-2") == "dddd4 cccc3 | bbbb2");
  CHECK(downgrade(graph, "dddd4", "bbbb2-1") == "dddd4 cccc3 bbbb2 | aaaa1");
}

TEST_CASE("going to where the database is already does nothing") {
  const Graph graph = line();
  CHECK(upgrade(graph, "dddd4", "head") == "| dddd4");
  CHECK(upgrade(graph, "cccc3", "aaaa1") == "| cccc3");
  CHECK(upgrade(graph, "cccc3", "base") == "| cccc3");
  CHECK(downgrade(graph, "dddd4", "dddd4") == "| dddd4");
  CHECK(downgrade(graph, "", "base") == "|");
}

TEST_CASE("a walk that leaves the graph, or has no single way, is an error") {
  const Graph graph = line();
  CHECK(refusal([&] { upgrade(graph, "cccc3", "+2"); }) == "\"+2\" leads out of the graph");
  CHECK(refusal([&] { downgrade(graph, "aaaa1", "-2"); }) == "\"-2\" leads out of the graph");
  CHECK(refusal([&] { upgrade(graph, "", "cccc3+4"); }) == "\"cccc3+4\" leads out of the graph");
  CHECK(refusal([&] { upgrade(graph, "", "aaaa1-2"); }) == "\"aaaa1-2\" leads out of the graph");
  CHECK(refusal([&] { upgrade(graph, "", "+0"); }) == "\"+0\" is no way upward");
  CHECK(refusal([&] { upgrade(graph, "cccc3", "-1"); }) == "\"-1\" is no way upward");
  CHECK(refusal([&] { downgrade(graph, "cccc3", "+1"); }) == "\"+1\" is no way downward");
  CHECK(refusal([&] { upgrade(diamond(), "a", "+1"); }) ==
        "the walk of 1 steps is ambiguous: from a it could go on to b1, c1");
  CHECK(refusal([&] { downgrade(diamond(), "m", "-1"); }) ==
        "the walk of 1 steps is ambiguous: from m it could go on to b2, c1");
  CHECK(refusal([&] { upgrade(graph, "", "nope"); }) == "there is no revision or branch \"nope\"");
  CHECK(refusal([&] { downgrade(graph, "bbbb2", "dddd4"); }).find("is no way down") != std::string::npos);
}

TEST_CASE("forks make rows and merges take them together") {
  const Graph graph = diamond();
  CHECK(upgrade(graph, "", "heads") == "a c1 b1 b2 m z | z");
  CHECK(upgrade(graph, "", "b2") == "a b1 b2 | b2");
  CHECK(upgrade(graph, "b2", "c1") == "c1 | b2 c1");
  CHECK(upgrade(graph, "b2 c1", "m") == "m | m");
  CHECK(downgrade(graph, "m", "b2") == "m | c1 b2");
  CHECK(downgrade(graph, "z", "a") == "z m b2 b1 c1 | a");
}

TEST_CASE("dependencies are applied before, and their rows are implied") {
  const Graph graph = branches();
  CHECK(upgrade(graph, "", "blog@head") == "a1 a2 b1 b2 b3 | b3");
  CHECK(upgrade(graph, "b3", "heads") == "a3 | b3 a3");
  CHECK(downgrade(graph, "b3", "blog@base") == "b3 b2 b1 | a2");
  CHECK(downgrade(graph, "b3", "shop@base") == "b3 b2 a2 a1 | b1");
  CHECK(refusal([&] { downgrade(graph, "a2", "blog@-1"); }) == "nothing of the branch \"blog\" is applied");
}

TEST_CASE("several heads are an error for head and none for heads") {
  const Graph graph = branches();
  CHECK(refusal([&] { upgrade(graph, "", "head"); }) == "\"head\" is several revisions: b3, a3");
  CHECK(upgrade(graph, "", "heads") == "a1 a2 a3 b1 b2 b3 | a3 b3");
}

TEST_CASE("of several rows the first one is what -1 goes down from") {
  const Graph graph = graph_of({{"a", ""}, {"b", "a"}, {"c", "a"}});
  CHECK(downgrade(graph, "b c", "-1") == "b | c");
  CHECK(downgrade(graph, "c b", "-1") == "c | b");
}

TEST_CASE("rows that overlap stop an upgrade, but not a downgrade") {
  const Graph graph = line();
  CHECK(refusal([&] { upgrade(graph, "aaaa1 bbbb2", "head"); }).find("overlaps") != std::string::npos);
  CHECK(downgrade(graph, "aaaa1 bbbb2", "base") == "bbbb2 aaaa1 |");
}

TEST_CASE("an abbreviation must be of one revision, and an exact id wins over a longer one") {
  const Graph graph = graph_of({{"abcd1", ""}, {"abcd12", "abcd1"}, {"abcdef", "abcd12"}});
  CHECK(upgrade(graph, "", "abcd1") == "abcd1 | abcd1");
  CHECK(refusal([&] { upgrade(graph, "", "abcd"); }) ==
        "\"abcd\" is the beginning of several revisions: abcd1, abcd12, abcdef");
  CHECK(upgrade(graph, "abcd1", "abcde") == "abcd12 abcdef | abcdef");
}

TEST_CASE("a merge whose dependency is an ancestor of one of its parents leaves one row") {
  const Graph graph = graph_of({{"a", ""}, {"b", "a"}, {"c", "a"}, {"m", "b c", "", "a"}});
  CHECK(upgrade(graph, "", "heads") == "a c b m | m");
}

TEST_CASE("what a downgrade leaves never overlaps, where one requirement implies another") {
  const Graph graph = graph_of({{"x1", ""}, {"x2", "x1"}, {"p", "", "", "x2"}, {"r", "p", "", "x1"}, {"o", ""}});
  CHECK(upgrade(graph, "", "heads") == "x1 o x2 p r | r o");
  CHECK(downgrade(graph, "r o", "p") == "r | p o");
}

TEST_CASE("a stamp replaces what a target is related to and leaves the rest") {
  const Graph graph = graph_of({{"a", ""}, {"b", "a"}, {"c", "a"}, {"x", ""}});
  CHECK(stamp(graph, "", "b c") == "stamp stamp | b c");
  CHECK(stamp(graph, "b x", "a") == "stamp | a x");
  CHECK(stamp(graph, "b c x", "a") == "stamp | a x");
  CHECK(stamp(graph, "a", "b c") == "stamp stamp | b c");
  CHECK(stamp(graph, "b", "c") == "stamp | b c");
  CHECK(stamp(graph, "b x", "base") == "stamp stamp |");
  CHECK(stamp(graph, "b", "b") == "| b");
}

TEST_CASE("an offline plan starts from what the range says") {
  const Graph graph = line();
  CHECK(text_of(graph, plan_offline_upgrade(graph, "head")) == "aaaa1 bbbb2 cccc3 dddd4 | dddd4");
  CHECK(text_of(graph, plan_offline_upgrade(graph, "bbbb2:head")) == "cccc3 dddd4 | dddd4");
  CHECK(text_of(graph, plan_offline_downgrade(graph, "head:bbbb2")) == "dddd4 cccc3 | bbbb2");
  CHECK(refusal([&] { plan_offline_downgrade(graph, "base"); }) ==
        "downgrade --sql asks no database, so it must be told where to start");
}

// Properties of every plan, over generated graphs.
namespace {

Graph random_graph(std::mt19937& random, int size) {
  std::vector<Given> revisions;
  const auto pick = [&](int below) {
    return "r" + std::to_string(std::uniform_int_distribution(0, below - 1)(random));
  };
  for (int i = 0; i < size; ++i) {
    Given given{"r" + std::to_string(i), "", "", ""};
    const int kind = std::uniform_int_distribution(0, 9)(random);
    if (i > 0 && kind > 0) given.parents = kind < 7 ? "r" + std::to_string(i - 1) : pick(i);
    if (i > 1 && kind == 9) given.parents = "r" + std::to_string(i - 1) + " " + pick(i - 1);
    if (i > 2 && kind % 4 == 1) given.depends_on = pick(i);
    revisions.push_back(given);
  }
  return graph_of(revisions);
}

void check_rows_are_an_antichain(const Graph& graph, const Rows& rows) {
  const std::vector<Index> revisions = resolve_rows(graph, rows);
  CHECK(revisions.size() == rows.size());
  CHECK_NOTHROW(check_no_overlap(graph, revisions));
}

Rows sorted(Rows rows) {
  std::ranges::sort(rows);
  return rows;
}

}  // namespace

TEST_CASE("plans over generated graphs keep the laws of the version table") {
  std::mt19937 random(20261120);
  for (int round = 0; round < 300; ++round) {
    const Graph graph = random_graph(random, std::uniform_int_distribution(1, 25)(random));
    const std::string target =
        graph.id(std::uniform_int_distribution<Index>(0, static_cast<Index>(graph.size() - 1))(random));
    const Plan first = plan_upgrade(graph, {}, target);
    const Plan rest = plan_upgrade(graph, first.rows_after, "heads");
    std::set<Index> applied;
    for (const Plan* plan : {&first, &rest}) {
      Rows rows = plan->rows_before;
      for (const Step& step : plan->steps) {
        for (const Index required : graph.requirements(*step.revision)) CHECK(applied.contains(required));
        CHECK(applied.insert(*step.revision).second);
        for (const RowChange& change : step.changes) revisions::apply(change, rows);
        check_rows_are_an_antichain(graph, rows);
      }
      CHECK(rows == plan->rows_after);
    }
    CHECK(applied.size() == graph.size());

    const Plan down = plan_downgrade(graph, rest.rows_after, "base");
    CHECK(down.rows_after.empty());
    CHECK(down.steps.size() == graph.size());
    Rows rows = down.rows_before;
    for (const Step& step : down.steps) {
      for (const Index requirer : graph.requirers(*step.revision)) CHECK_FALSE(applied.contains(requirer));
      applied.erase(*step.revision);
      for (const RowChange& change : step.changes) revisions::apply(change, rows);
      check_rows_are_an_antichain(graph, rows);
    }
    CHECK(sorted(plan_upgrade(graph, {}, target).rows_after) == sorted(first.rows_after));
  }
}
