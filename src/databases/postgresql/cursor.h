#pragma once

#include <cstddef>
#include <memory>

#include "databases/connection.h"
#include "databases/postgresql/session.h"

namespace luamigrate::databases::postgresql {

// A cursor of the server's for a query that can have one, read in portions; else the whole result. The session must
// outlive it. `may_outlive`: whether it may go on behind its transaction, in the same session. `bound`, which must
// outlive it too, counts those of the transaction that cannot, and have rows left.
std::unique_ptr<Cursor> open_cursor(Session& session, const Statement& statement, const sql::Syntax& syntax,
                                    bool may_outlive, std::size_t& bound);

std::unique_ptr<Cursor> whole_result(Session& session, const Statement& statement);

// Whether the statement begins with a word for which a number of rows has a meaning: not DDL.
bool counts_rows(std::string_view sql, const sql::Syntax& syntax);

// Whether the statement is a VACUUM that names no table.
bool vacuums_everything(std::string_view sql, const sql::Syntax& syntax);

}  // namespace luamigrate::databases::postgresql
