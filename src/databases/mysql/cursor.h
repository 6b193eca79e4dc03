// Rows of a query.
#pragma once

#include <memory>

#include "databases/connection.h"
#include "databases/mysql/session.h"

namespace luamigrate::databases::mysql {

// `held`: by the server, given out piece by piece; else all are read at once.
std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, bool held);

}  // namespace luamigrate::databases::mysql
