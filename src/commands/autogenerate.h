#pragma once

#include <string>
#include <vector>

#include "autogen/difference.h"
#include "commands/project.h"

namespace luamigrate {

// How models and database stand to each other.
struct ModelComparison {
  const databases::Database* database;
  std::string description;  // of the connection
  std::vector<autogen::Difference> differences;
};

// Throws Error{config} where there are no models or they cannot be right, and Error{version_table} where revisions are
// pending, unless `whatever_is_pending`: what they do would be proposed again.
ModelComparison compare_with_models(const Migrator::Project& project, bool allow_drop, bool whatever_is_pending);

// The body of a function in a revision file: statements, and as comments what is withheld.
std::string upgrade_text(const ModelComparison& comparison);
std::string downgrade_text(const ModelComparison& comparison);

// What the database holds, without the tables of luamigrate's own.
databases::Catalogue read_all(const Migrator::Project& project, const Session& session);

}  // namespace luamigrate
