#include "bindings/header_comment.h"

#include "base/text.h"

namespace luamigrate::bindings {
namespace {

// Cuts the first line off.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

std::string block_comment(std::string_view text) {
  std::string_view inside = text.substr(0, text.find("]]"));
  while (!inside.empty() && (inside.front() == '\n' || inside.front() == '\r')) inside.remove_prefix(1);
  return std::string(inside.substr(0, inside.find_last_not_of(" \t\r\n") + 1));
}

std::string line_comment(std::string_view text) {
  std::string result;
  bool first = true;
  while (!text.empty()) {
    std::string_view line = base::trimmed(take_line(text));
    if (!line.starts_with("--")) break;
    line.remove_prefix(std::min(line.find_first_not_of('-'), line.size()));
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (!first) result += '\n';
    result += line;
    first = false;
  }
  result.erase(result.find_last_not_of('\n') + 1);
  return result;
}

}  // namespace

HeaderComment read_header_comment(std::string_view text) {
  HeaderComment result;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.starts_with('#')) take_line(text);
  while (!text.empty() && base::trimmed(text.substr(0, text.find('\n'))).empty()) take_line(text);
  result.doc = text.starts_with("--[[") ? block_comment(text.substr(4)) : line_comment(text);
  std::string_view rest = result.doc;
  result.message = base::trimmed(take_line(rest));
  constexpr std::string_view date_label = "Create Date:";
  for (rest = result.doc; !rest.empty() && result.create_date.empty();) {
    const std::string_view line = base::trimmed(take_line(rest));
    if (line.starts_with(date_label)) result.create_date = base::trimmed(line.substr(date_label.size()));
  }
  return result;
}

int line_of_global(std::string_view text, std::string_view name) {
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = base::trimmed(take_line(text));
    constexpr std::string_view function = "function ";
    const bool defined = line.starts_with(function);
    if (defined) line = base::trimmed(line.substr(function.size()));
    if (!line.starts_with(name)) continue;
    const std::string_view rest = base::trimmed(line.substr(name.size()));
    if (defined ? rest.starts_with('(') : rest.starts_with('=') && !rest.starts_with("==")) return number;
  }
  return 0;
}

}  // namespace luamigrate::bindings
