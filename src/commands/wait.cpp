#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/clock.h"
#include "commands/project.h"
#include "luamigrate/error.h"

namespace luamigrate {

void Migrator::wait(std::chrono::milliseconds timeout, const std::stop_token& stop) {
  using namespace std::chrono_literals;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::chrono::milliseconds pause = 100ms;
  while (true) {
    try {
      project_->connect(Project::Access::read);
      return;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::connection) throw;
      const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
      if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted while waiting for the database");
      if (waited >= timeout) {
        throw error.told_as(ErrorKind::connection,
                            fmt::format("the database does not answer; waited {} for it: {}",
                                        base::duration_text(waited), error.message()),
                            error.hint());
      }
      project_->observer().waiting("the database", waited);
      std::this_thread::sleep_for(std::min(pause, timeout - waited));
      pause = std::min<std::chrono::milliseconds>(pause * 2, 1s);
    }
  }
}

}  // namespace luamigrate
