#include "cli/terminal_observer.h"

#include <fmt/format.h>

#include <ostream>

#include "base/clock.h"
#include "cli/text.h"

namespace luamigrate::cli {

void TerminalObserver::connected(std::string_view database) {
  if (context_.options.verbose) context_.err << context_.err_style.dim(fmt::format("database: {}", database)) << '\n';
}

void TerminalObserver::step_started(const StepEvent& event) {
  if (!context_.options.verbose) return;
  context_.err << context_.err_style.dim(fmt::format("step {} of {}: {}", event.number, event.total, event.path))
               << '\n';
}

void TerminalObserver::step_finished(const StepEvent& event, std::chrono::nanoseconds duration) {
  if (!talks()) return;
  context_.err << step_line(event, context_.err_style);
  if (!event.revision.empty())
    context_.err << context_.err_style.dim(fmt::format("  ({})", base::duration_text(duration)));
  context_.err << '\n' << std::flush;
}

void TerminalObserver::statement(std::string_view sql) {
  if (context_.options.verbose) context_.err << context_.err_style.dim(sql) << ";\n";
}

void TerminalObserver::notice(std::string_view text) {
  if (context_.options.verbose) context_.err << "notice: " << text << '\n';
}

void TerminalObserver::log(std::string_view text) {
  if (talks()) context_.err << text << '\n';
}

void TerminalObserver::warning(std::string_view text) {
  if (talks()) context_.err << context_.err_style.yellow("warning:") << ' ' << text << '\n';
}

void TerminalObserver::note(std::string_view text) {
  if (talks()) context_.err << text << '\n';
}

void TerminalObserver::waiting(std::string_view for_what, std::chrono::nanoseconds so_far) {
  using namespace std::chrono_literals;
  if (!talks() || (told_waiting_ >= 0ns && so_far - told_waiting_ < 5s)) return;
  told_waiting_ = so_far;
  context_.err << fmt::format("waiting for {} ({})\n", for_what, base::duration_text(so_far)) << std::flush;
}

void TerminalObserver::offline_sql(std::string_view text) {
  context_.out << text;
}

}  // namespace luamigrate::cli
