#pragma once

#include <string_view>

#include "cli/program.h"
#include "cli/progress_line.h"
#include "luamigrate/observer.h"

namespace luamigrate::cli {

// Tells a person what happens, on standard error; a script of SQL goes to standard output.
class TerminalObserver final : public Observer {
 public:
  explicit TerminalObserver(const Context& context)
      : context_(context), progress_(context.err, context.progress, context.err_style) {}

  void connected(std::string_view database) override;
  void step_started(const StepEvent& event) override;
  void step_finished(const StepEvent& event, std::chrono::nanoseconds duration) override;
  void statement(std::string_view sql) override;
  void notice(std::string_view text) override;
  void log(std::string_view text) override;
  void warning(std::string_view text) override;
  void note(std::string_view text) override;
  void waiting(std::string_view for_what, std::chrono::nanoseconds so_far) override;
  void progress(std::string_view label, std::uint64_t count, std::optional<std::uint64_t> total, bool done) override;
  bool wants_totals() const override;
  void offline_sql(std::string_view text) override;

 private:
  bool talks() const { return !context_.options.quiet; }

  std::ostream& err();  // after the line of progress is taken away

  const Context& context_;
  ProgressLine progress_;
  std::chrono::nanoseconds told_waiting_{-1};
};

}  // namespace luamigrate::cli
