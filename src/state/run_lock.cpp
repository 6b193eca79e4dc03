#include "state/run_lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/clock.h"
#include "luamigrate/error.h"

namespace luamigrate::state {

RunLock::RunLock(databases::Connection& connection, std::string key, std::chrono::milliseconds timeout,
                 Observer& observer, const std::stop_token& stop)
    : connection_(connection), key_(std::move(key)) {
  using namespace std::chrono_literals;
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::chrono::milliseconds pause = 20ms;
  while (!connection_.try_run_lock(key_)) {
    const auto waited = Clock::now() - start;
    const databases::LockHolder holder = connection_.run_lock_holder(key_);
    std::string who = "another luamigrate";
    if (!holder.process.empty()) who += fmt::format(" ({})", holder.process);
    if (!holder.since.empty()) who += fmt::format(", running since {}", holder.since);
    if (waited >= timeout)
      throw Error(ErrorKind::lock_timeout,
                  fmt::format("{} works on this database; waited {} for it", who, base::duration_text(waited)),
                  "run again when it has finished, or raise run_lock_timeout in migrate.toml");
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted while waiting for " + who);
    observer.waiting(who, waited);
    std::this_thread::sleep_for(
        std::min(pause, std::chrono::duration_cast<std::chrono::milliseconds>(timeout - waited) + 1ms));
    pause = std::min(pause * 2, 500ms);
  }
}

void RunLock::require_held() const {
  try {
    databases::scalar(connection_, {.sql = "SELECT 1"});
  } catch (const Error& lost) {
    throw lost.told_as(ErrorKind::connection, "the session that holds the run lock has ended: " + lost.message(),
                       "run the same command again to go on");
  }
}

RunLock::~RunLock() {
  try {
    connection_.release_run_lock(key_);
  } catch (const Error&) {
    // The connection is gone, and the lock with it.
  }
}

}  // namespace luamigrate::state
