#include "support/project.h"

#include <fmt/format.h>

#include "base/file.h"

namespace luamigrate::test {

TestProject::TestProject(const std::string& database_name, std::string_view more_settings) : database(database_name) {
  write("migrate.toml", fmt::format("[luamigrate]\nurl = \"{}\"\n{}\n", database.url(), more_settings));
  std::filesystem::create_directories(folder() / "versions");
}

void TestProject::revision(const std::string& id, const std::string& down_revision, std::string_view body) {
  const std::string down = down_revision.empty() ? "nil" : "\"" + down_revision + "\"";
  write("versions/" + id + ".lua",
        fmt::format("--- {0}\n\nrevision = \"{0}\"\ndown_revision = {1}\n\n{2}\n", id, down, body));
}

void TestProject::revision(const std::string& id, const std::string& down_revision, std::string_view up,
                           std::string_view down) {
  revision(id, down_revision, fmt::format("function upgrade()\n{}\nend\n\nfunction downgrade()\n{}\nend", up, down));
}

void TestProject::write(const std::string& path, std::string_view text) {
  base::write_file(folder() / path, text);
}

Migrator TestProject::migrator() {
  return Migrator({.config_file = folder() / "migrate.toml"}, &observer);
}

}  // namespace luamigrate::test
