#include <chrono>

#include "databases/mysql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mysql::test;

namespace {

Error refused(const Url& url, ErrorKind kind = ErrorKind::connection) {
  const Error error =
      failure([&] { databases::connect(database(), url, {.connect_timeout = std::chrono::seconds(5)}); });
  CHECK(error.kind() == kind);
  CHECK_FALSE(error.hint().empty());
  if (url.password.size() > 3)
    for (const std::string& text : {error.message(), error.hint(), error.facts().database_message})
      CHECK_FALSE(has(text, url.password));
  return error;
}

}  // namespace

TEST_CASE("a wrong password is told without showing it") {
  Url url = server_url();
  url.password = "not the 'password' \\ at all";
  const Error error = refused(url);
  CHECK(has(error.message(), "Access denied for user 'luamigrate'@'localhost'"));
  CHECK(error.hint() == "check the user and the password in the database URL");
}

TEST_CASE("a database that does not exist is told by its name") {
  Url url = server_url();
  url.path = "no_such_database";
  const Error error = refused(url);
  CHECK(has(error.message(), "Unknown database 'no_such_database'"));
  CHECK(has(error.hint(), "CREATE DATABASE no_such_database"));
}

TEST_CASE("a server that is down is told with where it was looked for") {
  Url url = server_url();
  url.query.clear();
  url.host = "127.0.0.1";
  url.port = "1";
  const Error error = refused(url);
  CHECK(has(error.message(), "127.0.0.1:1"));
  CHECK(has(error.hint(), "start the server at 127.0.0.1"));
  url.host = "localhost";
  url.port = "";
  url.query = {{"unix_socket", "/nowhere/socket"}};
  CHECK(has(refused(url).message(), "/nowhere/socket"));
}

TEST_CASE("options of the URL are those that there are") {
  Url url = server_url();
  url.query.emplace_back("charset", "utf8mb4");
  url.query.emplace_back("ssl_mode", "DISABLED");
  CHECK(databases::connect(database(), url, {}));
  url.query.emplace_back("no_such_option", "1");
  CHECK(has(refused(url, ErrorKind::config).message(), "no_such_option"));
  url.query.back() = {"connect_timeout", "soon"};
  CHECK(has(refused(url, ErrorKind::config).message(), "connect_timeout=soon"));
  url = server_url();
  url.query.emplace_back("charset", "latin1");
  CHECK(has(refused(url, ErrorKind::config).hint(), "utf8mb4"));
  url.query.back() = {"ssl_mode", "perhaps"};
  CHECK(has(refused(url, ErrorKind::config).hint(), "VERIFY_IDENTITY"));
}

TEST_CASE("TLS that is required and not to be had is an error") {
  Url url = server_url();
  url.query.emplace_back("ssl_mode", "REQUIRED");
  CHECK(has(refused(url).hint(), "ssl_mode"));
}

TEST_CASE("a connection says what it is connected to") {
  const std::string text = connected()->description();
  CHECK((text.starts_with("MariaDB ") || text.starts_with("MySQL ")));
  CHECK(has(text, server_url().path));
}
