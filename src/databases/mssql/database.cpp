#include "databases/mssql/database.h"

#include "databases/mssql/dialect.h"
#include "databases/mssql/options.h"
#include "databases/mssql/types.h"
#ifdef LUAMIGRATE_WITH_MSSQL
#include "databases/mssql/connection.h"
#include "databases/mssql/inspector.h"
#endif

namespace luamigrate::databases::mssql {

const Database& database() {
  static const Database descriptor{.name = "mssql",
                                   .title = "SQL Server",
                                   .url_schemes = {"mssql", "odbc"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = &dialect(),
#ifdef LUAMIGRATE_WITH_MSSQL
                                   .connect = connect,
                                   .inspect = inspect,
#endif
                                   .build_option = "LUAMIGRATE_MSSQL",
                                   .run_lock_beside = false};
  return descriptor;
}

}  // namespace luamigrate::databases::mssql
