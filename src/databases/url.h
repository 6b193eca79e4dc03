// Database URLs: `scheme://user:pass@host:port/path?option=value`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luamigrate::databases {

// The parts, percent-decoded. `odbc:` has no parts: all behind it is the path, a connection string. For SQLite `path`
// is the file ("" and ":memory:" are databases in memory), else the name of the database.
struct Url {
  std::string scheme;  // lower-case, a SQLAlchemy driver ("+psycopg2") cut off
  std::string user;
  std::string password;
  std::string host;  // without the brackets of an IPv6 address
  std::string port;  // digits, or empty
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;  // in the order written

  const std::string* option(std::string_view name) const;  // nullptr: not given
};

// Throws Error{config} that shows the URL without its password and says what is wrong.
Url parse_url(std::string_view text);

// The URL as text with "***" for the password, and for any value of the query that is a secret.
std::string without_password(const Url& url);
// The same for a text that may be no valid URL.
std::string without_password(std::string_view text);

}  // namespace luamigrate::databases
