// What a statement of a script does to the transaction of its revision.
#pragma once

#include "databases/dialect.h"

namespace luamigrate::databases {

// Whether it commits: COMMIT and END with the words that change nothing, not COMMIT PREPARED. Throws Error{script} for
// what would lose the work of the revision: ROLLBACK and ABORT, not ROLLBACK TO, and PREPARE TRANSACTION.
// REQUIRES: the transaction is not one of the script's own.
bool commits(const Statement& statement, const Dialect& dialect);

}  // namespace luamigrate::databases
