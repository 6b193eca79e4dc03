#include "live/database_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "base/file.h"
#include "base/process.h"
#include "databases/url.h"

namespace luamigrate::test {
namespace {

// What makes a program of the shell's `$@`, the address.
struct Programs {
  std::vector<std::string> address;
  std::string run, dump;
};

Programs programs(const LiveDatabase& database) {
  const databases::Url url = databases::parse_url(database.url());
  if (database.database().name == "sqlite") return {{url.path}, "sqlite3 -bail \"$@\"", "sqlite3 \"$@\" .dump"};
  if (database.database().name == "postgresql")
    return {
        {database.url()}, "psql -X -q -v ON_ERROR_STOP=1 -f - \"$@\"", "pg_dump --no-owner --inserts --dbname \"$@\""};
  const std::string* socket = url.option("unix_socket");
  REQUIRE(socket);
  return {{url.password, *socket, url.user, url.path},
          "MYSQL_PWD=$1 mariadb --no-defaults --comments --socket=\"$2\" --user=\"$3\" "
          "\"$4\"",
          "MYSQL_PWD=$1 mariadb-dump --no-defaults --skip-comments --routines --triggers --hex-blob --order-by-primary"
          " --skip-extended-insert --socket=\"$2\" --user=\"$3\" \"$4\""};
}

int run(const std::vector<std::string>& address, const std::string& command, const TemporaryFolder& folder) {
  std::vector<std::string> arguments{"sh", "-c", command, "sh"};
  arguments.insert(arguments.end(), address.begin(), address.end());
  return base::run_program(arguments, folder.path().string());
}

}  // namespace

std::string script_of(TestProject& project, const std::string& range, bool upward) {
  project.observer.script.clear();
  if (upward)
    project.migrator().upgrade({.target = range, .sql = true});
  else
    project.migrator().downgrade({.target = range, .sql = true});
  return project.observer.script;
}

void run_by_program(const LiveDatabase& database, const std::string& script, const std::string& option) {
  const TemporaryFolder folder;
  base::write_file(folder.path() / "script.sql", script);
  const Programs by = programs(database);
  const int status = run(by.address, by.run + " " + option + " < script.sql > out.txt 2>&1", folder);
  INFO(base::read_file(folder.path() / "out.txt"));
  INFO(script);
  REQUIRE(status == 0);
}

std::string dumped(const LiveDatabase& database) {
  const TemporaryFolder folder;
  const Programs by = programs(database);
  REQUIRE(run(by.address, by.dump + " > dump.txt", folder) == 0);
  std::string text;
  std::istringstream lines(base::read_file(folder.path() / "dump.txt"));
  for (std::string line; std::getline(lines, line);)  // what is another one in each dump
    if (!line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict ")) text += line + "\n";
  return text;
}

Dumps dumps_of(TestProject& project, const std::vector<std::string>& ids) {
  Dumps result;
  for (const std::string& id : ids) {
    project.upgrade(id);
    result.up[id] = dumped(project.database);
  }
  for (std::size_t i = ids.size(); i-- > 0;) {
    const std::string target = i == 0 ? "base" : ids[i - 1];
    project.downgrade(target);
    result.down[target] = dumped(project.database);
  }
  return result;
}

std::string difference(const std::string& expected, const std::string& actual) {
  if (expected == actual) return {};
  const auto [here, there] = std::ranges::mismatch(expected, actual);
  const auto at = static_cast<std::size_t>(here - expected.begin());
  const std::size_t begin = at < 100 ? 0 : at - 100;
  return fmt::format("expected ...{}...\n but it is ...{}...", expected.substr(begin, 300), actual.substr(begin, 300));
}

}  // namespace luamigrate::test
