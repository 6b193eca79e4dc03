#include "databases/sqlite/scratch.h"

#include <fmt/format.h>

#include <set>

#include "databases/sqlite/connection.h"
#include "databases/sqlite/dialect.h"
#include "databases/sqlite/inspector.h"

namespace luamigrate::databases::sqlite {

Catalogue show_models(Connection&, const std::vector<ops::Operation>& creations) {
  const auto memory = connect({.scheme = "sqlite", .path = ":memory:"}, {});
  const auto inspector = inspect(*memory);
  std::set<std::string> schemas{""};
  for (const ops::Operation& creation : creations) {
    if (const auto* table = std::get_if<ops::CreateTable>(&creation.body);
        table && schemas.insert(table->schema).second)
      memory->execute({.sql = fmt::format("ATTACH ':memory:' AS {}", dialect().quote(table->schema))});
    create_for_a_moment(creation, [&] {
      for (const Statement& statement : dialect().compile(creation, *inspector)) memory->execute(statement);
    });
  }
  return inspector->read_catalogue({.schemas = {schemas.begin(), schemas.end()}});
}

}  // namespace luamigrate::databases::sqlite
