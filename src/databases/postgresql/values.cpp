#include "databases/postgresql/values.h"

#include <fmt/format.h>

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

std::string checked(const std::string& text) {
  if (text.find('\0') != std::string::npos)
    throw Error(ErrorKind::script, "PostgreSQL cannot hold a text with a zero byte",
                "use blob(...) and a bytea column");
  return text;
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return fmt::format("{}", value);
}

std::string hex(const std::string& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + 2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

template <class Number>
schema::Value number(const pqxx::field& field) {
  Number value{};
  const char* end = field.c_str() + field.size();
  if (std::from_chars(field.c_str(), end, value).ec != std::errc()) return std::string(field.c_str(), field.size());
  return value;
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

schema::Value to_value(const pqxx::field& field) {
  if (field.is_null()) return schema::Null{};
  switch (field.type()) {
    case type_bool: return *field.c_str() == 't';
    case type_int2:
    case type_int4:
    case type_int8: return number<std::int64_t>(field);
    case type_float4:
    case type_float8: return number<double>(field);
    case type_bytea: return schema::Blob{pqxx::binarystring(field).str()};
    default: return std::string(field.c_str(), field.size());
  }
}

std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& texts) {
  std::vector<const char*> result;
  result.reserve(texts.size());
  for (const auto& text : texts) result.push_back(text ? text->c_str() : nullptr);
  return result;
}

}  // namespace luamigrate::databases::postgresql
