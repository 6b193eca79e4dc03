#include "databases/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "luamigrate/error.h"

namespace luamigrate::databases {
namespace {

constexpr std::string_view mask = "***";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A % that two hexadecimal digits do not follow stands for itself.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      result += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string encoded(std::string_view text, std::string_view also_allowed) {
  std::string result;
  for (const char c : text) {
    const bool plain = is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80U ||
                       std::string_view("-._~").find(c) != std::string_view::npos ||
                       also_allowed.find(c) != std::string_view::npos;
    if (plain)
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

// With a driver of SQLAlchemy's perhaps: `postgresql+psycopg2`.
bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '.' || c == '-' || c == '_';
  });
}

bool is_secret(std::string_view option) {
  static constexpr std::array<std::string_view, 9> secrets{
      "password", "passwd", "pwd", "pass", "sslpassword", "token", "secret", "sslkey_password", "odbc_connect"};
  const std::string name = base::lower(option);
  return std::find(secrets.begin(), secrets.end(), name) != secrets.end();
}

// What stands behind `scheme://`, cut but not decoded.
struct Cut {
  std::string_view user, password, host, port, path, query;
  bool has_user = false, has_password = false;
};

// Where the user and password end: the place of their `@`, or npos. A password may hold / ? # and @ as they are, as
// long as it is plain where it ends.
std::size_t user_end(std::string_view rest) {
  const std::size_t stop = rest.find_first_of(":/?@");
  if (stop == std::string_view::npos || rest[stop] == '/' || rest[stop] == '?') return std::string_view::npos;
  if (rest[stop] == '@') return stop;
  // `host:5432/db?mail=a@b` has an @ too, but what stands behind the colon is a port.
  const std::size_t port_end = rest.find_first_of("/?@", stop + 1);
  if (port_end != std::string_view::npos && rest[port_end] != '@' && port_end > stop + 1 &&
      all_digits(rest.substr(stop + 1, port_end - stop - 1)))
    return std::string_view::npos;
  const std::size_t first = rest.find('@', stop + 1);
  if (first == std::string_view::npos) return first;
  return rest.rfind('@', std::min(rest.find_first_of("/?", first), rest.size()));
}

Cut cut(std::string_view rest) {
  Cut parts;
  if (const std::size_t at = user_end(rest); at != std::string_view::npos) {
    const std::string_view who = rest.substr(0, at);
    const std::size_t colon = who.find(':');
    parts.has_user = true;
    parts.user = who.substr(0, colon);
    parts.has_password = colon != std::string_view::npos;
    if (parts.has_password) parts.password = who.substr(colon + 1);
    rest.remove_prefix(at + 1);
  }
  if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
    parts.query = rest.substr(question + 1);
    rest = rest.substr(0, question);
  }
  if (rest == ":memory:") {
    parts.path = rest;
    return parts;
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    parts.path = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
  if (bracket != std::string_view::npos) {
    parts.host = rest.substr(1, bracket - 1);
    rest.remove_prefix(bracket + 1);
    parts.port = rest;  // with its colon, for the check
    if (parts.port.starts_with(':')) parts.port.remove_prefix(1);
  } else if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    parts.host = rest.substr(0, colon);
    parts.port = rest.substr(colon + 1);
  } else {
    parts.host = rest;
  }
  return parts;
}

std::vector<std::pair<std::string_view, std::string_view>> cut_query(std::string_view query) {
  std::vector<std::pair<std::string_view, std::string_view>> result;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view option = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (option.empty()) continue;
    const std::size_t equals = std::min(option.find('='), option.size());
    result.emplace_back(option.substr(0, equals), option.substr(std::min(equals + 1, option.size())));
  }
  return result;
}

[[noreturn]] void wrong_url(std::string_view text, std::string_view why, std::string hint) {
  throw Error(ErrorKind::config, fmt::format("the database URL \"{}\" {}", without_password(text), why),
              std::move(hint));
}

std::string query_text(std::string_view query) {
  std::string result;
  for (const auto& [name, value] : cut_query(query)) {
    result += result.empty() ? '?' : '&';
    result += name;
    result += '=';
    result += is_secret(decoded(name)) ? mask : value;
  }
  return result;
}

// A connection string of ODBC stands behind its scheme as it is.
constexpr std::string_view odbc = "odbc:";

bool is_odbc(std::string_view text) {
  return base::lower(text.substr(0, odbc.size())) == odbc && !text.substr(odbc.size()).starts_with("//");
}

