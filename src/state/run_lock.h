// The run lock: one run at a time on a database.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>

#include "databases/connection.h"
#include "luamigrate/observer.h"

namespace luamigrate::state {

// Holds the database's session lock for a run. It is tried and polled, never waited for in a statement: a waiting
// statement holds a snapshot, and CREATE INDEX CONCURRENTLY of the holder would wait for that one in turn.
class RunLock {
 public:
  // `connection` is the lock's own and must outlive it; no transaction may be open on it. Throws Error{lock_timeout}
  // that names the holder after `timeout`, Error{interrupted} when asked to stop.
  RunLock(databases::Connection& connection, std::string key, std::chrono::milliseconds timeout, Observer& observer,
          const std::stop_token& stop);
  ~RunLock();
  // Throws Error{connection} when the session of the lock has ended: another run may be at work by now.
  void require_held() const;

  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  databases::Connection& connection_;
  std::string key_;
};

}  // namespace luamigrate::state
