// Connections that stop before and after each statement they send, so that a test can let something go wrong there.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "databases/connection.h"

namespace luamigrate::test {

struct FaultPoint {
  databases::Connection& connection;
  std::string_view statement;  // the SQL, or "BEGIN", "COMMIT", "rows", "run lock"
  bool after;                  // else before
};

using AtFaultPoint = std::function<void(const FaultPoint&)>;

// From now on each new connection calls `at` before and after each statement; several threads may at once. A statement
// that failed has no point after it.
void set_fault_points(AtFaultPoint at);

// Ends that at the end of a test.
struct FaultPoints {
  explicit FaultPoints(AtFaultPoint at) { set_fault_points(std::move(at)); }
  ~FaultPoints();
  FaultPoints(const FaultPoints&) = delete;
  FaultPoints& operator=(const FaultPoints&) = delete;
};

}  // namespace luamigrate::test
