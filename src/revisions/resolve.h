// How targets are read: the parts that target.h and the plans share. Source of the rules: Alembic,
// alembic/script/revision.py, RevisionMap. All throw Error{target}.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revisions/graph.h"
#include "revisions/lineage.h"

namespace luamigrate::revisions {

// A revision, or base.
using Place = std::optional<Index>;

// "label@+2": the parts of a relative target.
struct RelativeTarget {
  std::string label;   // empty: none
  std::string symbol;  // what it is relative to; empty: what is current
  int steps = 0;
  std::string sign_and_number;  // as written
};
std::optional<RelativeTarget> parse_relative(std::string_view target);

// "label@symbol": the label is empty where there is no "@".
struct AbsoluteTarget {
  std::string label;
  std::string symbol;
};
AbsoluteTarget split_label(std::string_view target);

// The revision with this id or label, or the only one that begins so; on the branch, if one is given.
Index revision_named(const Graph& graph, std::string_view name, std::string_view branch = {});

// What a label, or an id in a label's place, stands for.
Index branch_named(const Graph& graph, std::string_view name);

// Those of `revisions` that share a line with what a target names.
std::vector<Index> in_lineage(const Graph& graph, std::span<const Index> revisions, std::string_view target,
                              Edges edges = Edges::descent);

// Every revision that an absolute target names: none for base. "-N" counts from the effective heads.
std::vector<Index> revisions_of(const Graph& graph, std::string_view target);
// For places that take one: several are an error.
Place place_of(const Graph& graph, std::string_view target);

// What a walk ends at: nothing when it would leave the graph, which `stop_at_ends` prevents.
struct WalkEnd {
  bool too_far = false;
  bool below_base = false;  // it came to base, going down
  Place place;
};
// `steps` up (more than zero) or down from a revision, or from base; upward along `label` only. Going up from base
// begins with the bases. Throws where there is no single way.
WalkEnd walk(const Graph& graph, Place start, int steps, std::string_view label = {}, bool stop_at_ends = false);

[[noreturn]] void several_heads(const Graph& graph, std::span<const Index> heads, std::string_view target);
[[noreturn]] void too_far(const RelativeTarget& target);

}  // namespace luamigrate::revisions
