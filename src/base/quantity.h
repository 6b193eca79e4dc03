// Quantities as people write them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace luamigrate::base {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// A whole number with one of these units behind it, times the unit's factor. Nothing when it is not one, or too large.
std::optional<std::int64_t> quantity_of(std::string_view text, std::span<const Unit> units);

// "500ms", "5s", "1m", "2h", "0"; `expected_duration` says so in messages.
std::optional<std::chrono::milliseconds> duration_of(std::string_view text);
inline constexpr std::string_view expected_duration = "a duration such as \"500ms\", \"5s\", \"1m\" or \"0\"";

// As duration_of() reads it: "1500ms", "5s".
std::string to_text(std::chrono::milliseconds duration);

}  // namespace luamigrate::base
