#include "databases/registry.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::databases;

TEST_CASE("each database is found by its name and by its schemes") {
  std::vector<std::string> names;
  for (const Database* database : all_databases()) {
    names.emplace_back(database->name);
    CHECK(find_database(database->name) == database);
    for (const std::string_view scheme : database->url_schemes) CHECK(&database_for_scheme(scheme) == database);
    if (database->dialect) CHECK(database->dialect->name() == database->name);
  }
  CHECK(names == std::vector<std::string>{"sqlite", "postgresql", "mysql", "mssql"});
  CHECK(find_database("oracle") == nullptr);
  CHECK(database_for_scheme("postgres").name == "postgresql");
  CHECK(database_for_scheme("mariadb").name == "mysql");
}

TEST_CASE("an unknown scheme is refused with what there is") {
  try {
    database_for_scheme("postgress");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    CHECK(error.message() == "there is no database for URLs that begin with \"postgress://\"");
    CHECK(error.hint().find("did you mean \"postgres\"?") != std::string::npos);
    CHECK(error.hint().find("postgresql, postgres, mysql, mariadb, mssql") != std::string::npos);
  }
}

TEST_CASE("a database without a driver in this build names the option that builds it") {
  Database without = database_for_scheme("mssql");
  without.connect = nullptr;
  try {
    connect(without, parse_url("mssql://u:hush@h/db"), {});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    CHECK(error.message() == "this build has no driver for SQL Server");
    CHECK(error.hint() == "build luamigrate with -DLUAMIGRATE_MSSQL=ON");
  }
  // SQLite is always in.
  for (const Database* database : all_databases())
    CHECK((database->name == "sqlite" || !database->build_option.empty()));
}

TEST_CASE("no type and no option is declared twice") {
  for (const Database* database : all_databases()) {
    for (std::size_t i = 0; i < database->types.size(); ++i)
      for (std::size_t j = i + 1; j < database->types.size(); ++j)
        CHECK(database->types[i].name != database->types[j].name);
    for (std::size_t i = 0; i < database->options.size(); ++i)
      for (std::size_t j = i + 1; j < database->options.size(); ++j)
        CHECK((database->options[i].site != database->options[j].site ||
               database->options[i].name != database->options[j].name));
  }
}