// `DRIVER={FreeTDS};PWD={a;b}` with *** for the values of secrets. A value in braces ends at a brace that is not
// doubled. A URL in it, which no driver asks for, hides all before its @.
std::string masked_connection_string(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t equals = std::min(text.find_first_of("=;"), text.size());
    std::string_view name = text.substr(0, equals);
    result += name;
    text.remove_prefix(equals);
    if (text.starts_with('=')) {
      std::size_t end = 1 + std::min(text.substr(1).find_first_not_of(' '), text.size() - 1);
      if (end < text.size() && text[end] == '{') {
        for (++end; end < text.size(); ++end) {
          if (text[end] != '}') continue;
          if (text.substr(end + 1).starts_with('}'))
            ++end;
          else
            break;
        }
      }
      end = std::min(text.find(';', std::min(end, text.size())), text.size());
      while (name.starts_with(' ')) name.remove_prefix(1);
      while (name.ends_with(' ')) name.remove_suffix(1);
      result += is_secret(name) ? "=" + std::string(mask) : std::string(text.substr(0, end));
      text.remove_prefix(end);
    }
    if (text.starts_with(';')) {
      result += ';';
      text.remove_prefix(1);
    }
  }
  if (const std::size_t scheme_end = result.find("://"), at = result.rfind('@');
      scheme_end != std::string::npos && at != std::string::npos && at > scheme_end)
    result.replace(scheme_end + 3, at - scheme_end - 3, mask);
  return result;
}

}  // namespace

const std::string* Url::option(std::string_view name) const {
  for (const auto& [option_name, value] : query)
    if (option_name == name) return &value;
  return nullptr;
}

Url parse_url(std::string_view text) {
  constexpr const char* form = "write it as scheme://user:password@host:port/database, or sqlite:///file.db";
  const std::size_t mark = text.find("://");
  if (text.empty()) throw Error(ErrorKind::config, "the database URL is empty", form);
  if (is_odbc(text)) {
    Url url;
    url.scheme = "odbc";
    url.path = text.substr(odbc.size());
    return url;
  }
  if (mark == std::string_view::npos) wrong_url(text, "has no scheme", form);
  const std::string_view whole_scheme = text.substr(0, mark);
  const std::string_view scheme = whole_scheme.substr(0, whole_scheme.find('+'));
  if (!is_scheme(whole_scheme)) wrong_url(text, "has no valid scheme", form);

  const Cut parts = cut(text.substr(mark + 3));
  if (parts.host.starts_with('[')) wrong_url(text, "has an IPv6 address without its closing ]", form);
  int port = 0;
  const auto [end, error] = std::from_chars(parts.port.data(), parts.port.data() + parts.port.size(), port);
  if (!parts.port.empty() &&
      (error != std::errc() || end != parts.port.data() + parts.port.size() || port < 1 || port > 65535))
    wrong_url(text, "has a port that is no number from 1 to 65535",
              "percent-encode : / ? # and @ in the user and the password (%3A %2F %3F %23 %40)");

  Url url{.scheme = base::lower(scheme),
          .user = decoded(parts.user),
          .password = decoded(parts.password),
          .host = decoded(parts.host),
          .port = std::string(parts.port),
          .path = decoded(parts.path)};
  for (const auto& [name, value] : cut_query(parts.query)) url.query.emplace_back(decoded(name), decoded(value));
  return url;
}

std::string without_password(const Url& url) {
  if (url.scheme == "odbc") return std::string(odbc) + masked_connection_string(url.path);
  std::string result = url.scheme + "://";
  if (!url.user.empty() || !url.password.empty()) {
    result += encoded(url.user, "");
    if (!url.password.empty()) result += fmt::format(":{}", mask);
    result += '@';
  }
  result += url.host.find(':') == std::string::npos ? encoded(url.host, "") : "[" + url.host + "]";
  if (!url.port.empty()) result += ":" + url.port;
  if (!url.path.empty()) result += "/" + encoded(url.path, "/:@ ");
  for (std::size_t i = 0; i < url.query.size(); ++i) {
    const auto& [name, value] = url.query[i];
    result += (i == 0 ? '?' : '&') + encoded(name, "") + '=';
    result += is_secret(name) ? std::string(mask) : encoded(value, "/:@, ");
  }
  return result;
}

std::string without_password(std::string_view text) {
  if (is_odbc(text)) return std::string(odbc) + masked_connection_string(text.substr(odbc.size()));
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos || !is_scheme(text.substr(0, mark))) {
    // No URL: whatever stands before an @ may hold a password, and so may `password=...`.
    const std::string small = base::lower(text);
    for (const std::string_view word : {"password", "passwd", "pwd"})
      if (small.find(word) != std::string::npos) return std::string(mask);
    const std::size_t at = text.rfind('@');
    return at == std::string_view::npos ? std::string(text) : std::string(mask) + std::string(text.substr(at));
  }
  const std::string_view rest = text.substr(mark + 3);
  const Cut parts = cut(rest);
  std::string result(text.substr(0, mark + 3));
  std::string_view tail = rest;
  if (parts.has_user) {
    result += parts.user;
    if (parts.has_password) result += fmt::format(":{}", mask);
    result += '@';
    tail.remove_prefix(user_end(rest) + 1);
  }
  result += tail.substr(0, tail.find('?'));
  return result + query_text(parts.query);
}

}  // namespace luamigrate::databases
