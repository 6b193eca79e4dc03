// Connects and asks the catalogue queries, with nothing made of the answers but the catalogue.
//   bench_catalogue URL
#include <cstdio>

#include "databases/registry.h"

using namespace luamigrate::databases;

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const Url url = parse_url(arguments[1]);
  const Database& database = database_for_scheme(url.scheme);
  const auto connection = connect(database, url, {});
  const Catalogue catalogue = database.inspect(*connection)->read_catalogue({});
  std::printf("%zu tables\n", catalogue.tables.size());
  return catalogue.tables.empty() ? 1 : 0;
}
