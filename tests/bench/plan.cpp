// How long the graph and a plan from base to heads take, for histories with a fork and a merge every 20 revisions.
#include <fmt/format.h>

#include <chrono>

#include "revisions/graph.h"
#include "revisions/plan.h"

using namespace luamigrate::revisions;

namespace {

std::vector<RevisionHeader> forked_history(int size) {
  std::vector<RevisionHeader> headers;
  const auto id = [](int i) { return fmt::format("r{:06}", i); };
  for (int i = 1; i <= size; ++i) {
    RevisionHeader header{.revision = id(i)};
    if (i > 1) header.down_revisions = {id(i - 1)};
    if (i % 20 == 11) header.down_revisions = {id(i - 2)};
    if (i % 20 == 12) header.down_revisions = {id(i - 2), id(i - 1)};
    headers.push_back(std::move(header));
  }
  return headers;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main() {
  for (const int size : {1'000, 10'000, 100'000}) {
    std::vector<RevisionHeader> headers = forked_history(size);
    auto start = std::chrono::steady_clock::now();
    const Graph graph(std::move(headers));
    const double build = milliseconds_since(start);
    start = std::chrono::steady_clock::now();
    const Plan up = plan_upgrade(graph, {}, "heads");
    const double plan_up = milliseconds_since(start);
    start = std::chrono::steady_clock::now();
    const Plan down = plan_downgrade(graph, up.rows_after, "base");
    const double plan_down = milliseconds_since(start);
    fmt::print("graph of {:>6} revisions: built in {:.1f} ms; {} steps up planned in {:.1f} ms, {} down in {:.1f} ms\n",
               size, build, up.steps.size(), plan_up, down.steps.size(), plan_down);
  }
}
