// "Did you mean": the one place that finds the word a person probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace luamigrate::base {

// Number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
// Source: optimal string alignment distance, a restricted Damerau-Levenshtein distance.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `given`, if near enough to be a slip of the hand; else empty. First wins among equals.
std::string_view nearest(std::string_view given, std::span<const std::string_view> candidates);

// `did you mean "nullable"?`, or empty.
std::string did_you_mean(std::string_view given, std::span<const std::string_view> candidates);

}  // namespace luamigrate::base
