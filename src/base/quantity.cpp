#include "base/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace luamigrate::base {

std::optional<std::int64_t> quantity_of(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  for (const auto& [name, factor] : units)
    if (unit == name && number <= INT64_MAX / factor) return number * factor;
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> duration_of(std::string_view text) {
  static constexpr std::array<Unit, 4> units{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};
  if (text == "0") return std::chrono::milliseconds(0);
  const auto milliseconds = quantity_of(text, units);
  return milliseconds ? std::optional(std::chrono::milliseconds(*milliseconds)) : std::nullopt;
}

std::string to_text(std::chrono::milliseconds duration) {
  const auto count = duration.count();
  return count % 1000 == 0 ? fmt::format("{}s", count / 1000) : fmt::format("{}ms", count);
}

}  // namespace luamigrate::base
