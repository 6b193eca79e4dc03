#include "runtime/key_text.h"

#include <fmt/format.h>

#include <charconv>

#include "luamigrate/error.h"

namespace luamigrate::runtime {
namespace {

std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += c;
    result += c;
  }
  return result + "'";
}

std::string hexadecimal(std::string_view bytes) {
  std::string result = "x'";
  for (const char c : bytes) result += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return result + "'";
}

struct ToText {
  std::string operator()(schema::Null) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return fmt::format("{:a}", value); }
  // A log table takes no NUL in a text.
  std::string operator()(const std::string& value) const {
    return value.find('\0') == std::string::npos ? in_quotes(value) : "t" + hexadecimal(value);
  }
  std::string operator()(const schema::Blob& value) const { return hexadecimal(value.bytes); }
  std::string operator()(const schema::Json& value) const { return in_quotes(value.text); }
};

class Reader {
 public:
  explicit Reader(std::string_view text) : whole_(text), text_(text) {}

  std::vector<schema::Value> operator()() {
    std::vector<schema::Value> key;
    while (!text_.empty()) {
      if (!key.empty() && !skip(", ")) fail();
      key.push_back(value());
    }
    return key;
  }

 private:
  schema::Value value() {
    if (skip("null")) return schema::Null{};
    if (skip("true")) return true;
    if (skip("false")) return false;
    if (skip("tx'")) return bytes();
    if (skip("x'")) return schema::Blob{bytes()};
    if (skip("'")) return quoted();
    return number();
  }

  bool skip(std::string_view expected) {
    if (!text_.starts_with(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }

  std::string quoted() {
    std::string result;
    while (true) {
      const std::size_t end = text_.find('\'');
      if (end == std::string_view::npos) fail();
      result += text_.substr(0, end);
      text_.remove_prefix(end + 1);
      if (!skip("'")) return result;
      result += '\'';
    }
  }

  std::string bytes() {
    std::string result;
    while (!skip("'")) {
      unsigned byte = 0;
      if (text_.size() < 2 || std::from_chars(text_.data(), text_.data() + 2, byte, 16).ptr != text_.data() + 2) fail();
      result += static_cast<char>(byte);
      text_.remove_prefix(2);
    }
    return result;
  }

  schema::Value number() {
    const std::string word(text_.substr(0, text_.find(',')));
    text_.remove_prefix(word.size());
    std::int64_t whole = 0;
    const char* const end = word.data() + word.size();
    if (std::from_chars(word.data(), end, whole).ptr == end && !word.empty()) return whole;
    char* read = nullptr;
    const double real = std::strtod(word.c_str(), &read);
    if (word.empty() || read != end) fail();
    return real;
  }

  [[noreturn]] void fail() const {
    throw Error(ErrorKind::version_table,
                fmt::format("the log table holds a place in a table that is none: {}", whole_),
                "say by hand where the database is: luamigrate stamp REVISION");
  }

  std::string_view whole_, text_;
};

}  // namespace

std::string text_of_key(const std::vector<schema::Value>& key) {
  std::string text;
  for (const schema::Value& value : key) text += (text.empty() ? "" : ", ") + std::visit(ToText{}, value);
  return text;
}

std::vector<schema::Value> key_of_text(std::string_view text) {
  return Reader(text)();
}

}  // namespace luamigrate::runtime
