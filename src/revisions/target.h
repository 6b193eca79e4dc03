// What the user types to name revisions. The forms, in the order in which they are tried:
//
//   heads head base label@head label@heads label@base    symbols
//   +N -N label@+N label@-N                              relative to what is current (or, for show, to the heads)
//   REV+N REV-N head-N base+N label@REV-N                relative to a revision or symbol
//   REV label@REV                                        an id, a label, or an unambiguous beginning of one
//
// Before the @ stands a label or an id. Steps of a relative form go from parent to child and back, never by dependency.
// Functions throw Error{target}, with candidates in the hint.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revisions/graph.h"
#include "revisions/rows.h"

namespace luamigrate::revisions {

// For show and edit. "base" gives none, "heads" the effective heads, "label@heads" the heads of a branch, "-N" what
// stands N below each effective head. "current" is not known here: see resolve_rows().
std::vector<Index> resolve(const Graph& graph, std::string_view target);

// For places that take one revision: several are an error; none means base, or "head" where there is no revision yet.
std::optional<Index> resolve_one(const Graph& graph, std::string_view target);

// The parents of a new revision, of a merge if several: none, a base. Each must be a head unless `splice` allows a
// fork.
std::vector<Index> resolve_parents(const Graph& graph, std::span<const std::string> targets, bool splice = false);

// What a new file writes in depends_on for `target`: a label as it stands, else the whole id.
std::string resolve_dependency(const Graph& graph, std::string_view target);

// The revisions of a range "A:B", "A:", ":B" or "" (all), newest first. `rows` are asked for only where "current", or a
// form relative to it, is named.
std::vector<Index> resolve_range(const Graph& graph, const Rows& rows, std::string_view range);

// Whether resolve_range() needs the version table for this range.
bool range_needs_rows(std::string_view range);

}  // namespace luamigrate::revisions
