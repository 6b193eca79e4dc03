#include "databases/sqlite/database.h"

#include "databases/sqlite/connection.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/inspector.h"
#include "databases/sqlite/options.h"
#include "databases/sqlite/scratch.h"

namespace luamigrate::databases::sqlite {

const Database& database() {
  static const Database descriptor{.name = "sqlite",
                                   .title = "SQLite",
                                   .url_schemes = {"sqlite", "sqlite3"},
                                   .types = {},
                                   .options = options(),
                                   .dialect = &dialect(),
                                   .connect = connect,
                                   .inspect = inspect,
                                   .show_models = show_models,
                                   .build_option = {},
                                   .session_run_lock = false};
  return descriptor;
}

}  // namespace luamigrate::databases::sqlite
