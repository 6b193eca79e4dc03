#include "autogenerate/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <vector>

#include "autogen/definition.h"
#include "databases/inspector.h"
#include "lua_source/operations.h"

namespace luamigrate::test {

std::string fingerprint(const LiveDatabase& database) {
  const auto connection = database.connect();
  databases::Catalogue catalogue = database.database().inspect(*connection)->read_catalogue({.schemas = {""}});
  std::erase_if(catalogue.tables,
                [](const schema::Table& table) { return table.name.name.starts_with("luamigrate_"); });
  std::istringstream text(lua_source::to_lua(autogen::whole_database(catalogue, *database.database().dialect).upgrade));
  std::vector<std::string> lines;
  // PostgreSQL adds casts and parentheses to a text of its own when it reads it again.
  static const std::regex added(R"(::[a-z ]+(\[\])?|[()])");
  // MySQL calls a foreign key by its number; added later, it has a name that it can be dropped by.
  static const std::regex key_name(R"re(\w+_(ibfk_[0-9]+|fkey)")re");
  for (std::string line; std::getline(text, line);)
    lines.push_back(line.find("check(") == std::string::npos ? line : std::regex_replace(line, added, ""));
  if (database.database().name == "mysql")
    for (std::string& line : lines) line = std::regex_replace(line, key_name, "a key");
  std::ranges::sort(lines);
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace luamigrate::test
