#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revisions/header.h"

namespace luamigrate::revisions {

// A revision by its place in the order of reading. Valid for the graph that gave it.
using Index = std::uint32_t;

// The revisions of a project and how they descend from and depend on each other: acyclic, every name resolved.
// Immutable, so it may be read from several threads. Building and each listing are linear in the number of revisions
// and edges.
//
// Words: a *parent* is named in down_revision, a *child* names it there; a *dependency* is named in depends_on. A
// *head* has no children, a *base* no parents; an *effective* head or base has no dependants or dependencies either. A
// *branch point* has several children, a *merge point* several parents.
class Graph {
 public:
  Graph() = default;
  Graph(const Graph&) = delete;  // it looks into its own headers
  Graph& operator=(const Graph&) = delete;
  Graph(Graph&&) = default;
  Graph& operator=(Graph&&) = default;

  // `headers` in the order of reading. Throws Error{graph}, which names the files, for every fault of theirs together:
  // ids and labels that are empty, reserved, double or cannot be written as a target; missing parents and dependencies;
  // cycles.
  explicit Graph(std::vector<RevisionHeader> headers);

  std::size_t size() const noexcept { return headers_.size(); }
  bool empty() const noexcept { return headers_.empty(); }
  const RevisionHeader& header(Index revision) const { return headers_[revision]; }
  const std::string& id(Index revision) const { return headers_[revision].revision; }

  std::span<const Index> parents(Index revision) const { return parents_.of(revision); }    // in declared order
  std::span<const Index> children(Index revision) const { return children_.of(revision); }  // in order of reading
  std::span<const Index> dependencies(Index revision) const { return dependencies_.of(revision); }  // in declared order
  std::span<const Index> dependants(Index revision) const { return dependants_.of(revision); }  // in order of reading

  // Parents, then dependencies, in declared order and each once: what must be applied before. A dependency that an
  // ancestor by descent names too is left out, since it is implied.
  std::span<const Index> requirements(Index revision) const { return requirements_.of(revision); }
  std::span<const Index> requirers(Index revision) const {
    return requirers_.of(revision);
  }  // the same edges backwards

  const std::vector<Index>& heads() const noexcept { return heads_; }  // all lists in the order of reading
  const std::vector<Index>& bases() const noexcept { return bases_; }
  const std::vector<Index>& effective_heads() const noexcept { return effective_heads_; }
  bool is_head(Index revision) const { return children(revision).empty(); }
  bool is_base(Index revision) const { return parents(revision).empty(); }
  bool is_effective_head(Index revision) const { return is_head(revision) && dependants(revision).empty(); }
  bool is_branch_point(Index revision) const { return children(revision).size() > 1; }
  bool is_merge_point(Index revision) const { return parents(revision).size() > 1; }

  // The labels that apply to a revision: its own, those of its ancestors, and those of its descendants as far down as
  // there is no fork (a dependant counts as one) and no merge. Sorted by the order of reading of who declares them.
  const std::vector<std::string>& labels(Index revision) const { return label_lists_[label_list_of_[revision]]; }
  bool has_label(Index revision, std::string_view label) const;

  // The revision with exactly this id, or that declares this label.
  std::optional<Index> find_id(std::string_view id) const;
  std::optional<Index> find(std::string_view id_or_label) const;

  // Ids and labels of more than three characters that begin with `beginning`, in the order of reading, ids first.
  std::vector<std::string_view> names_beginning_with(std::string_view beginning) const;

  // Every revision after its requirements; ties by the order of reading.
  const std::vector<Index>& topological_order() const noexcept { return order_; }

 private:
  // For each revision a list of others, all lists in one piece of memory.
  struct Edges {
    std::vector<std::uint32_t> starts{0};
    std::vector<Index> targets;
    std::span<const Index> of(Index revision) const {
      return std::span(targets).subspan(starts[revision], starts[revision + 1] - starts[revision]);
    }
  };
  class Builder;

  std::vector<RevisionHeader> headers_;
  std::unordered_map<std::string_view, Index> ids_, labels_;  // views into headers_
  Edges parents_, children_, dependencies_, dependants_, requirements_, requirers_;
  std::vector<Index> heads_, bases_, effective_heads_, order_;
  std::vector<std::uint32_t> label_list_of_;  // few lists, shared by all revisions that have the same labels
  std::vector<std::vector<std::string>> label_lists_;
};

}  // namespace luamigrate::revisions
