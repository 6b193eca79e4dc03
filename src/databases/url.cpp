#include "databases/url.h"

#include <fmt/format.h>

#include <algorithm>

#include "luamigrate/error.h"

namespace luamigrate::databases {
namespace {

constexpr std::string_view hidden = "***";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

[[noreturn]] void refuse(std::string_view url, std::string_view why) {
  throw Error(ErrorKind::config, fmt::format("the database URL \"{}\" is not valid: {}", without_password(url), why),
              "it is written scheme://user:password@host:port/database?option=value; odd characters as %XX");
}

std::string decoded(std::string_view text, std::string_view url) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) refuse(url, "a % is not followed by two hexadecimal digits (write %25 for a %)");
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

bool is_secret(std::string_view option) {
  std::string lower(option);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return lower.find("pass") != std::string::npos || lower.find("pwd") != std::string::npos ||
         lower.find("secret") != std::string::npos || lower.find("token") != std::string::npos;
}

// The part before a separator, which is taken off `rest`; nothing where there is none.
bool cut(std::string_view& rest, char separator, std::string_view& before) {
  const std::size_t at = rest.find(separator);
  if (at == std::string_view::npos) return false;
  before = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return true;
}

void read_authority(std::string_view authority, std::string_view text, Url& url) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    std::string_view user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    std::string_view name;
    if (cut(user, ':', name)) {
      url.user = decoded(name, text);
      url.password = decoded(user, text);
    } else {
      url.user = decoded(user, text);
    }
  }
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) refuse(text, "the [ of an IPv6 address is never closed");
    url.host = authority.substr(1, close - 1);
    authority.remove_prefix(close + 1);
    if (!authority.empty() && authority.front() != ':') refuse(text, "after ] comes :port or /");
    if (!authority.empty()) url.port = authority.substr(1);
  } else if (const std::size_t colon = authority.rfind(':'); colon != std::string_view::npos) {
    url.host = decoded(authority.substr(0, colon), text);
    url.port = authority.substr(colon + 1);
  } else {
    url.host = decoded(authority, text);
  }
  if (!std::ranges::all_of(url.port, [](char c) { return c >= '0' && c <= '9'; }))
    refuse(text, "the port is not a number (a : or @ in a user or password is written %3A, %40)");
}

}  // namespace

const std::string* Url::option(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return &value;
  return nullptr;
}

// Source of the forms: SQLAlchemy, "Database URLs", where three slashes before the file make it relative.
Url parse_url(std::string_view text) {
  Url url;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon == 0) refuse(text, "it does not begin with scheme://");
  std::string_view scheme = text.substr(0, colon);
  scheme = scheme.substr(0, scheme.find('+'));
  url.scheme = scheme;
  std::ranges::transform(url.scheme, url.scheme.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });

  std::string_view rest = text.substr(colon + 3);
  std::string_view options;
  if (const std::size_t at = rest.find('?'); at != std::string_view::npos) {
    options = rest.substr(at + 1);
    rest = rest.substr(0, at);
  }
  if (rest == ":memory:") {
    url.path = rest;
  } else {
    const std::size_t slash = rest.find('/');
    read_authority(rest.substr(0, slash), text, url);
    if (slash != std::string_view::npos) url.path = decoded(rest.substr(slash + 1), text);
  }
  while (!options.empty()) {
    std::string_view pair = options;
    std::string_view before;
    if (cut(options, '&', before))
      pair = before;
    else
      options = {};
    std::string_view key = pair;
    std::string_view value;
    if (cut(pair, '=', before)) {
      key = before;
      value = pair;
    }
    if (!key.empty()) url.query.emplace_back(decoded(key, text), decoded(value, text));
  }
  return url;
}

std::string without_password(const Url& url) {
  std::string text = url.scheme + "://" + url.user;
  if (!url.password.empty()) text += fmt::format(":{}", hidden);
  if (!url.user.empty() || !url.password.empty()) text += '@';
  text += url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  if (!url.port.empty()) text += ":" + url.port;
  text += (url.path == ":memory:" ? "" : "/") + url.path;
  char separator = '?';
  for (const auto& [key, value] : url.query) {
    text += fmt::format("{}{}={}", separator, key, is_secret(key) ? hidden : std::string_view(value));
    separator = '&';
  }
  return text;
}

std::string without_password(std::string_view text) {
  const std::size_t colon = text.find("://");
  const std::size_t begin = colon == std::string_view::npos ? 0 : colon + 3;
  const std::size_t query = std::min(text.find('?', begin), text.size());
  const std::string_view authority = text.substr(begin, query - begin);
  std::string result(text.substr(0, begin));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::size_t password = authority.find(':');
    result += authority.substr(0, std::min(password, at));
    if (password < at) result += fmt::format(":{}", hidden);
    result += authority.substr(at);
  } else {
    result += authority;
  }
  std::string_view options = text.substr(query);
  while (!options.empty()) {
    const std::size_t end = std::min(options.find('&', 1), options.size());
    const std::string_view pair = options.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && is_secret(pair.substr(1, equals - 1)))
      result += fmt::format("{}{}", pair.substr(0, equals + 1), hidden);
    else
      result += pair;
    options.remove_prefix(end);
  }
  return result;
}

}  // namespace luamigrate::databases
