#include "databases/mysql/database.h"

#include "databases/mysql/options.h"
#include "databases/mysql/types.h"

namespace luamigrate::databases::mysql {

// What scripts may name. There is no dialect and no driver: its URLs say so, its options are ignored elsewhere.
const Database& database() {
  static const Database descriptor{.name = "mysql",
                                   .title = "MySQL",
                                   .url_schemes = {"mysql", "mariadb"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = nullptr};
  return descriptor;
}

}  // namespace luamigrate::databases::mysql
