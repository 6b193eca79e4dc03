#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/database.h"

namespace luamigrate::databases::postgresql {

// Throws Error{connection} with what to do about it.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options);

}  // namespace luamigrate::databases::postgresql
