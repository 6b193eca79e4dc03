#include <fmt/format.h>

#include <charconv>
#include <ostream>

#include "cli/json.h"
#include "cli/session.h"

namespace luamigrate::cli {
namespace {

// "500ms", "60s", "2m"; a number alone is seconds.
std::chrono::milliseconds duration_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::int64_t factor = unit == "ms" ? 1 : unit == "s" || unit.empty() ? 1000 : unit == "m" ? 60'000 : 0;
  if (error != std::errc() || number < 0 || factor == 0 || number > 86'400'000)
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no time to wait", text), "write it as 500ms, 60s or 2m");
  return std::chrono::milliseconds(number * factor);
}

}  // namespace

void add_wait(const Grammar& grammar) {
  const auto timeout = std::make_shared<std::string>("60s");
  CLI::App& command = grammar.command("wait", "wait until the database answers", [timeout](const Context& context) {
    const std::chrono::milliseconds limit = duration_of(*timeout);
    Session session(context);
    session.migrator.wait(limit, context.stop);
    return 0;
  });
  command.add_option("--timeout", *timeout, "how long: 500ms, 60s, 2m (default: 60s)")->type_name("TIME");
}

}  // namespace luamigrate::cli
