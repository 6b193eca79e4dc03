// Types and literals.
#include <fmt/format.h>

#include <cmath>

#include "databases/ansi/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {
namespace {

// `NAME`, `NAME(1)`, `NAME(1, 2)`: what integer arguments there are.
std::string with_arguments(std::string_view name, const schema::Type& type) {
  std::string inside;
  for (std::size_t i = 0; i < type.arguments.size(); ++i)
    if (const std::int64_t* value = type.integer_argument(i))
      inside += (inside.empty() ? "" : ", ") + std::to_string(*value);
  return inside.empty() ? std::string(name) : fmt::format("{}({})", name, inside);
}

std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t length = 0;
  for (const std::string& text : texts) length = std::max(length, text.size());
  return length;
}

}  // namespace

std::string AnsiDialect::type_sql(const schema::Type& type) const {
  const schema::Type& used = type.on(name());
  if (!used.dialect.empty() && used.dialect != name())
    throw Error(ErrorKind::unsupported, fmt::format("{} does not have the type {}", title(), schema::shown(used)),
                fmt::format("say what it is here: TYPE:on(\"{}\", {}), with a generic TYPE", used.dialect,
                            schema::shown(used)));
  std::string text = used.dialect.empty() ? generic_type_sql(used) : own_type_sql(used);
  if (const std::string collation = used.text_option("collation"); !collation.empty())
    text += collate_clause(collation);
  return text;
}

// Source: SQLAlchemy 2, sqlalchemy/sql/compiler.py, GenericTypeCompiler.
std::string AnsiDialect::generic_type_sql(const schema::Type& type) const {
  const std::string& kind = type.name;
  if (kind == "SmallInteger") return "SMALLINT";
  if (kind == "Integer") return "INTEGER";
  if (kind == "BigInteger") return "BIGINT";
  if (kind == "Numeric") return with_arguments("NUMERIC", type);
  if (kind == "Float") return "FLOAT";
  if (kind == "Double") return "DOUBLE";
  if (kind == "Boolean") return "BOOLEAN";
  if (kind == "String") return with_arguments("VARCHAR", type);
  if (kind == "Text") return "TEXT";
  if (kind == "Char") return with_arguments("CHAR", type);
  if (kind == "Date") return "DATE";
  if (kind == "Time") return "TIME";
  if (kind == "DateTime") return "DATETIME";
  if (kind == "Interval") return "DATETIME";
  if (kind == "Binary") return "BLOB";
  if (kind == "JSON") return "JSON";
  if (kind == "Uuid") return "CHAR(32)";
  if (kind == "Enum") {
    const auto* values = type.list_argument(0);
    return fmt::format("VARCHAR({})", values ? longest(*values) : 0);
  }
  if (kind == "SqlType") return type.text_argument(0) ? *type.text_argument(0) : std::string();
  throw Error(ErrorKind::unsupported, fmt::format("{} does not have the type {}", title(), schema::shown(type)));
}

std::string AnsiDialect::own_type_sql(const schema::Type& type) const {
  return with_arguments(type.name, type);
}

std::string AnsiDialect::literal(const schema::Value& value) const {
  struct Write {
    const AnsiDialect& dialect;
    std::string operator()(schema::Null) const { return "NULL"; }
    std::string operator()(bool flag) const { return dialect.bool_literal(flag); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return dialect.number_literal(number); }
    std::string operator()(const std::string& text) const { return dialect.text_literal(text); }
    std::string operator()(const schema::Blob& blob) const { return dialect.blob_literal(blob.bytes); }
    std::string operator()(const schema::Json& json) const { return dialect.text_literal(json.text); }
  };
  return std::visit(Write{*this}, value);
}

std::string AnsiDialect::text_literal(std::string_view text) const {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\0') throw Error(ErrorKind::script, "a text with a zero byte has no SQL literal", "use blob(...)");
    result += c;
    if (c == '\'') result += '\'';
  }
  return result += '\'';
}

std::string AnsiDialect::blob_literal(std::string_view bytes) const {
  std::string result = "X'";
  for (const char c : bytes) result += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return result += '\'';
}

std::string AnsiDialect::bool_literal(bool value) const {
  return value ? "true" : "false";
}

std::string AnsiDialect::number_literal(double value) const {
  if (!std::isfinite(value))
    throw Error(ErrorKind::script, fmt::format("the number {} has no SQL literal", value), "write it as sql(...)");
  std::string text = fmt::format("{}", value);  // the shortest text that reads back as the same number
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace luamigrate::databases::ansi
