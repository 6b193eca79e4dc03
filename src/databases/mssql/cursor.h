#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/mssql/session.h"
#include "databases/statement.h"

namespace luamigrate::databases::mssql {

// Rows as they come; `held`: read at once and kept, so that the connection is free for others.
std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, bool held);

}  // namespace luamigrate::databases::mssql
