#pragma once

#include "databases/statement.h"
#include "sql/syntax.h"

namespace luamigrate::databases::ansi {

// What an operation becomes is one statement, whatever SQL text was put into it. Throws Error{script} for a text that
// ends the statement, or closes what it did not open.
void check_one_statement(const Statement& statement, const sql::Syntax& syntax);

}  // namespace luamigrate::databases::ansi
