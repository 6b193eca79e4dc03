#include "revisions/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/suggest.h"
#include "luamigrate/error.h"

namespace luamigrate::revisions {
namespace {

constexpr std::size_t shown_candidates = 5;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

template <class Names>
std::string candidates(const Names& names) {
  std::string text;
  std::size_t shown = 0;
  for (const auto& name : names) {
    if (shown == shown_candidates) return text + ", ...";
    text += fmt::format("{}{}", shown == 0 ? "" : ", ", name);
    ++shown;
  }
  return text;
}

std::vector<std::string> ids_of(const Graph& graph, std::span<const Index> revisions) {
  std::vector<std::string> ids;
  for (const Index revision : revisions) ids.push_back(graph.id(revision));
  return ids;
}

[[noreturn]] void unknown(const Graph& graph, std::string_view name) {
  std::vector<std::string_view> names;
  for (Index i = 0; i < graph.size(); ++i) {
    names.push_back(graph.id(i));
    for (const std::string& label : graph.header(i).branch_labels) names.push_back(label);
  }
  std::string hint = base::did_you_mean(name, names);
  if (hint.empty()) hint = "run \"luamigrate history\" to see the revisions";
  throw Error(ErrorKind::target, fmt::format("there is no revision or branch \"{}\"", name), std::move(hint));
}

// A number that stands alone, as in "-2"; nothing otherwise.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// As the expression (?:(.+?)@)?(\w+)?([+-]\d+), anchored at the beginning only, matches.
std::optional<RelativeTarget> parse_relative(std::string_view target) {
  const auto rest_matches = [](std::string_view text, RelativeTarget& result) {
    std::size_t symbol = 0;
    while (symbol < text.size() && is_word(text[symbol])) ++symbol;
    if (symbol + 1 >= text.size() || (text[symbol] != '+' && text[symbol] != '-') || !is_digit(text[symbol + 1]))
      return false;
    std::size_t end = symbol + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    result.symbol = text.substr(0, symbol);
    result.sign_and_number = text.substr(symbol, end - symbol);
    const auto [last, error] = std::from_chars(text.data() + symbol + 1, text.data() + end, result.steps);
    if (error != std::errc()) result.steps = 1'000'000'000;  // beyond any graph
    if (text[symbol] == '-') result.steps = -result.steps;
    return true;
  };
  RelativeTarget result;
  for (std::size_t at = target.find('@', 1); at != std::string_view::npos; at = target.find('@', at + 1)) {
    if (!rest_matches(target.substr(at + 1), result)) continue;
    result.label = target.substr(0, at);
    return result;
  }
  if (rest_matches(target, result)) return result;
  return std::nullopt;
}

AbsoluteTarget split_label(std::string_view target) {
  const std::size_t at = target.find('@');
  if (at == std::string_view::npos) return {{}, std::string(target)};
  return {std::string(target.substr(0, at)), std::string(target.substr(at + 1))};
}

void several_heads(const Graph& graph, std::span<const Index> heads, std::string_view target) {
  throw Error(
      ErrorKind::target, fmt::format("\"{}\" is several revisions: {}", target, candidates(ids_of(graph, heads))),
      "name one of them, or a branch as LABEL@head, or all as \"heads\"; or merge them: luamigrate merge heads");
}

void too_far(const RelativeTarget& target) {
  throw Error(ErrorKind::target,
              fmt::format("\"{}{}{}{}\" leads out of the graph", target.label, target.label.empty() ? "" : "@",
                          target.symbol, target.sign_and_number),
              "run \"luamigrate history -i\" to see where the database is");
}

Index branch_named(const Graph& graph, std::string_view name) {
  if (const auto found = graph.find(name)) return *found;
  try {
    return revision_named(graph, name);
  } catch (const Error& error) {
    throw Error(ErrorKind::target, fmt::format("there is no branch \"{}\"", name), error.hint());
  }
}

Index revision_named(const Graph& graph, std::string_view name, std::string_view branch) {
  const std::optional<Index> branch_revision =
      branch.empty() ? std::nullopt : std::optional(branch_named(graph, branch));
  std::optional<Index> found = graph.find(name);
  if (!found) {
    std::vector<std::string_view> names = graph.names_beginning_with(name);
    if (branch_revision) {
      const RevisionSet related = relatives(graph, std::vector{*branch_revision}, Edges::descent);
      std::erase_if(names, [&](std::string_view candidate) { return !related.contains(*graph.find(candidate)); });
    }
    if (names.empty()) unknown(graph, name);
    if (names.size() > 1)
      throw Error(ErrorKind::target,
                  fmt::format("\"{}\" is the beginning of several revisions: {}", name, candidates(names)),
                  "write more of the one that you mean");
    found = graph.find(names.front());
  }
  if (branch_revision && !relatives(graph, std::vector{*found}, Edges::descent).contains(*branch_revision))
    throw Error(ErrorKind::target, fmt::format("the revision {} is not on the branch \"{}\"", graph.id(*found), branch),
                "run \"luamigrate history\" to see the branches");
  return *found;
}

std::vector<Index> in_lineage(const Graph& graph, std::span<const Index> revisions, std::string_view target,
                              Edges edges) {
  if (revisions.empty()) return {};
  const AbsoluteTarget parts = split_label(target);
  std::vector<Index> named;
  if (!parts.label.empty()) named.push_back(branch_named(graph, parts.label));
  if (parts.symbol == "heads" || parts.symbol == "head") {
    const std::vector<Index> heads = revisions_of(graph, target);
    named.insert(named.end(), heads.begin(), heads.end());
  } else if (parts.symbol != "base" && !parts.symbol.empty()) {
    named.push_back(revision_named(graph, parts.symbol));
  }
  if (named.empty()) return {revisions.begin(), revisions.end()};
  const RevisionSet related = relatives(graph, named, edges);
  std::vector<Index> result;
  for (const Index revision : revisions)
    if (related.contains(revision)) result.push_back(revision);
  return result;
}

std::vector<Index> revisions_of(const Graph& graph, std::string_view target) {
  const AbsoluteTarget parts = split_label(target);
  if (parts.symbol == "heads")
    return parts.label.empty() ? graph.effective_heads() : in_lineage(graph, graph.heads(), parts.label);
  if (parts.symbol == "head") {
    const std::vector<Index> heads =
        parts.label.empty() ? graph.heads() : in_lineage(graph, graph.heads(), parts.label);
    if (heads.size() > 1) several_heads(graph, heads, target);
    return heads;
  }
  if (parts.symbol == "base") return {};
  if (const auto steps = number(parts.symbol); steps && *steps < 0) {
    std::vector<Index> result;
    for (const Index head : graph.effective_heads()) {
      if (!parts.label.empty() && !graph.has_label(head, parts.label)) continue;
      const WalkEnd end = walk(graph, head, *steps);
      if (end.too_far || !end.place) too_far({.label = parts.label, .steps = *steps, .sign_and_number = parts.symbol});
      result.push_back(*end.place);
    }
    return result;
  }
  return {revision_named(graph, parts.symbol, parts.label)};
}

Place place_of(const Graph& graph, std::string_view target) {
  const AbsoluteTarget parts = split_label(target);
  if (parts.symbol == "heads") {
    const std::vector<Index> heads = revisions_of(graph, target);
    if (heads.size() > 1) several_heads(graph, heads, target);
    return heads.empty() ? Place() : Place(heads.front());
  }
  if (parts.symbol == "head") {
    const std::vector<Index> heads = revisions_of(graph, target);
    return heads.empty() ? Place() : Place(heads.front());
  }
  if (parts.symbol == "base") return std::nullopt;
  return revision_named(graph, parts.symbol, parts.label);
}

// Source: RevisionMap._walk. Down from base it begins at the heads, as there.
WalkEnd walk(const Graph& graph, Place start, int steps, std::string_view label, bool stop_at_ends) {
  WalkEnd end{.place = start};
  for (int step = 0; step < std::abs(steps); ++step) {
    std::vector<Index> next;
    bool to_base = false;
    if (steps > 0) {
      const auto children = end.place ? graph.children(*end.place) : std::span<const Index>(graph.bases());
      next.assign(children.begin(), children.end());
      if (!label.empty()) next = in_lineage(graph, next, label);
    } else if (!end.below_base) {
      const auto parents = end.place ? graph.parents(*end.place) : std::span<const Index>(graph.heads());
      next.assign(parents.begin(), parents.end());
      to_base = next.empty();
    }
    if (to_base) {
      end.place.reset();
      end.below_base = true;
      continue;
    }
    if (next.empty()) {
      end.too_far = !stop_at_ends;
      return end;
    }
    if (next.size() > 1)
      throw Error(ErrorKind::target,
                  fmt::format("the walk of {} steps is ambiguous: from {} it could go on to {}", std::abs(steps),
                              end.place ? graph.id(*end.place) : std::string("base"), candidates(ids_of(graph, next))),
                  "name the revision itself, or a branch as LABEL@+N");
    end.place = next.front();
  }
  end.too_far = !end.place && !end.below_base && !stop_at_ends;  // nowhere was gone to
  return end;
}

}  // namespace luamigrate::revisions
