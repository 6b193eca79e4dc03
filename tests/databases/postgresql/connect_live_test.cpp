#include <chrono>

#include "databases/postgresql/live.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::postgresql::test;

namespace {

Error refused(const Url& url) {
  const Error error =
      failure([&] { databases::connect(database(), url, {.connect_timeout = std::chrono::seconds(5)}); });
  CHECK(error.kind() == ErrorKind::connection);
  CHECK_FALSE(error.hint().empty());
  if (url.password.size() > 3) {
    CHECK(error.message().find(url.password) == std::string::npos);
    CHECK(error.hint().find(url.password) == std::string::npos);
    CHECK(error.facts().database_message.find(url.password) == std::string::npos);
  }
  return error;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a wrong password is told without showing it") {
  Url url = server_url();
  url.password = "not the 'password' \\ at all";
  const Error error = refused(url);
  CHECK(has(error.message(), "password authentication failed"));
  CHECK(error.hint() == "check the user and the password in the database URL");
}

TEST_CASE("a database that does not exist is told by its name") {
  Url url = server_url();
  url.path = "no_such_database";
  const Error error = refused(url);
  CHECK(has(error.message(), "database \"no_such_database\" does not exist"));
  CHECK(has(error.hint(), "createdb no_such_database"));
}

TEST_CASE("a server that is down is told with where it was looked for") {
  Url url = server_url();
  url.host = "127.0.0.1";
  url.port = "1";
  url.query.clear();
  const Error error = refused(url);
  CHECK(has(error.message(), "127.0.0.1:1"));
  CHECK(error.hint() == "start the server at 127.0.0.1, or correct the host and the port in the database URL");
}

TEST_CASE("an unknown host is told by its name") {
  Url url = server_url();
  url.host = "no-such-host.invalid";
  url.query.clear();
  const Error error = refused(url);
  CHECK(has(error.message(), "no-such-host.invalid"));
  CHECK(error.hint() == "check the name of the host in the database URL");
}

TEST_CASE("options of the URL are passed on, and unknown ones refused") {
  Url url = server_url();
  url.query.emplace_back("application_name", "it's \\ me");
  const auto connection = databases::connect(database(), url, {});
  CHECK(scalar(*connection, {.sql = "SELECT current_setting('application_name')"}) ==
        schema::Value(std::string("it's \\ me")));
  url.query.emplace_back("no_such_option", "1");
  CHECK(has(refused(url).message(), "no_such_option"));
}

TEST_CASE("a connection says what it is connected to") {
  const std::string text = connected()->description();
  CHECK(text.starts_with("PostgreSQL "));
  CHECK(has(text, server_url().path));
}
