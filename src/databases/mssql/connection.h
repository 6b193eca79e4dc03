#pragma once

#include <memory>

#include "databases/database.h"
#include "databases/mssql/session.h"

namespace luamigrate::databases::mssql {

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options);

// For tests: the same over any ODBC driver.
std::unique_ptr<Connection> connect_to(const Url& url, const ConnectOptions& options, Server server);

}  // namespace luamigrate::databases::mssql
