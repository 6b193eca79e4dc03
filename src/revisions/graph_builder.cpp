#include "revisions/graph_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "luamigrate/error.h"
#include "revisions/names.h"

namespace luamigrate::revisions {
namespace {

constexpr std::size_t shown_faults = 10;

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

}  // namespace

Graph::Graph(std::vector<RevisionHeader> headers) {
  Builder(*this, std::move(headers)).build();
}

void Graph::Builder::build() {
  graph_.headers_ = std::move(headers_);
  index_names();
  resolve_names();
  throw_faults();
  find_cycles();
  throw_faults();
  normalize_requirements();
  list_ends();
  spread_labels();
}

void Graph::Builder::fault(std::string text, std::string hint) {
  if (faults_.empty()) hint_ = std::move(hint);
  faults_.push_back(std::move(text));
}

std::string Graph::Builder::file(Index revision) const {
  return graph_.headers_[revision].path.string();
}

void Graph::Builder::throw_faults() const {
  if (faults_.empty()) return;
  std::string message = faults_.front();
  for (std::size_t i = 1; i < faults_.size() && i < shown_faults; ++i) message += "\n" + faults_[i];
  if (faults_.size() > shown_faults) message += fmt::format("\nand {} more", faults_.size() - shown_faults);
  throw Error(ErrorKind::graph, std::move(message), hint_);
}

void Graph::Builder::index_names() {
  for (Index i = 0; i < graph_.headers_.size(); ++i) {
    const RevisionHeader& header = graph_.headers_[i];
    if (const std::string why = why_no_id(header.revision); !why.empty())
      fault(fmt::format("the revision id \"{}\" in {} cannot be used: {}", header.revision, file(i), why),
            "change it in the file, and in the files that name it");
    const auto [other, is_new] = graph_.ids_.emplace(header.revision, i);
    if (!is_new)
      fault(fmt::format("the revision id \"{}\" stands in two files: {} and {}", header.revision, file(other->second),
                        file(i)),
            "give one of them another id, or remove it");
  }
  for (Index i = 0; i < graph_.headers_.size(); ++i) {
    for (const std::string& label : graph_.headers_[i].branch_labels) {
      if (const std::string why = why_no_label(label); !why.empty())
        fault(fmt::format("the branch label \"{}\" in {} cannot be used: {}", label, file(i), why),
              "change it in the file");
      if (const auto id = graph_.ids_.find(label); id != graph_.ids_.end())
        fault(fmt::format("the branch label \"{}\" in {} is the id of the revision in {}", label, file(i),
                          file(id->second)),
              "give the label another name");
      const auto [other, is_new] = graph_.labels_.emplace(label, i);
      if (!is_new && other->second != i)
        fault(
            fmt::format("the branch label \"{}\" stands in two files: {} and {}", label, file(other->second), file(i)),
            "a label names one branch: give one of them another name");
    }
  }
}

Graph::Edges Graph::Builder::edges_of(const Lists& lists) {
  Edges edges;
  edges.starts.reserve(lists.size() + 1);
  for (const std::vector<Index>& list : lists) {
    edges.targets.insert(edges.targets.end(), list.begin(), list.end());
    edges.starts.push_back(static_cast<std::uint32_t>(edges.targets.size()));
  }
  return edges;
}

// The same edges from the other end, in the order of reading.
Graph::Edges Graph::Builder::reversed(const Edges& edges) {
  const std::size_t count = edges.starts.size() - 1;
  Lists lists(count);
  for (Index i = 0; i < count; ++i)
    for (const Index target : edges.of(i)) lists[target].push_back(i);
  return edges_of(lists);
}

void Graph::Builder::resolve_names() {
  std::vector<std::string_view> names;
  const auto known_names = [&]() -> const std::vector<std::string_view>& {
    if (names.empty()) {
      for (const auto& [id, index] : graph_.ids_) names.push_back(id);
      for (const auto& [label, index] : graph_.labels_) names.push_back(label);
      std::ranges::sort(names);
    }
    return names;
  };
  const std::size_t count = graph_.headers_.size();
  Lists parents(count);
  Lists dependencies(count);
  for (Index i = 0; i < count; ++i) {
    const RevisionHeader& header = graph_.headers_[i];
    const auto resolve = [&](const std::string& name, std::optional<Index> found, std::string_view what,
                             std::vector<Index>& list) {
      if (!found) {
        const std::string meant = base::did_you_mean(name, known_names());
        fault(fmt::format("the revision {} in {} names {} \"{}\", which no file defines", header.revision, file(i),
                          what, name),
              meant.empty() ? "is its file missing from the version_locations?" : meant);
      } else if (*found == i) {
        fault(fmt::format("the revision {} in {} names itself as {}", header.revision, file(i), what),
              "a revision comes after others, never after itself");
      } else {
        add_once(list, *found);
      }
    };
    for (const std::string& name : header.down_revisions)
      resolve(name, graph_.find_id(name), "the down_revision", parents[i]);
    for (const std::string& name : header.depends_on)
      resolve(name, graph_.find(name), "the dependency", dependencies[i]);
  }
  graph_.parents_ = edges_of(parents);
  graph_.children_ = reversed(graph_.parents_);
  graph_.dependencies_ = edges_of(dependencies);
  graph_.dependants_ = reversed(graph_.dependencies_);
}

// Kahn's algorithm with the order of reading among what is ready; what never gets ready lies on a cycle or above one.
void Graph::Builder::find_cycles() {
  const std::size_t count = graph_.headers_.size();
  std::vector<std::uint32_t> waits_for(count);
  std::vector<Index> ready;
  for (Index i = 0; i < count; ++i) {
    waits_for[i] = static_cast<std::uint32_t>(graph_.parents_.of(i).size() + graph_.dependencies_.of(i).size());
    if (waits_for[i] == 0) ready.push_back(i);
  }
  for (std::size_t next = 0; next < ready.size(); ++next) {
    const auto release = [&](Index above) {
      if (--waits_for[above] == 0) ready.push_back(above);
    };
    std::ranges::for_each(graph_.children_.of(ready[next]), release);
    std::ranges::for_each(graph_.dependants_.of(ready[next]), release);
  }
  if (ready.size() == count) {
    graph_.order_ = std::move(ready);
    return;
  }
  // Downward from anything that waits one comes to a revision for the second time: there is the cycle.
  Index at = 0;
  while (waits_for[at] == 0) ++at;
  std::vector<Index> path;
  std::vector<char> on_path(count, 0);
  while (on_path[at] == 0) {
    on_path[at] = 1;
    path.push_back(at);
    const auto waits = [&](Index below) { return waits_for[below] > 0; };
    const auto parents = graph_.parents_.of(at);
    const auto dependencies = graph_.dependencies_.of(at);
    const auto parent = std::ranges::find_if(parents, waits);
    at = parent != parents.end() ? *parent : *std::ranges::find_if(dependencies, waits);
  }
  const auto begin = std::ranges::find(path, at);
  std::string cycle;
  std::string files;
  for (auto revision = begin; revision != path.end(); ++revision) {
    cycle += graph_.headers_[*revision].revision + " -> ";
    files += (files.empty() ? "" : ", ") + file(*revision);
  }
  fault(fmt::format("the revisions form a cycle: {}{} (in {})", cycle, graph_.headers_[at].revision, files),
        "each comes after the one that its down_revision or depends_on names: one of these names is wrong");
}

// A dependency that an ancestor by descent declares too is implied by it.
void Graph::Builder::normalize_requirements() {
  const std::size_t count = graph_.headers_.size();
  Lists requirements(count);
  std::vector<Index> seen(count, static_cast<Index>(count));  // for which revision it was visited last
  for (Index i = 0; i < count; ++i) {
    std::vector<Index> declared(graph_.dependencies_.of(i).begin(), graph_.dependencies_.of(i).end());
    std::vector<Index> todo(graph_.parents_.of(i).begin(), graph_.parents_.of(i).end());
    while (!declared.empty() && !todo.empty()) {
      const Index ancestor = todo.back();
      todo.pop_back();
      if (seen[ancestor] == i) continue;
      seen[ancestor] = i;
      for (const Index implied : graph_.dependencies_.of(ancestor)) std::erase(declared, implied);
      todo.insert(todo.end(), graph_.parents_.of(ancestor).begin(), graph_.parents_.of(ancestor).end());
    }
    for (const Index parent : graph_.parents_.of(i)) requirements[i].push_back(parent);
    for (const Index dependency : declared) add_once(requirements[i], dependency);
  }
  graph_.requirements_ = edges_of(requirements);
  graph_.requirers_ = reversed(graph_.requirements_);
}

void Graph::Builder::list_ends() {
  for (Index i = 0; i < graph_.headers_.size(); ++i) {
    if (graph_.is_head(i)) graph_.heads_.push_back(i);
    if (graph_.is_base(i)) graph_.bases_.push_back(i);
    if (graph_.is_effective_head(i)) graph_.effective_heads_.push_back(i);
  }
}

// Source: Alembic, alembic/script/revision.py, RevisionMap._add_branches. Backwards a label goes only where the way up
// from its revision to the head has neither fork nor merge.
void Graph::Builder::spread_labels() {
  const std::size_t count = graph_.headers_.size();
  const auto forks = [&](Index i) {
    std::vector<Index> above(graph_.children(i).begin(), graph_.children(i).end());
    for (const Index dependant : graph_.dependants(i)) add_once(above, dependant);
    return above.size() > 1;
  };
  std::vector<std::vector<Index>> sources(count);  // whose labels apply, for each revision
  std::vector<char> on_plain_line(count, 0);       // up to its head
  for (auto i = graph_.order_.rbegin(); i != graph_.order_.rend(); ++i) {
    if (forks(*i) || graph_.is_merge_point(*i)) continue;
    const auto children = graph_.children(*i);
    on_plain_line[*i] = children.empty() || on_plain_line[children.front()] ? 1 : 0;
  }
  for (Index i = 0; i < count; ++i) {
    if (graph_.headers_[i].branch_labels.empty()) continue;
    add_once(sources[i], i);
    if (!on_plain_line[i]) continue;
    for (Index at = i; !graph_.is_base(at);) {
      at = graph_.parents(at).front();
      if (forks(at) || graph_.is_merge_point(at)) break;
      add_once(sources[at], i);
    }
  }
  std::map<std::vector<Index>, std::uint32_t> lists;
  graph_.label_list_of_.resize(count);
  for (const Index i : graph_.order_) {
    std::vector<Index> all = sources[i];
    for (const Index parent : graph_.parents(i))
      for (const Index source : sources[parent])
        // What came to the parent from above went there backwards only along this line.
        add_once(all, source);
    std::ranges::sort(all);
    const auto [list, is_new] = lists.emplace(all, static_cast<std::uint32_t>(lists.size()));
    if (is_new) {
      std::vector<std::string>& names = graph_.label_lists_.emplace_back();
      for (const Index source : all)
        for (const std::string& label : graph_.headers_[source].branch_labels) add_once(names, label);
    }
    graph_.label_list_of_[i] = list->second;
    sources[i] = std::move(all);
  }
}

}  // namespace luamigrate::revisions
