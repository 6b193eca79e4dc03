#include "config/dotenv.h"

#include <fmt/format.h>

#include <sstream>

#include "base/file.h"
#include "base/text.h"
#include "luamigrate/error.h"

namespace luamigrate::config {
namespace {

bool is_name(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
         std::string_view::npos;
}

// Where only white space or a comment follows a closing quote.
bool is_over(std::string_view rest) {
  rest = base::trimmed(rest);
  return rest.empty() || rest.front() == '#';
}

// The value, or nothing where a quote is never closed or something follows it.
std::optional<std::string> value_of(std::string_view text) {
  text = base::trimmed(text);
  if (text.starts_with('\'')) {
    const std::size_t end = text.find('\'', 1);
    if (end == std::string_view::npos || !is_over(text.substr(end + 1))) return std::nullopt;
    return std::string(text.substr(1, end - 1));
  }
  if (text.starts_with('"')) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '"') return is_over(text.substr(i + 1)) ? std::optional(value) : std::nullopt;
      if (text[i] == '\\' && i + 1 < text.size()) {
        const char c = text[++i];
        value += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      } else {
        value += text[i];
      }
    }
    return std::nullopt;
  }
  // A # begins a comment at the beginning and behind white space; inside a word it belongs to it.
  std::size_t comment = text.find('#');
  while (comment != std::string_view::npos && comment > 0 && text[comment - 1] != ' ' && text[comment - 1] != '\t')
    comment = text.find('#', comment + 1);
  return std::string(base::trimmed(text.substr(0, comment)));
}

std::string text_of(const std::filesystem::path& file) try {
  return base::read_file(file);
} catch (const Error& error) {
  throw Error(ErrorKind::config, error.message(), error.hint());
}

}  // namespace

std::map<std::string, std::string> read_dotenv(const std::filesystem::path& file) {
  std::map<std::string, std::string> variables;
  if (!std::filesystem::exists(file) || std::filesystem::is_directory(file)) return variables;
  std::istringstream in(text_of(file));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::string_view text = base::trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    if (text.starts_with("export ") || text.starts_with("export\t")) text = base::trimmed(text.substr(7));
    const std::size_t equals = text.find('=');
    const std::string_view name = base::trimmed(text.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::nullopt : value_of(text.substr(equals + 1));
    if (!value || !is_name(name)) {
      // The line itself may hold a secret, so it is not shown.
      Error error(ErrorKind::config, fmt::format("line {} of {} is not an assignment", number, file.string()),
                  "write NAME=value, NAME=\"value\" or NAME='value'");
      error.facts().file = file.string();
      error.facts().line = number;
      throw error;
    }
    variables[std::string(name)] = *value;
  }
  return variables;
}

}  // namespace luamigrate::config
