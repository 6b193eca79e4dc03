// A TOML document as settings are read from it: values by key with the line they stand in. Keeps toml++, a large
// header, to one source file.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "luamigrate/error.h"

namespace luamigrate::config {

class Table;
struct Content;  // the parsed file

// A key with its value. The functions throw Error{config} with file and line when the value is of another kind.
class Entry {
 public:
  std::string key;

  bool is_table() const;
  bool is_flag() const;
  Table as_table() const;
  std::string as_text() const;
  std::vector<std::string> as_texts() const;  // a list; a text alone counts as a list of one
  bool as_flag() const;
  std::int64_t as_integer(std::int64_t least, std::int64_t most) const;
  std::chrono::milliseconds as_duration() const;  // "500ms", "5s", "1m", "2h"; "" and "0" are zero
  std::size_t as_size() const;                    // bytes: "512MB", "64KB", "1GB", or a number

 private:
  friend class Document;
  friend class Table;
  std::shared_ptr<const Content> content_;
  const void* node_ = nullptr;
  [[noreturn]] void expected(std::string_view what) const;
};

class Table {
 public:
  std::vector<Entry> entries() const;  // in the order of the file
  bool has(std::string_view key) const;
  std::optional<Table> find_table(std::string_view key) const;
  std::vector<Table> tables(std::string_view key) const;  // of [[key]]

 private:
  friend class Entry;
  friend class Document;
  std::shared_ptr<const Content> content_;
  const void* node_ = nullptr;
};

class Document {
 public:
  Table root() const;
  std::vector<std::string> section_names() const;  // of the tables at the top

  Error error(const Entry& entry, std::string message, std::string hint) const;
  Error error(const Table& table, std::string message, std::string hint) const;
  Error unknown_key(const Entry& entry, std::span<const std::string_view> known) const;

 private:
  friend Document read_document(const std::filesystem::path& file);
  std::shared_ptr<const Content> content_;
};

// Throws Error{config} for a file that cannot be read or is no TOML.
Document read_document(const std::filesystem::path& file);

}  // namespace luamigrate::config
