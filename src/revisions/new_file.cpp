#include "revisions/new_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/lua_lines.h"
#include "base/sha256.h"
#include "luamigrate/error.h"
#include "revisions/lua_text.h"
#include "revisions/names.h"

namespace luamigrate::revisions {
namespace {

constexpr std::size_t id_bytes = 6;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string lua_texts(const std::vector<std::string>& texts) {
  if (texts.empty()) return "nil";
  if (texts.size() == 1) return lua_text(texts.front());
  std::string result = "{ ";
  for (std::size_t i = 0; i < texts.size(); ++i) result += (i == 0 ? "" : ", ") + lua_text(texts[i]);
  return result + " }";
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string comment(const std::string& message) {
  std::string result;
  for (const std::string& line : lines_of(message)) {
    result += result.empty() ? "---" : "\n--";
    if (!line.empty()) result += " " + line;
  }
  return result;
}

std::string body(const std::string& statements) {
  std::string text = base::indented_lua(statements, "  ");
  if (!text.empty()) text.pop_back();  // the template has the line end
  return text;
}

// Nothing for a name that is no field.
std::optional<std::string> field(const NewFile& file, std::string_view name) {
  if (name == "message") return comment(file.message);
  if (name == "revision") return lua_text(file.revision);
  if (name == "down_revision") return lua_texts(file.down_revisions);
  if (name == "branch_labels") return lua_texts(file.branch_labels);
  if (name == "depends_on") return lua_texts(file.depends_on);
  if (name == "revision_id") return file.revision;
  if (name == "revises") return fmt::format("{}", fmt::join(file.down_revisions, ", "));
  if (name == "create_date") return file.create_date;
  if (name == "upgrade") return body(file.upgrade_body);
  if (name == "downgrade") return body(file.downgrade_body);
  return std::nullopt;
}

std::string file_field(const FileNameRules& rules, std::string_view name, std::string_view id, std::string_view message,
                       base::WallTime now) {
  const base::CivilTime time = base::civil_time(now, rules.timezone);
  if (name == "rev") return std::string(id);
  if (name == "slug") return slug(message, rules.truncate_slug_length);
  if (name == "epoch")
    return fmt::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  if (name == "year") return fmt::to_string(time.year);
  if (name == "month") return fmt::format("{:02}", time.month);
  if (name == "day") return fmt::format("{:02}", time.day);
  if (name == "hour") return fmt::format("{:02}", time.hour);
  if (name == "minute") return fmt::format("{:02}", time.minute);
  if (name == "second") return fmt::format("{:02}", time.second);
  throw Error(ErrorKind::config, fmt::format("file_template has an unknown field {{{}}}", name),
              "the fields are {rev} {slug} {year} {month} {day} {hour} {minute} {second} {epoch}");
}

}  // namespace

std::string new_revision_id() {
  return base::random_hex(id_bytes);
}

void check_new_names(const Graph& graph, std::string_view id, const std::vector<std::string>& labels) {
  const auto refuse = [](std::string_view what, std::string_view name, const std::string& why) {
    throw Error(ErrorKind::graph, fmt::format("the {} \"{}\" cannot be used: {}", what, name, why), "choose another");
  };
  if (const std::string why = why_no_id(id); !why.empty()) refuse("revision id", id, why);
  if (const auto other = graph.find(id))
    refuse("revision id", id, "it stands in " + graph.header(*other).path.string());
  for (const std::string& label : labels) {
    if (const std::string why = why_no_label(label); !why.empty()) refuse("branch label", label, why);
    if (label == id) refuse("branch label", label, "it is the revision's id");
    if (const auto other = graph.find(label))
      refuse("branch label", label, "it stands in " + graph.header(*other).path.string());
  }
}

// Source: Alembic, alembic/script/base.py, ScriptDirectory._rev_path.
std::string slug(std::string_view message, std::size_t longest) {
  std::string result;
  for (std::size_t i = 0; i < message.size();) {
    if (!is_word(message[i])) {
      ++i;
      continue;
    }
    if (!result.empty()) result += '_';
    for (; i < message.size() && is_word(message[i]); ++i)
      result += message[i] >= 'A' && message[i] <= 'Z' ? static_cast<char>(message[i] + 32) : message[i];
  }
  if (result.size() <= longest) return result;
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(result[cut]) & 0xC0U) == 0x80U) --cut;  // never inside a character
  result.resize(cut);
  const std::size_t last = result.rfind('_');
  return (last == std::string::npos ? result : result.substr(0, last)) + "_";
}

std::filesystem::path new_file_name(const FileNameRules& rules, std::string_view id, std::string_view message,
                                    base::WallTime now) {
  std::string name;
  std::string_view rest = rules.file_template;
  while (!rest.empty()) {
    const std::size_t close = rest.front() == '{' ? rest.find('}') : std::string_view::npos;
    if (close == std::string_view::npos) {
      name += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    name += file_field(rules, rest.substr(1, close - 1), id, message, now);
    rest.remove_prefix(close + 1);
  }
  const std::filesystem::path path = std::filesystem::path(name + ".lua").lexically_normal();
  if (path.is_absolute() || *path.begin() == "..")
    throw Error(ErrorKind::config, fmt::format("file_template leads out of the versions folder: {}", name),
                "leave out \"..\" and a leading \"/\"");
  return path;
}

std::string new_file_text(std::string_view text_template, const NewFile& file) {
  std::string result;
  for (std::size_t i = 0; i < text_template.size();) {
    const std::size_t close = text_template.substr(i, 2) == "${" ? text_template.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      result += text_template[i++];
      continue;
    }
    const std::string_view name = text_template.substr(i + 2, close - i - 2);
    const std::optional<std::string> value = field(file, name);
    if (!value) {
      const auto line = 1 + std::ranges::count(text_template.substr(0, i), '\n');
      throw Error(ErrorKind::config,
                  fmt::format("line {} of the revision template has an unknown field ${{{}}}", line, name),
                  "the fields are message, revision, down_revision, branch_labels, depends_on, revision_id, revises, "
                  "create_date, upgrade and downgrade");
    }
    result += *value;
    i = close + 1;
  }
  return result;
}

}  // namespace luamigrate::revisions
