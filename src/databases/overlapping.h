#pragma once

#include <memory>

#include "databases/connection.h"

namespace luamigrate::databases {

// The connection with a thread of its own beside the caller's, which begins where there is work for it: later() answers
// at once, and the rows of a query are read ahead once it is seen that many are wanted. The two threads use the inner
// connection in turn, never at once: whatever is asked of it here waits until the thread is idle.
std::unique_ptr<Connection> overlapping(std::unique_ptr<Connection> inner);

}  // namespace luamigrate::databases
