#include "databases/registry.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "base/suggest.h"
#include "databases/decorate.h"
#include "databases/mssql/database.h"
#include "databases/mysql/database.h"
#include "databases/postgresql/database.h"
#include "databases/sqlite/database.h"
#include "luamigrate/error.h"

namespace luamigrate::databases {

namespace {

Decorate& decorator() {
  static Decorate decorate;
  return decorate;
}

}  // namespace

void decorate_connections(Decorate decorate) {
  decorator() = std::move(decorate);
}

std::span<const Database* const> all_databases() {
  static const std::array databases{&sqlite::database(), &postgresql::database(), &mysql::database(),
                                    &mssql::database()};
  return databases;
}

const Database* find_database(std::string_view name) {
  for (const Database* database : all_databases())
    if (database->name == name) return database;
  return nullptr;
}

const Database& database_for_scheme(std::string_view scheme) {
  std::vector<std::string_view> schemes;
  for (const Database* database : all_databases()) {
    for (const std::string_view known : database->url_schemes) {
      if (known == scheme) return *database;
      schemes.push_back(known);
    }
  }
  const std::string guess = base::did_you_mean(scheme, schemes);
  throw Error(ErrorKind::config, fmt::format("there is no database for URLs that begin with \"{}://\"", scheme),
              fmt::format("{}{}the schemes are {}", guess, guess.empty() ? "" : " ", fmt::join(schemes, ", ")));
}

std::unique_ptr<Connection> connect(const Database& database, const Url& url, const ConnectOptions& options) {
  if (!database.connect) {
    std::vector<std::string_view> with_driver;
    for (const Database* other : all_databases())
      if (other->connect) with_driver.push_back(other->title);
    throw Error(ErrorKind::config, fmt::format("this build has no driver for {}", database.title),
                database.build_option.empty() ? fmt::format("it has drivers for {}", fmt::join(with_driver, ", "))
                                              : fmt::format("build luamigrate with -D{}=ON", database.build_option));
  }
  auto connection = database.connect(url, options);
  return decorator() ? decorator()(std::move(connection)) : std::move(connection);
}

}  // namespace luamigrate::databases
