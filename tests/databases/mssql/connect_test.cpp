// From a URL to a connection, and what is said where there is none.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "databases/mssql/connection_string.h"
#include "databases/mssql/live.h"
#include "databases/mssql/text16.h"
#include "databases/registry.h"

using namespace luamigrate;
using namespace luamigrate::databases;
using namespace luamigrate::databases::mssql::test;
using databases::mssql::connection_string;

namespace {

const std::vector<std::string> installed{"SQLite3", "FreeTDS", "ODBC Driver 17 for SQL Server",
                                         "ODBC Driver 18 for SQL Server"};

std::string made(std::string_view url, std::vector<std::string> drivers = installed) {
  return connection_string(parse_url(url), drivers);
}

}  // namespace

TEST_CASE("a URL becomes a connection string, and what is in it stays where it belongs") {
  CHECK(made("mssql://sa:s%3B}cret=%7B@db.example:1433/shop?TrustServerCertificate=yes&Encrypt=strict") ==
        "DRIVER={ODBC Driver 18 for SQL Server};SERVER=db.example,1433;DATABASE=shop;UID=sa;PWD={s;}}cret={};"
        "APP=luamigrate;MARS_Connection=yes;TrustServerCertificate=yes;Encrypt=strict");
  CHECK(made("mssql+pyodbc://sa:x@h/a%3Bb?driver=FreeTDS&app=me") ==
        "DRIVER={FreeTDS};SERVER=h;DATABASE={a;b};UID=sa;PWD={x};TDS_Version=7.4;app=me");
  CHECK(made("mssql://h/db?driver=/opt/lib/libtdsodbc.so&mars_connection=no") ==
        "DRIVER=/opt/lib/libtdsodbc.so;SERVER=h;DATABASE=db;Trusted_Connection=yes;APP=luamigrate;mars_connection=no");
  CHECK(made("mssql:///db?dsn=Shop") == "DSN=Shop;DATABASE=db");
  CHECK(made("odbc:DSN=shop;PWD={a b}") == "DSN=shop;PWD={a b}");
  CHECK(made("mssql+pyodbc:///?odbc_connect=DSN%3Dshop%3BUID%3Du") == "DSN=shop;UID=u");
  CHECK(made("mssql://h/db", {"FreeTDS"}) ==
        "DRIVER={FreeTDS};SERVER=h;DATABASE=db;Trusted_Connection=yes;APP=luamigrate;TDS_Version=7.4");
}

TEST_CASE("a URL that no connection string can hold is refused") {
  CHECK(failure([] { made("mssql://h/db?a%3Db=c"); }).kind() == ErrorKind::config);
  CHECK(failure([] { made("mssql://h/d%00b"); }).kind() == ErrorKind::config);
  const Error none = failure([] { made("mssql://h/db", {"SQLite3"}); });
  CHECK(none.kind() == ErrorKind::config);
  CHECK(has(none.hint(), "SQLite3"));
}

TEST_CASE("a server that is not there, a driver that is not there and a wrong password are told without the password") {
  const auto refused = [](std::string_view url) {
    const Error error = failure([&] {
      connect(*find_database("mssql"), parse_url(url), {.base_folder = {}, .connect_timeout = std::chrono::seconds(2)});
    });
    CHECK(error.kind() == ErrorKind::connection);
    CHECK(!has(error.message() + error.hint() + error.facts().database_message, "hushhush"));
    return error;
  };
  const Error closed = refused("mssql://sa:hushhush@127.0.0.1:1/shop?driver=FreeTDS");
  CHECK(has(closed.message(), "cannot connect to mssql://sa:***@127.0.0.1:1/shop?driver=FreeTDS: "));
  CHECK(has(refused("odbc:DRIVER={No Such Driver};PWD=hushhush").message(), "odbc:DRIVER={No Such Driver};PWD=***"));
}

TEST_CASE("FreeTDS goes to the host and the port of the URL") {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(listen(listener, 1) == 0);
  socklen_t length = sizeof address;
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  std::string greeting;
  std::thread server([&] {
    const int client = accept(listener, nullptr, nullptr);
    char first[64] = {};
    const auto got = read(client, first, sizeof first);
    if (got > 0) greeting.assign(first, static_cast<std::size_t>(got));
    close(client);
  });
  const Error error = failure([&] {
    connect(*find_database("mssql"),
            parse_url(fmt::format("mssql://sa:hushhush@127.0.0.1:{}/shop?driver=FreeTDS", ntohs(address.sin_port))),
            {.base_folder = {}, .connect_timeout = std::chrono::seconds(5)});
  });
  server.join();
  close(listener);
  CHECK(error.kind() == ErrorKind::connection);
  REQUIRE(!greeting.empty());
  CHECK(greeting[0] == 0x12);  // PRELOGIN of the protocol TDS 7
}

TEST_CASE("another database than SQL Server is refused by its name") {
  const Error error = failure(
      [] { connect(*find_database("mssql"), parse_url("odbc:DRIVER={SQLite3};Database=:memory:;PWD=hushhush"), {}); });
  CHECK(error.kind() == ErrorKind::config);
  CHECK(error.message() == "odbc:DRIVER={SQLite3};Database=:memory:;PWD=*** leads to SQLite, and not to SQL Server");
}

TEST_CASE("UTF-8 and UTF-16 are one text") {
  for (const std::string& text : {std::string(), std::string("a"), std::string("ü東\xF0\x9F\x90\x98z")}) {
    const mssql::Text16 wide = mssql::to_utf16(text);
    CHECK(mssql::from_utf16(wide.data(), wide.size()) == text);
  }
  CHECK(mssql::to_utf16("\xF0\x9F\x90\x98") == mssql::Text16{0xD83D, 0xDC18});
  const mssql::Text16 half{0xD83D, 'a'};
  CHECK(mssql::from_utf16(half.data(), 2) ==
        "\xEF\xBF\xBD"
        "a");
  CHECK(failure([] { mssql::to_utf16("\xC3("); }).kind() == ErrorKind::script);
}
