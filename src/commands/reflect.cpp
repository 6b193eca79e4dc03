#include <fmt/format.h>

#include "autogen/definition.h"
#include "commands/autogenerate.h"
#include "lua_source/operations.h"

namespace luamigrate {

std::string Migrator::reflect() {
  const Session session = project_->connect(Project::Access::read);
  const databases::Catalogue catalogue = read_all(*project_, session);
  std::string text = fmt::format("-- What {} holds.\n\nlocal db = metadata()\n", session.connection->description());
  for (const ops::Operation& operation : autogen::models_of(catalogue, *session.database->dialect))
    text += "\n" + lua_source::to_model(operation) + "\n";
  return text + "\nreturn db\n";
}

}  // namespace luamigrate
