// What a statement of a script does to the transaction that it runs in.
#pragma once

#include <string_view>

#include "sql/syntax.h"

namespace luamigrate::databases {

enum class Ends { nothing, keeps, loses };

// COMMIT, END, ROLLBACK and ABORT with the words that change nothing, and PREPARE TRANSACTION, which takes the work
// away. Not ROLLBACK TO, COMMIT PREPARED, or a batch that begins so.
Ends ends_transaction(std::string_view sql, const sql::Syntax& syntax);

}  // namespace luamigrate::databases
