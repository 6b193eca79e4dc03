#include "schema/type.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace luamigrate::schema {
namespace {

template <class T>
const T* argument(const Type& type, std::size_t position) {
  return position < type.arguments.size() ? std::get_if<T>(&type.arguments[position]) : nullptr;
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': result += "\\\""; break;
      case '\\': result += "\\\\"; break;
      case '\n': result += "\\n"; break;
      case '\r': result += "\\r"; break;
      case '\0': result += "\\0"; break;
      default: result += c;
    }
  }
  return result += '"';
}

struct ArgumentText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return fmt::to_string(value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(const std::string& value) const { return in_quotes(value); }
  std::string operator()(const std::vector<std::string>& values) const {
    std::string result = "{";
    for (std::size_t i = 0; i < values.size(); ++i) result += (i == 0 ? " " : ", ") + in_quotes(values[i]);
    return result + (values.empty() ? "}" : " }");
  }
  std::string operator()(const base::Box<Type>& value) const { return shown(*value); }
};

}  // namespace

bool operator==(const Type& a, const Type& b) {
  return std::tie(a.dialect, a.name, a.arguments, a.options, a.variants) ==
         std::tie(b.dialect, b.name, b.arguments, b.options, b.variants);
}

const Type& Type::on(std::string_view for_dialect) const {
  for (const TypeVariant& variant : variants)
    if (variant.dialect == for_dialect) return variant.type;
  return *this;
}

const std::int64_t* Type::integer_argument(std::size_t position) const {
  return argument<std::int64_t>(*this, position);
}
const std::string* Type::text_argument(std::size_t position) const {
  return argument<std::string>(*this, position);
}
const std::vector<std::string>* Type::list_argument(std::size_t position) const {
  return argument<std::vector<std::string>>(*this, position);
}

const TypeArgument* Type::option(std::string_view option_name) const {
  for (const auto& [name_of_option, value] : options)
    if (name_of_option == option_name) return &value;
  return nullptr;
}

bool Type::flag(std::string_view option_name) const {
  const TypeArgument* value = option(option_name);
  const bool* flag_value = value ? std::get_if<bool>(value) : nullptr;
  return flag_value && *flag_value;
}

std::string Type::text_option(std::string_view option_name) const {
  const TypeArgument* value = option(option_name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : std::string();
}

std::string shown(const Type& type) {
  std::string result = type.dialect.empty() ? type.name : type.dialect + "." + type.name;
  std::string inside;
  for (const TypeArgument& value : type.arguments)
    inside += (inside.empty() ? "" : ", ") + std::visit(ArgumentText{}, value);
  std::string options;
  for (const auto& [name, value] : type.options)
    options += (options.empty() ? " " : ", ") + name + " = " + std::visit(ArgumentText{}, value);
  if (!options.empty()) {
    if (inside.empty())
      result += "{" + options + " }";
    else
      result += "(" + inside + ", {" + options + " })";
  } else if (!inside.empty()) {
    result += "(" + inside + ")";
  }
  for (const TypeVariant& variant : type.variants)
    result += fmt::format(":on({}, {})", in_quotes(variant.dialect), shown(variant.type));
  return result;
}

std::span<const TypeDeclaration> generic_types() {
  using enum ParameterKind;
  static const std::vector<TypeDeclaration> types = {
      {"SmallInteger", {}, {}},
      {"Integer", {}, {}},
      {"BigInteger", {}, {}},
      {"Numeric", {{"precision", integer}, {"scale", integer}}, {}},
      {"Float", {{"precision", integer}}, {}},
      {"Double", {}, {}},
      {"Boolean", {}, {}},
      {"String", {{"length", integer}}, {{"collation", text}}},
      {"Text", {}, {{"collation", text}}},
      {"Char", {{"length", integer}}, {{"collation", text}}},
      {"Date", {}, {}},
      {"Time", {}, {{"timezone", boolean}}},
      {"DateTime", {}, {{"timezone", boolean}}},
      {"Interval", {}, {}},
      {"Binary", {{"length", integer}}, {}},
      {"Enum", {{"values", text_list, true}}, {{"name", text}, {"schema", text}, {"check", boolean_or_text}}},
      {"JSON", {}, {}},
      {"Uuid", {}, {}},
      {"SqlType", {{"sql", text, true}}, {}},
  };
  return types;
}

}  // namespace luamigrate::schema
