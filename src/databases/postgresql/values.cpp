#include "databases/postgresql/values.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <pqxx/binarystring>

#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

// Object ids of built-in types, fixed for ever. Source: PostgreSQL, src/include/catalog/pg_type.dat.
enum TypeId : pqxx::oid {
  type_bool = 16,
  type_bytea = 17,
  type_int8 = 20,
  type_int2 = 21,
  type_int4 = 23,
  type_float4 = 700,
  type_float8 = 701
};

[[noreturn]] void refuse_zero_byte() {
  throw Error(ErrorKind::script, "PostgreSQL cannot hold a text with a zero byte", "use blob(...) and a bytea column");
}

std::string checked(const std::string& text) {
  if (text.find('\0') != std::string::npos) refuse_zero_byte();
  return text;
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{}", value);
}

void add_hex(std::string& text, const std::string& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  text.reserve(text.size() + 2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
}

std::string hex(const std::string& bytes) {
  std::string text = "\\x";
  add_hex(text, bytes);
  return text;
}

// What stands behind a backslash in the text format of COPY for a character; 0: itself. Source: PostgreSQL,
// documentation of COPY, "Text Format".
constexpr std::array<char, 256> copy_escapes = [] {
  std::array<char, 256> escapes{};
  escapes['\\'] = '\\';
  escapes['\t'] = 't';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\0'] = '0';  // refused
  return escapes;
}();

void add_escaped(std::string& line, const std::string& text) {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; at != end; ++at) {
    const char escape = copy_escapes[static_cast<unsigned char>(*at)];
    if (escape == 0) continue;
    if (*at == '\0') refuse_zero_byte();
    line.append(begin, at);
    line += '\\';
    line += escape;
    begin = at + 1;
  }
  line.append(begin, end);
}

template <class Number>
void read_number(const pqxx::field& field, schema::Value& result) {
  Number value{};
  const char* const text = field.c_str();
  const auto [end, error] = std::from_chars(text, text + field.size(), value);
  if (error == std::errc())
    result = value;
  else
    result.emplace<std::string>(text, field.size());
}

}  // namespace

std::optional<std::string> to_text(const schema::Value& value) {
  struct Write {
    using Result = std::optional<std::string>;
    Result operator()(schema::Null) const { return std::nullopt; }
    Result operator()(bool flag) const { return flag ? "true" : "false"; }
    Result operator()(std::int64_t number) const { return std::to_string(number); }
    Result operator()(double number) const { return number_text(number); }
    Result operator()(const std::string& text) const { return checked(text); }
    Result operator()(const schema::Blob& blob) const { return hex(blob.bytes); }
    Result operator()(const schema::Json& json) const { return checked(json.text); }
  };
  return std::visit(Write{}, value);
}

void add_copy_field(std::string& line, const schema::Value& value) {
  struct Add {
    std::string& line;
    void operator()(schema::Null) const { line += "\\N"; }
    void operator()(bool flag) const { line += flag ? "true" : "false"; }
    void operator()(std::int64_t number) const {
      std::array<char, 24> digits;
      line.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
    }
    void operator()(double number) const { line += number_text(number); }
    void operator()(const std::string& text) const { add_escaped(line, text); }
    void operator()(const schema::Blob& blob) const {
      line += "\\\\x";
      add_hex(line, blob.bytes);
    }
    void operator()(const schema::Json& json) const { add_escaped(line, json.text); }
  };
  std::visit(Add{line}, value);
}

void read_value(const pqxx::field& field, schema::Value& value) {
  if (field.is_null()) {
    value = schema::Null{};
    return;
  }
  switch (field.type()) {
    case type_bool: value = *field.c_str() == 't'; return;
    case type_int2:
    case type_int4:
    case type_int8: return read_number<std::int64_t>(field, value);
    case type_float4:
    case type_float8: return read_number<double>(field, value);
    case type_bytea: value = schema::Blob{pqxx::binarystring(field).str()}; return;
    default: break;
  }
  if (auto* text = std::get_if<std::string>(&value))
    text->assign(field.c_str(), field.size());
  else
    value.emplace<std::string>(field.c_str(), field.size());
}

std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& texts) {
  std::vector<const char*> result;
  result.reserve(texts.size());
  for (const auto& text : texts) result.push_back(text ? text->c_str() : nullptr);
  return result;
}

}  // namespace luamigrate::databases::postgresql
