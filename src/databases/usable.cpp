#include "databases/usable.h"

#include "luamigrate/error.h"

namespace luamigrate::databases {

void require_usable(const std::string& sql, bool rolled_back) {
  if (sql.find('\0') != std::string::npos)
    throw Error(ErrorKind::script, "the SQL holds a zero byte", "use a bound parameter for bytes");
  if (!rolled_back) return;
  Error error(ErrorKind::database, "the server has rolled back this transaction: nothing more can be done in it",
              "let the first error through");
  error.facts().sql = sql;
  error.facts().failure = DatabaseFailure::other;
  throw error;
}

}  // namespace luamigrate::databases
