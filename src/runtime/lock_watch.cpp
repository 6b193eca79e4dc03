#include "runtime/lock_watch.h"

#include <algorithm>
#include <utility>

#include "luamigrate/error.h"

namespace luamigrate::runtime {

using namespace std::chrono_literals;

LockWatch::LockWatch(std::int64_t session, Connect connect, std::chrono::milliseconds lock_timeout)
    : session_(session),
      connect_(std::move(connect)),
      period_(std::clamp<std::chrono::milliseconds>(lock_timeout / 4, 10ms, 1s)),
      thread_([this] { watch(); }) {}

LockWatch::~LockWatch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void LockWatch::statement_begins() {
  const std::lock_guard lock(mutex_);
  running_since_ = std::chrono::steady_clock::now();
  blockers_.clear();
}

std::string LockWatch::statement_ends() {
  const std::lock_guard lock(mutex_);
  running_since_.reset();
  return std::exchange(blockers_, {});
}

// What goes wrong here is nobody's business: the run goes on without the answer.
void LockWatch::watch() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    wake_.wait_for(lock, period_);
    const auto watched = running_since_;
    if (stop_ || !watched || std::chrono::steady_clock::now() - *watched < period_) continue;
    lock.unlock();
    std::string blockers;
    try {
      if (!connection_) connection_ = connect_();
      blockers = connection_->blockers_of(session_);
    } catch (const Error&) {
      connection_.reset();
    }
    lock.lock();
    if (running_since_ == watched && !blockers.empty()) blockers_ = std::move(blockers);
  }
}

}  // namespace luamigrate::runtime
