#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "bindings/revision_file.h"
#include "commands/project.h"
#include "luamigrate/error.h"
#include "revisions/lineage.h"
#include "revisions/reparent.h"
#include "revisions/target.h"

namespace luamigrate {
namespace {

using revisions::Edges;
using revisions::Graph;
using revisions::Index;

[[noreturn]] void refuse(std::string message, std::string hint) {
  throw Error(ErrorKind::target, std::move(message), std::move(hint));
}

Index revision_named(const Graph& graph, const std::string& target) {
  const std::optional<Index> found = revisions::resolve_one(graph, target);
  if (!found) refuse(fmt::format("\"{}\" names no revision", target), "run \"luamigrate history\" to see them");
  return *found;
}

// The one head that `moved` does not lead to.
Index other_head(const Graph& graph, Index moved) {
  const std::vector<Index> moving = {moved};
  const auto with_it = revisions::descendants(graph, moving, Edges::descent);
  std::vector<Index> others;
  std::ranges::copy_if(graph.heads(), std::back_inserter(others), [&](Index head) { return !with_it.contains(head); });
  if (others.size() == 1) return others.front();
  if (others.empty()) refuse("there is no other head to rebase onto", "name a revision by --onto");
  std::vector<std::string> ids;
  ids.reserve(others.size());
  for (const Index other : others) ids.push_back(graph.id(other));
  refuse("there are several heads to rebase onto", fmt::format("say which by --onto: {}", fmt::join(ids, ", ")));
}

void check_move(const Graph& graph, Index moved, Index onto) {
  const std::vector<Index> moving = {moved};
  const std::vector<Index> target = {onto};
  const std::string& id = graph.id(moved);
  if (graph.is_merge_point(moved))
    refuse(fmt::format("{} merges several revisions, so it has no one place to be moved from", id),
           "rebase one of the branches that it merges, and remove the merge");
  const auto with_it = revisions::descendants(graph, moving, Edges::descent);
  if (with_it.contains(onto))
    refuse(fmt::format("{} descends from {} itself", graph.id(onto), id), "name another revision by --onto");
  const auto below = revisions::ancestors(graph, target, Edges::descent);
  // A merge of what moves with what it moves onto would merge nothing any more.
  for (const Index revision : with_it.members())
    if (graph.is_merge_point(revision) &&
        std::ranges::any_of(graph.parents(revision), [&](Index parent) { return below.contains(parent); }))
      refuse(fmt::format("{} merges {} with {} already", graph.id(revision), id, graph.id(onto)),
             fmt::format("a merge needs no rebase; to have a straight line instead, remove {} first",
                         graph.header(revision).path.string()));
  if (revisions::ancestors(graph, moving, Edges::descent).contains(onto)) return;
  // The beginning of its line would stay behind as a head of its own.
  Index first = moved;
  while (graph.parents(first).size() == 1 && !below.contains(graph.parents(first).front()) &&
         graph.children(graph.parents(first).front()).size() == 1 &&
         !graph.is_merge_point(graph.parents(first).front()))
    first = graph.parents(first).front();
  if (first != moved)
    refuse(fmt::format("{} is not the first revision of its line: {} would be left behind as a head", id,
                       graph.id(graph.parents(moved).front())),
           fmt::format("move the whole line: luamigrate rebase {} --onto {}", graph.id(first), graph.id(onto)));
}

void check_not_applied(const Graph& graph, Index moved, const revisions::Rows& rows) {
  const auto applied = revisions::ancestors(graph, revisions::resolve_rows(graph, rows), Edges::all);
  if (applied.contains(moved))
    refuse(fmt::format("{} is applied to this database already, and maybe to others", graph.id(moved)),
           fmt::format("downgrade below it first, or join the heads by \"luamigrate merge heads\""));
}

// Every fault that the move would make, a circle through a dependency for one, is found before the file is written.
void check_graph_afterwards(const Graph& graph, Index moved, Index onto) {
  std::vector<revisions::RevisionHeader> headers;
  for (Index i = 0; i < graph.size(); ++i) headers.push_back(graph.header(i));
  headers[moved].down_revisions = {graph.id(onto)};
  const Graph afterwards(std::move(headers));
}

}  // namespace

RebaseReport Migrator::rebase(const RebaseRequest& request) {
  const Graph graph = project_->read_graph();
  const Index moved = revision_named(graph, request.target);
  const Index onto = request.onto.empty() ? other_head(graph, moved) : revision_named(graph, request.onto);
  const revisions::RevisionHeader& header = graph.header(moved);
  RebaseReport report{.revision = header.revision,
                      .from = header.down_revisions,
                      .onto = graph.id(onto),
                      .path = header.path.string(),
                      .shown_path = project_->shown(header.path)};
  if (header.down_revisions == std::vector<std::string>{report.onto}) return report;
  check_move(graph, moved, onto);
  check_not_applied(graph, moved, project_->read_rows());
  check_graph_afterwards(graph, moved, onto);

  const std::optional<std::string> text = revisions::with_parent(base::read_file(header.path), report.onto);
  if (!text || project_->read_header(header.path, *text).down_revisions != std::vector<std::string>{report.onto}) {
    Error error(ErrorKind::revision_file, "the line with down_revision could not be found in the file",
                fmt::format("write it by hand: down_revision = \"{}\"", report.onto));
    error.facts().file = report.shown_path;
    throw error;
  }
  base::write_file(std::filesystem::canonical(header.path), *text);
  report.changed = true;
  return report;
}

}  // namespace luamigrate
