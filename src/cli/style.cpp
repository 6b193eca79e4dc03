#include "cli/style.h"

#include <fmt/format.h>
#include <unistd.h>

#include "base/process.h"

namespace luamigrate::cli {

bool is_terminal(int descriptor) {
  const auto terminal = base::environment_variable("TERM");
  return ::isatty(descriptor) && terminal && *terminal != "dumb";
}

Style Style::for_stream(ColorMode mode, int descriptor) {
  if (mode != ColorMode::automatic) return Style(mode == ColorMode::always);
  const auto no_color = base::environment_variable("NO_COLOR");
  return Style(is_terminal(descriptor) && (!no_color || no_color->empty()));
}

std::string Style::lane(std::size_t number, std::string_view text) const {
  return wrapped(fmt::format("{}", 31 + number % 6), text);
}

std::string Style::wrapped(std::string_view code, std::string_view text) const {
  return colored_ ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

}  // namespace luamigrate::cli
