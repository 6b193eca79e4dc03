#include <fmt/format.h>

#include <utility>

#include "autogen/definition.h"
#include "base/text.h"
#include "commands/autogenerate.h"
#include "lua_source/operations.h"
#include "revisions/lua_text.h"

namespace luamigrate {

std::string Migrator::reflect() {
  const Session session = project_->connect(Project::Access::read);
  databases::Catalogue catalogue = read_all(*project_, session);
  const std::vector<databases::OtherObject> others = std::exchange(catalogue.others, {});
  std::string text = revisions::lua_comment(fmt::format("What {} holds.", session.connection->description()));
  std::string beside;
  for (const databases::OtherObject& other : others)
    if (other.place != databases::OtherObject::Place::first)
      beside += revisions::lua_comment("  " + base::shortened(other.create));
  for (const std::string& one : catalogue.untold) beside += revisions::lua_comment("  " + one);
  if (!beside.empty()) {
    text += "--\n-- And what models have no words for, and is never compared:\n" + beside;
    project_->observer().warning(
        "the database holds what models have no words for: a comment at the beginning of the models names it");
  }
  text += "\nlocal db = metadata()\n";
  for (const ops::Operation& operation : autogen::models_of(catalogue, *session.database->dialect))
    text += "\n" + lua_source::to_model(operation) + "\n";
  return text + "\nreturn db\n";
}

}  // namespace luamigrate
