// Who keeps a statement waiting for a lock: asked by another connection while it waits, for afterwards nobody knows.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "databases/connection.h"

namespace luamigrate::runtime {

class LockWatch {
 public:
  using Connect = std::function<std::unique_ptr<databases::Connection>()>;

  // `session`: the one to watch. `connect` is called on another thread, when a statement takes long for the first time.
  // Looks often enough to see a wait of `lock_timeout`.
  LockWatch(std::int64_t session, Connect connect, std::chrono::milliseconds lock_timeout);
  ~LockWatch();
  LockWatch(const LockWatch&) = delete;
  LockWatch& operator=(const LockWatch&) = delete;

  void statement_begins();
  // Who was seen to block it; empty: nobody.
  std::string statement_ends();

 private:
  void watch();

  std::int64_t session_;
  Connect connect_;
  std::chrono::milliseconds period_;
  std::unique_ptr<databases::Connection> connection_;  // the thread's own
  std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<std::chrono::steady_clock::time_point> running_since_;
  std::string blockers_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace luamigrate::runtime
