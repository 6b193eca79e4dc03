// For tests: what stands between the program and its connections.
#pragma once

#include <functional>
#include <memory>

#include "databases/connection.h"

namespace luamigrate::databases {

using Decorate = std::function<std::unique_ptr<Connection>(std::unique_ptr<Connection>)>;

// From now on connect() of the registry answers what `decorate` makes of each new connection. Not while another thread
// connects. An empty one: connections as they are.
void decorate_connections(Decorate decorate);

}  // namespace luamigrate::databases
