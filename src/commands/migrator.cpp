#include "luamigrate/migrator.h"

#include "commands/project.h"
#include "luamigrate/version.h"

namespace luamigrate {

Migrator::Migrator(ProjectOptions options, Observer* observer)
    : project_(std::make_unique<Project>(std::move(options), observer)) {}
Migrator::~Migrator() = default;
Migrator::Migrator(Migrator&&) noexcept = default;
Migrator& Migrator::operator=(Migrator&&) noexcept = default;

const char* version() noexcept {
  return LUAMIGRATE_VERSION;
}

}  // namespace luamigrate
