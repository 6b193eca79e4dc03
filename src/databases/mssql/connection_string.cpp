#include "databases/mssql/connection_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "luamigrate/error.h"

namespace luamigrate::databases::mssql {
namespace {

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

const std::string* option(const Url& url, std::string_view name) {
  for (const auto& [given, value] : url.query)
    if (same(given, name)) return &value;
  return nullptr;
}

// A value in braces is read to the brace that ends it, whatever is in it.
std::string braced(std::string_view value) {
  std::string result = "{";
  for (const char c : value) {
    if (c == '\0') throw Error(ErrorKind::config, "the database URL holds a zero byte", "take out %00");
    result += c;
    if (c == '}') result += '}';
  }
  return result += '}';
}

std::string in_its_place(std::string_view value) {
  const bool plain = !value.empty() && std::ranges::all_of(value, [](unsigned char c) {
    return std::isalnum(c) || std::string_view("._-:/\\,@").find(static_cast<char>(c)) != std::string_view::npos;
  });
  return plain ? std::string(value) : braced(value);
}

void check_keyword(std::string_view name) {
  const bool valid = !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == ' ' || c == '-';
  });
  if (!valid)
    throw Error(ErrorKind::config,
                fmt::format("the database URL has the option \"{}\", which is no word of ODBC", name),
                "letters, digits, _ and spaces go there");
}

// The newest of Microsoft's, or FreeTDS.
std::string best_driver(std::span<const std::string> drivers) {
  std::string best;
  for (const std::string& driver : drivers)
    if (driver.starts_with("ODBC Driver ") && driver.ends_with(" for SQL Server")) best = std::max(best, driver);
  if (!best.empty()) return best;
  for (const std::string& driver : drivers)
    if (same(driver, "FreeTDS")) return driver;
  throw Error(ErrorKind::config, "no ODBC driver for SQL Server is installed",
              drivers.empty() ? std::string("install Microsoft's ODBC Driver 18 for SQL Server, or tdsodbc (FreeTDS)")
                              : fmt::format("install Microsoft's ODBC Driver 18 for SQL Server, or tdsodbc (FreeTDS); "
                                            "or name one of these as ?driver=: {}",
                                            fmt::join(drivers, ", ")));
}

}  // namespace

std::string connection_string(const Url& url, std::span<const std::string> drivers) {
  if (url.scheme == "odbc") return url.path;
  if (const std::string* whole = option(url, "odbc_connect")) return *whole;
  std::string text;
  const auto add = [&](std::string_view keyword, std::string_view value) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ";", keyword, in_its_place(value));
  };
  const std::string* dsn = option(url, "dsn");
  std::string driver;
  if (dsn) {
    add("DSN", *dsn);
  } else {
    const std::string* named = option(url, "driver");
    driver = named ? *named : best_driver(drivers);
    text += "DRIVER=" + (driver.starts_with('/') ? driver : braced(driver));
  }
  if (!url.host.empty() || !url.port.empty()) {
    const std::string host = url.host.empty() ? "localhost" : url.host;
    text += fmt::format(";SERVER={}{}{}", host, url.port.empty() ? "" : ",", url.port);
  } else if (!dsn) {
    text += ";SERVER=localhost";
  }
  if (!url.path.empty()) add("DATABASE", url.path);
  if (!url.user.empty()) {
    add("UID", url.user);
    text += ";PWD=" + braced(url.password);
  } else if (!option(url, "trusted_connection") && !option(url, "authentication") && !dsn) {
    add("Trusted_Connection", "yes");
  }
  const auto unless_given = [&](std::string_view keyword, std::string_view value) {
    if (!option(url, keyword)) add(keyword, value);
  };
  if (!dsn) unless_given("APP", "luamigrate");
  // Rows are read while other statements run.
  if (driver.find("for SQL Server") != std::string::npos) unless_given("MARS_Connection", "yes");
  if (same(driver, "FreeTDS")) unless_given("TDS_Version", "7.4");
  for (const auto& [name, value] : url.query) {
    if (same(name, "driver") || same(name, "dsn")) continue;
    check_keyword(name);
    add(name, value);
  }
  return text;
}

}  // namespace luamigrate::databases::mssql
