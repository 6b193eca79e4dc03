#include "revisions/reparent.h"

#include "revisions/lua_text.h"

namespace luamigrate::revisions {
namespace {

constexpr std::string_view blanks = " \t";

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

bool take_value(std::string_view& text) {
  if (take(text, "nil")) return true;
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return false;
  const std::size_t close = text.find(text.front(), 1);
  if (close == std::string_view::npos || text.substr(0, close).find('\\') != std::string_view::npos) return false;
  text.remove_prefix(close + 1);
  return true;
}

// The value that a line assigns to down_revision; empty for any other line.
std::string_view assigned_value(std::string_view line) {
  if (!take(line, "down_revision")) return {};
  skip_blanks(line);
  if (!take(line, "=")) return {};
  skip_blanks(line);
  std::string_view rest = line;
  const bool braces = take(rest, "{");
  if (braces) skip_blanks(rest);
  if (!take_value(rest)) return {};
  if (braces) {
    skip_blanks(rest);
    if (!take(rest, "}")) return {};
  }
  const std::string_view value = line.substr(0, line.size() - rest.size());
  skip_blanks(rest);
  while (take(rest, ";") || take(rest, "\r")) skip_blanks(rest);
  return rest.empty() || rest.starts_with("--") ? value : std::string_view();
}

// Where "Revises:" of a comment line ends; npos for any other line.
std::size_t end_of_revises(std::string_view line) {
  std::string_view rest = line;
  skip_blanks(rest);
  while (take(rest, "-")) {
  }
  skip_blanks(rest);
  return take(rest, "Revises:") ? line.size() - rest.size() : std::string_view::npos;
}

}  // namespace

std::optional<std::string> with_parent(std::string_view text, std::string_view parent) {
  std::string result;
  bool found = false;
  bool in_comment = true;  // the one at the head of the file
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
    std::string_view line = text.substr(start, end - start);
    start = end;
    const std::size_t length = line.find_last_not_of("\r\n") + 1;
    const std::string_view line_end = line.substr(length);
    line = line.substr(0, length);
    if (const std::size_t revises = in_comment ? end_of_revises(line) : std::string_view::npos;
        revises != std::string_view::npos) {
      result.append(line.substr(0, revises)).append(" ").append(parent).append(line_end);
      continue;
    }
    if (const std::string_view value = assigned_value(line); !value.empty()) {
      if (found) return std::nullopt;
      found = true;
      in_comment = false;
      const auto before = static_cast<std::size_t>(value.data() - line.data());
      result.append(line.substr(0, before)).append(lua_text(parent)).append(line.substr(before + value.size()));
      result.append(line_end);
      continue;
    }
    result.append(line).append(line_end);
  }
  return found ? std::optional(result) : std::nullopt;
}

}  // namespace luamigrate::revisions
