#include "databases/mysql/database.h"

#include "databases/mysql/dialect.h"
#include "databases/mysql/options.h"
#include "databases/mysql/types.h"

namespace luamigrate::databases::mysql {

const Database& database() {
  static const Database descriptor{.name = "mysql",
                                   .title = "MySQL",
                                   .url_schemes = {"mysql", "mariadb"},
                                   .types = types(),
                                   .options = options(),
                                   .dialect = &dialect()};
  return descriptor;
}

}  // namespace luamigrate::databases::mysql
