// Whatever stands for a URL: its parts or an Error, and a password in neither what is shown of it nor the error.
#include <cstdlib>
#include <string>

#include "databases/url.h"
#include "luamigrate/error.h"

using namespace luamigrate;
using namespace luamigrate::databases;

namespace {

constexpr std::string_view secret = "hunter2";  // in the corpus, so that mutations have it

bool has_secret(std::string_view text) {
  return text.find(secret) != std::string_view::npos;
}

// The name of a driver, which is cut off, counts too.
bool has_secret_elsewhere(const Url& url, std::string_view text) {
  bool found = has_secret(text.substr(0, text.find("://"))) || has_secret(url.scheme) || has_secret(url.user) ||
               has_secret(url.host) || has_secret(url.port) || has_secret(url.path);
  for (const auto& [name, value] : url.query) found = found || has_secret(name) || has_secret(value);
  return found;
}

// Written as `://user:hunter2@`, and nowhere else.
bool is_written_as_password(std::string_view text) {
  const std::size_t at = text.find(secret);
  const std::size_t mark = text.find("://");
  if (at == std::string_view::npos || mark == std::string_view::npos || at < mark + 4) return false;
  const std::string_view user = text.substr(mark + 3, at - 1 - (mark + 3));
  return text[at - 1] == ':' && text.substr(at + secret.size()).starts_with('@') &&
         user.find_first_of(":/?#@") == std::string_view::npos && !has_secret(text.substr(at + 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string shown = without_password(text);
  if (is_written_as_password(text) && has_secret(shown)) std::abort();
  try {
    const Url url = parse_url(text);
    if (!has_secret_elsewhere(url, text) && (has_secret(without_password(url)) || has_secret(shown))) std::abort();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config || error.message().empty()) std::abort();
    if (is_written_as_password(text) && (has_secret(error.message()) || has_secret(error.hint()))) std::abort();
  }
  return 0;
}
