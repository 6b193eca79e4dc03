#include "databases/mysql/database.h"

#include "databases/mysql/dialect.h"
#include "databases/mysql/options.h"
#include "databases/mysql/types.h"
#ifdef LUAMIGRATE_WITH_MYSQL
#include "databases/mysql/connection.h"
#include "databases/mysql/inspector.h"
#include "databases/mysql/scratch.h"
#endif

namespace luamigrate::databases::mysql {

const Database& database() {
  static const Database descriptor{.name = "mysql",
                                   .title = "MySQL",
                                   .url_schemes = {"mysql", "mariadb"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = &dialect(),
#ifdef LUAMIGRATE_WITH_MYSQL
                                   .connect = connect,
                                   .inspect = inspect,
                                   .show_models = show_models,
#endif
                                   .build_option = "LUAMIGRATE_MYSQL",
                                   .run_lock_beside = false};
  return descriptor;
}

}  // namespace luamigrate::databases::mysql
