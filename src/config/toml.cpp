#include "config/toml.h"

#include <fmt/format.h>
#define TOML_EXCEPTIONS 1
// Some of its assertions stand before the code that tells of what is wrong with a file: `[[[` ends the program.
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/quantity.h"
#include "base/suggest.h"

namespace luamigrate::config {

struct Content {
  std::string file;
  toml::table root;
};

namespace {

const toml::node& node_of(const void* node) {
  return *static_cast<const toml::node*>(node);
}
const toml::table& table_of(const void* node) {
  return *static_cast<const toml::table*>(node_of(node).as_table());
}

Error error_at(const Content& content, const toml::node& node, std::string message, std::string hint) {
  Error error(ErrorKind::config, std::move(message), std::move(hint));
  error.facts().file = content.file;
  error.facts().line = static_cast<int>(node.source().begin.line);
  return error;
}

}  // namespace

void Entry::expected(std::string_view what) const {
  throw error_at(*content_, node_of(node_), fmt::format("\"{}\" must be {}", key, what), {});
}

bool Entry::is_table() const {
  return node_of(node_).is_table();
}
bool Entry::is_flag() const {
  return node_of(node_).is_boolean();
}

Table Entry::as_table() const {
  if (!is_table()) expected("a table");
  Table table;
  table.content_ = content_;
  table.node_ = node_;
  return table;
}

std::string Entry::as_text() const {
  const auto text = node_of(node_).value_exact<std::string>();
  if (!text) expected("a text in quotes");
  return *text;
}

std::vector<std::string> Entry::as_texts() const {
  const toml::array* list = node_of(node_).as_array();
  if (!list) return {as_text()};
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    const auto text = item.value_exact<std::string>();
    if (!text) expected("a list of texts");
    texts.push_back(*text);
  }
  return texts;
}

bool Entry::as_flag() const {
  const auto flag = node_of(node_).value_exact<bool>();
  if (!flag) expected("true or false");
  return *flag;
}

std::int64_t Entry::as_integer(std::int64_t least, std::int64_t most) const {
  const auto number = node_of(node_).value_exact<std::int64_t>();
  if (!number || *number < least || *number > most) expected(fmt::format("a whole number from {} to {}", least, most));
  return *number;
}

std::chrono::milliseconds Entry::as_duration() const {
  if (const auto number = node_of(node_).value_exact<std::int64_t>(); number == 0) return {};
  if (!node_of(node_).is_string()) expected(base::expected_duration);
  const std::string text = as_text();
  if (text.empty()) return {};
  const auto duration = base::duration_of(text);
  if (!duration) expected(base::expected_duration);
  return *duration;
}

std::size_t Entry::as_size() const {
  static constexpr std::array<base::Unit, 5> units = {
      {{"", 1}, {"B", 1}, {"KB", 1'024}, {"MB", 1'048'576}, {"GB", 1'073'741'824}}};
  const std::string what = "a size such as \"512MB\"";
  if (const auto number = node_of(node_).value_exact<std::int64_t>(); number && *number > 0)
    return static_cast<std::size_t>(*number);
  if (!node_of(node_).is_string()) expected(what);
  const auto bytes = base::quantity_of(as_text(), units);
  if (!bytes || *bytes == 0) expected(what);
  return static_cast<std::size_t>(*bytes);
}

std::vector<Entry> Table::entries() const {
  std::vector<Entry> result;
  for (const auto& [key, node] : table_of(node_)) {
    Entry entry;
    entry.key = std::string(key.str());
    entry.content_ = content_;
    entry.node_ = &node;
    result.push_back(std::move(entry));
  }
  std::ranges::stable_sort(result, {}, [](const Entry& entry) {
    const auto& begin = node_of(entry.node_).source().begin;
    return std::pair(begin.line, begin.column);
  });
  return result;
}

bool Table::has(std::string_view key) const {
  return table_of(node_).contains(key);
}

std::optional<Table> Table::find_table(std::string_view key) const {
  const toml::node* found = table_of(node_).get(key);
  if (!found || !found->is_table()) return std::nullopt;
  Table table;
  table.content_ = content_;
  table.node_ = found;
  return table;
}

std::vector<Table> Table::tables(std::string_view key) const {
  std::vector<Table> result;
  const toml::node* found = table_of(node_).get(key);
  if (!found) return result;
  const toml::array* list = found->as_array();
  if (!list || !std::ranges::all_of(*list, [](const toml::node& item) { return item.is_table(); }))
    throw error_at(*content_, *found, fmt::format("\"{}\" must be a list of tables", key),
                   fmt::format("write [[{}]] above each", key));
  for (const toml::node& item : *list) {
    Table table;
    table.content_ = content_;
    table.node_ = &item;
    result.push_back(std::move(table));
  }
  return result;
}

Table Document::root() const {
  Table table;
  table.content_ = content_;
  table.node_ = static_cast<const toml::node*>(&content_->root);
  return table;
}

std::vector<std::string> Document::section_names() const {
  std::vector<std::string> names;
  for (const Entry& entry : root().entries())
    if (entry.is_table()) names.push_back(entry.key);
  return names;
}

Error Document::error(const Entry& entry, std::string message, std::string hint) const {
  return error_at(*content_, node_of(entry.node_), std::move(message), std::move(hint));
}

Error Document::error(const Table& table, std::string message, std::string hint) const {
  return error_at(*content_, node_of(table.node_), std::move(message), std::move(hint));
}

Error Document::unknown_key(const Entry& entry, std::span<const std::string_view> known) const {
  std::string hint = base::did_you_mean(entry.key, known);
  if (hint.empty()) hint = fmt::format("the keys here are {}", fmt::join(known, ", "));
  return error(entry, fmt::format("unknown key \"{}\"", entry.key), std::move(hint));
}

Document read_document(const std::filesystem::path& file) {
  std::string text;
  try {
    text = base::read_file(file);
  } catch (const Error& error) {
    throw Error(ErrorKind::config, error.message(), error.hint());
  }
  auto content = std::make_shared<Content>();
  content->file = file.string();
  try {
    content->root = toml::parse(text, content->file);
  } catch (const toml::parse_error& failure) {
    Error error(ErrorKind::config, fmt::format("{} is not valid TOML: {}", content->file, failure.description()));
    error.facts().file = content->file;
    error.facts().line = static_cast<int>(failure.source().begin.line);
    throw error;
  }
  Document document;
  document.content_ = std::move(content);
  return document;
}

}  // namespace luamigrate::config
