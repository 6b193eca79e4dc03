#include "databases/mssql/database.h"

#include "databases/mssql/options.h"
#include "databases/mssql/types.h"

namespace luamigrate::databases::mssql {

// What scripts may name. There is no dialect and no driver: its URLs say so, its options are ignored elsewhere.
const Database& database() {
  static const Database descriptor{.name = "mssql",
                                   .title = "SQL Server",
                                   .url_schemes = {"mssql"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = nullptr};
  return descriptor;
}

}  // namespace luamigrate::databases::mssql
