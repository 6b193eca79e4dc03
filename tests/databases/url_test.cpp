#include "databases/url.h"

#include <catch2/catch.hpp>

#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::databases;

namespace {

// The parts in one line: compared whole.
std::string parts(std::string_view text) {
  const Url url = parse_url(text);
  std::string result =
      url.scheme + "|" + url.user + "|" + url.password + "|" + url.host + "|" + url.port + "|" + url.path;
  for (const auto& [name, value] : url.query) result += "|" + name + "=" + value;
  return result;
}

std::string refusal(std::string_view text) {
  try {
    parse_url(text);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    CHECK_FALSE(error.hint().empty());
    return error.message();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a URL is cut into its parts") {
  CHECK(parts("postgresql://user:pass@host:5432/db?sslmode=require&connect_timeout=3") ==
        "postgresql|user|pass|host|5432|db|sslmode=require|connect_timeout=3");
  CHECK(parts("postgresql://host/db") == "postgresql|||host||db");
  CHECK(parts("postgresql://user@host") == "postgresql|user||host||");
  CHECK(parts("mssql://u:p@h:1433/db?driver=FreeTDS&TrustServerCertificate=yes") ==
        "mssql|u|p|h|1433|db|driver=FreeTDS|TrustServerCertificate=yes");
}

TEST_CASE("SQLite's files: three slashes are relative, four absolute, none memory") {
  CHECK(parts("sqlite:///relative.db") == "sqlite|||||relative.db");
  CHECK(parts("sqlite:///folder/my file.db") == "sqlite|||||folder/my file.db");
  CHECK(parts("sqlite:////var/lib/app.db") == "sqlite|||||/var/lib/app.db");
  CHECK(parts("sqlite://:memory:") == "sqlite|||||:memory:");
  CHECK(parts("sqlite:///:memory:") == "sqlite|||||:memory:");
  CHECK(parts("sqlite://") == "sqlite|||||");
  CHECK(parts("sqlite:///a@b.db?mode=ro") == "sqlite|||||a@b.db|mode=ro");
}

TEST_CASE("a driver of SQLAlchemy's is cut off the scheme") {
  CHECK(parts("postgresql+psycopg2://u:p@h/db") == "postgresql|u|p|h||db");
  CHECK(parts("Postgres://h/db") == "postgres|||h||db");
}

TEST_CASE("a socket's folder comes as an option") {
  CHECK(parts("postgresql:///db?host=/var/run/postgresql") == "postgresql|||||db|host=/var/run/postgresql");
  CHECK(parts("mariadb://user@/db?unix_socket=/run/mysqld/mysqld.sock") ==
        "mariadb|user||||db|unix_socket=/run/mysqld/mysqld.sock");
}

TEST_CASE("an IPv6 address stands in brackets") {
  CHECK(parts("postgresql://u:p@[::1]:5432/db") == "postgresql|u|p|::1|5432|db");
  CHECK(parts("postgresql://[fe80::1]/db") == "postgresql|||fe80::1||db");
}

TEST_CASE("parts are percent-decoded") {
  CHECK(parts("postgresql://us%40er:p%3A%2F%3F%23%5B%5D%40%25@h/d%20b?a%3Db=c%26d") ==
        "postgresql|us@er|p:/?#[]@%|h||d b|a=b=c&d");
  CHECK(parts("postgresql://u:100%@h/db") == "postgresql|u|100%|h||db");
  CHECK(parts("postgresql://u:%zz%4@h/db") == "postgresql|u|%zz%4|h||db");
}

TEST_CASE("a password may hold odd characters as they are") {
  CHECK(parts("postgresql://u:p@ss@h/db") == "postgresql|u|p@ss|h||db");
  CHECK(parts("postgresql://u:p/w?x#y@h:5432/db") == "postgresql|u|p/w?x#y|h|5432|db");
  CHECK(parts("postgresql://u:a:b@h/db") == "postgresql|u|a:b|h||db");
  CHECK(parts("postgresql://u:@h/db") == "postgresql|u||h||db");
}

TEST_CASE("an @ behind the port or the path is no end of a password") {
  CHECK(parts("postgresql://h:5432/db?options=a@b") == "postgresql|||h|5432|db|options=a@b");
  CHECK(parts("postgresql://h/db?options=a@b") == "postgresql|||h||db|options=a@b");
}

TEST_CASE("what is no URL is refused without its password") {
  CHECK(refusal("") == "the database URL is empty");
  CHECK(refusal("app.db") == "the database URL \"app.db\" has no scheme");
  CHECK(refusal("://h/db") == "the database URL \"://h/db\" has no valid scheme");
  CHECK(refusal("postgresql://u:hush@h:99999/db") ==
        "the database URL \"postgresql://u:***@h:99999/db\" has a port that is no number from 1 to 65535");
  CHECK(refusal("postgresql://u:hush@h:abc/db") ==
        "the database URL \"postgresql://u:***@h:abc/db\" has a port that is no number from 1 to 65535");
  CHECK(refusal("postgresql://u:hush@[::1/db") ==
        "the database URL \"postgresql://u:***@[::1/db\" has an IPv6 address without its closing ]");
  CHECK(refusal("u:hush@h/db") == "the database URL \"***@h/db\" has no scheme");
}

TEST_CASE("what stands before :// and is no scheme may hold a password") {
  CHECK(without_password("postgresql+psycopg:h/user:hunter2@[::1]:5023/db?sqlite://x") ==
        "***@[::1]:5023/db?sqlite://x");
  CHECK(without_password("u:hunter2@h/db?password=hunter2") == "***");
  CHECK_THROWS_AS(parse_url("postgresql+psycopg:h/user:hunter2@[::1]:5023/db?sqlite://x"), Error);
}

TEST_CASE("a URL is shown without its password and secret options") {
  CHECK(without_password(parse_url("postgresql+psycopg2://u:hush@h:5432/db?sslmode=require&sslpassword=hush")) ==
        "postgresql://u:***@h:5432/db?sslmode=require&sslpassword=***");
  CHECK(without_password(parse_url("postgresql://[::1]/db")) == "postgresql://[::1]/db");
  CHECK(without_password(parse_url("postgresql:///db?host=/run/pg&password=hush")) ==
        "postgresql:///db?host=/run/pg&password=***");
  CHECK(without_password(parse_url("sqlite:////a/b.db")) == "sqlite:////a/b.db");
  CHECK(without_password("postgresql://u:hu/sh@h/db?password=hush") == "postgresql://u:***@h/db?password=***");
  CHECK(without_password("host=h password=hush") == "***");
  const std::string odbc = "odbc:DRIVER={FreeTDS};Server=h;UID=u;Pwd={a;}}b=c};PASSWORD = x y ;Database=d";
  CHECK(without_password(odbc) == "odbc:DRIVER={FreeTDS};Server=h;UID=u;Pwd=***;PASSWORD =***;Database=d");
  CHECK(without_password(parse_url(odbc)) == without_password(odbc));
  CHECK(without_password("odbc:PWD={never closed;hush") == "odbc:PWD=***");
  CHECK(without_password("odbc:://u:hush@h;Server=h") == "odbc:://***@h;Server=h");
  CHECK(without_password("odbc:Server=tds://u:hush@h/@d") == "odbc:Server=tds://***@d");
  CHECK(without_password("mssql+pyodbc:///?odbc_connect=PWD%3Dhush") == "mssql+pyodbc:///?odbc_connect=***");
}
