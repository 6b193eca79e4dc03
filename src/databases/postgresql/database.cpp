#include "databases/postgresql/database.h"

#include "databases/postgresql/dialect.h"
#include "databases/postgresql/options.h"
#include "databases/postgresql/types.h"
#ifdef LUAMIGRATE_WITH_POSTGRESQL
#include "databases/postgresql/connection.h"
#include "databases/postgresql/inspector.h"
#include "databases/postgresql/scratch.h"
#endif

namespace luamigrate::databases::postgresql {

const Database& database() {
  static const Database descriptor{.name = "postgresql",
                                   .title = "PostgreSQL",
                                   .url_schemes = {"postgresql", "postgres"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = &dialect(),
#ifdef LUAMIGRATE_WITH_POSTGRESQL
                                   .connect = connect,
                                   .inspect = inspect,
                                   .show_models = show_models,
#endif
                                   .build_option = "LUAMIGRATE_POSTGRESQL"};
  return descriptor;
}

}  // namespace luamigrate::databases::postgresql
