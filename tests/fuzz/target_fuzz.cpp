// Whatever stands for a target, and whatever the version table holds: an answer or an Error, and plans that keep their
// laws.
#include <cstdlib>
#include <string>
#include <vector>

#include "luamigrate/error.h"
#include "revisions/lineage.h"
#include "revisions/plan.h"
#include "revisions/target.h"

using namespace luamigrate;
using namespace luamigrate::revisions;

namespace {

// Branches, a merge, dependencies, labels, and ids that begin alike.
const Graph& graph() {
  static const Graph made(std::vector<RevisionHeader>{
      {.revision = "aaaa1"},
      {.revision = "aaaa2", .down_revisions = {"aaaa1"}, .branch_labels = {"left"}},
      {.revision = "aaab", .down_revisions = {"aaaa1"}, .branch_labels = {"right", "rightmost"}},
      {.revision = "b-1", .down_revisions = {"aaaa2", "aaab"}},
      {.revision = "base1", .branch_labels = {"other"}},
      {.revision = "c.2", .down_revisions = {"base1"}, .depends_on = {"left"}},
      {.revision = "head9", .down_revisions = {"c.2"}},
      {.revision = "d_3", .down_revisions = {"base1"}, .depends_on = {"b-1"}},
  });
  return made;
}

template <typename Function>
void answers_or_says_why(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal || error.message().empty()) std::abort();
  }
}

void check(const Plan& plan) {
  Rows rows = plan.rows_before;
  for (const Step& step : plan.steps)
    for (const RowChange& change : step.changes) apply(change, rows);
  if (rows != plan.rows_after) std::abort();
}

}  // namespace

// The first line is the target, each further one a row of the version table.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> lines;
  while (lines.size() < 4) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  const std::string target = lines.front();
  const Rows rows(lines.begin() + 1, lines.end());
  const std::vector<std::string> targets = {target};
  answers_or_says_why([&] { resolve(graph(), target); });
  answers_or_says_why([&] { resolve_one(graph(), target); });
  answers_or_says_why([&] { resolve_parents(graph(), targets, true); });
  answers_or_says_why([&] { resolve_dependency(graph(), target); });
  answers_or_says_why([&] { resolve_range(graph(), rows, target); });
  answers_or_says_why([&] { check(plan_upgrade(graph(), rows, target)); });
  answers_or_says_why([&] { check(plan_downgrade(graph(), rows, target)); });
  answers_or_says_why([&] { check(plan_stamp(graph(), rows, targets)); });
  answers_or_says_why([&] { plan_offline_upgrade(graph(), target); });
  answers_or_says_why([&] { plan_offline_downgrade(graph(), target); });
  answers_or_says_why([&] { plan_offline_stamp(graph(), targets); });
  return 0;
}
