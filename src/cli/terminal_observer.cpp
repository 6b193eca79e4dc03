#include "cli/terminal_observer.h"

#include <fmt/format.h>

#include <ostream>

#include "base/clock.h"
#include "cli/text.h"

namespace luamigrate::cli {

void TerminalObserver::connected(std::string_view database) {
  if (context_.options.verbose) err() << context_.err_style.dim(fmt::format("database: {}", database)) << '\n';
}

void TerminalObserver::step_started(const StepEvent& event) {
  if (!context_.options.verbose) return;
  err() << context_.err_style.dim(fmt::format("step {} of {}: {}", event.number, event.total, event.path)) << '\n';
}

void TerminalObserver::step_finished(const StepEvent& event, std::chrono::nanoseconds duration) {
  if (!talks()) return;
  err() << step_line(event, context_.err_style);
  if (!event.revision.empty()) err() << context_.err_style.dim(fmt::format("  ({})", base::duration_text(duration)));
  err() << '\n' << std::flush;
}

void TerminalObserver::statement(std::string_view sql) {
  if (context_.options.verbose) err() << context_.err_style.dim(sql) << ";\n";
}

void TerminalObserver::notice(std::string_view text) {
  if (context_.options.verbose) err() << "notice: " << text << '\n';
}

void TerminalObserver::log(std::string_view text) {
  if (talks()) err() << text << '\n';
}

void TerminalObserver::warning(std::string_view text) {
  if (talks()) err() << context_.err_style.yellow("warning:") << ' ' << text << '\n';
}

void TerminalObserver::note(std::string_view text) {
  if (talks()) err() << text << '\n';
}

void TerminalObserver::waiting(std::string_view for_what, std::chrono::nanoseconds so_far) {
  using namespace std::chrono_literals;
  if (!talks() || (told_waiting_ >= 0ns && so_far - told_waiting_ < 5s)) return;
  told_waiting_ = so_far;
  err() << fmt::format("waiting for {} ({})\n", for_what, base::duration_text(so_far)) << std::flush;
}

void TerminalObserver::progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total,
                                bool done) {
  if (talks()) progress_.show(label, count, total, done);
}

bool TerminalObserver::wants_totals() const {
  return talks() && context_.progress != ProgressForm::lines;
}

std::ostream& TerminalObserver::err() {
  progress_.clear();
  return context_.err;
}

void TerminalObserver::offline_sql(std::string_view text) {
  context_.out << text;
}

}  // namespace luamigrate::cli
