#include "databases/mysql/types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace luamigrate::databases::mysql {
namespace {

using schema::TypeDeclaration;
using schema::TypeParameter;
using enum schema::ParameterKind;

const std::vector<TypeParameter> number_options{{"unsigned", boolean}, {"zerofill", boolean}};
const std::vector<TypeParameter> text_options{{"charset", text}, {"collation", text}};
const std::vector<TypeParameter> width{{"width", integer}};
const std::vector<TypeParameter> length{{"length", integer}};
const std::vector<TypeParameter> precision{{"precision", integer}, {"scale", integer}};
const std::vector<TypeParameter> labels{{"values", text_list, true}};
const std::vector<TypeParameter> fraction{{"fsp", integer}};

using schema::Type;

// A type of the catalogue, cut: `decimal(10,2) unsigned` is {"decimal", "10,2", " unsigned"}.
struct CatalogueType {
  std::string_view word, inside, rest;
};

CatalogueType cut(std::string_view text) {
  const std::size_t open = std::min(text.find_first_of("( "), text.size());
  CatalogueType result{text.substr(0, open), {}, text.substr(open)};
  if (open == text.size() || text[open] != '(') return result;
  const std::size_t close = std::min(text.rfind(')'), text.size());
  result.inside = text.substr(open + 1, close - open - 1);
  result.rest = text.substr(std::min(close + 1, text.size()));
  return result;
}

std::vector<std::int64_t> numbers(std::string_view inside) {
  std::vector<std::int64_t> result;
  while (!inside.empty()) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), value);
    if (error != std::errc()) return {};
    result.push_back(value);
    inside.remove_prefix(static_cast<std::size_t>(end - inside.data()));
    if (inside.starts_with(',')) inside.remove_prefix(1);
  }
  return result;
}

char unescaped(char c) {
  return c == 'n' ? '\n' : c == 'r' ? '\r' : c == '0' ? '\0' : c;
}

// `'a','it''s','back\\slash'`
std::vector<std::string> texts(std::string_view inside) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] != '\'') continue;
    std::string text;
    for (++i; i < inside.size(); ++i) {
      if (inside[i] == '\'' && (i + 1 >= inside.size() || inside[i + 1] != '\'')) break;
      const bool escapes = inside[i] == '\\' && i + 1 < inside.size();
      if (inside[i] == '\'' || escapes) ++i;
      text += escapes ? unescaped(inside[i]) : inside[i];
    }
    result.push_back(std::move(text));
  }
  return result;
}

// Without options and with these arguments it is the generic type.
struct GenericName {
  std::string_view catalogue, name;
  std::size_t most_numbers = 0;
};
constexpr std::array generic_names{GenericName{"smallint", "SmallInteger"},
                                   GenericName{"int", "Integer"},
                                   GenericName{"bigint", "BigInteger"},
                                   GenericName{"decimal", "Numeric", 2},
                                   GenericName{"float", "Float"},
                                   GenericName{"double", "Double"},
                                   GenericName{"varchar", "String", 1},
                                   GenericName{"char", "Char", 1},
                                   GenericName{"text", "Text"},
                                   GenericName{"date", "Date"},
                                   GenericName{"time", "Time"},
                                   GenericName{"datetime", "DateTime"},
                                   GenericName{"blob", "Binary"},
                                   GenericName{"json", "JSON"},
                                   GenericName{"uuid", "Uuid"}};

bool is_integer_word(std::string_view word) {
  return word.ends_with("int");
}

}  // namespace

bool is_text(const Type& given) {
  static constexpr std::array<std::string_view, 4> generic{"String", "Text", "Char", "Enum"};
  const Type& type = given.on("mysql");
  if (type.name == "SqlType") {
    const std::string text = type.text_argument(0) ? base::upper(*type.text_argument(0)) : std::string();
    const bool says_it = text.find(" CHARSET") != std::string::npos ||
                         text.find(" CHARACTER SET") != std::string::npos || text.find(" COLLATE") != std::string::npos;
    return !says_it && is_text({.dialect = "mysql", .name = std::string(cut(text).word)});
  }
  if (type.dialect.empty()) return std::ranges::find(generic, type.name) != generic.end();
  return type.name.ends_with("TEXT") || type.name.ends_with("CHAR") || type.name == "ENUM" || type.name == "SET";
}

Type type_from_catalogue(std::string_view column_type) {
  const CatalogueType parts = cut(column_type);
  const bool is_unsigned = parts.rest.find("unsigned") != std::string_view::npos;
  const bool zerofill = parts.rest.find("zerofill") != std::string_view::npos;
  if (parts.word == "enum" || parts.word == "set") {
    Type type = parts.word == "enum" ? Type{.name = "Enum"} : Type{.dialect = "mysql", .name = "SET"};
    type.arguments.emplace_back(texts(parts.inside));
    return type;
  }
  if (column_type == "tinyint(1)") return {.name = "Boolean"};
  std::vector<std::int64_t> arguments = numbers(parts.inside);
  // The width with which integers are shown means nothing, but for ZEROFILL.
  if (is_integer_word(parts.word) && !zerofill) arguments.clear();
  for (const GenericName& generic : generic_names) {
    if (generic.catalogue != parts.word || is_unsigned || arguments.size() > generic.most_numbers) continue;
    Type type{.name = std::string(generic.name)};
    for (const std::int64_t number : arguments) type.arguments.emplace_back(number);
    return type;
  }
  const std::string name = parts.word == "int" ? "INTEGER" : base::upper(parts.word);
  for (const TypeDeclaration& declared : types()) {
    if (declared.name != name) continue;
    Type type{.dialect = "mysql", .name = name};
    const bool fractional = name == "DATETIME" || name == "TIMESTAMP" || name == "TIME";
    if (fractional && !arguments.empty()) type.options.emplace_back("fsp", arguments.front());
    if (!fractional && name != "YEAR")
      for (const std::int64_t number : arguments) type.arguments.emplace_back(number);
    if (is_unsigned) type.options.emplace_back("unsigned", true);
    if (zerofill) type.options.emplace_back("zerofill", true);
    return type;
  }
  return {.name = "SqlType", .arguments = {std::string(column_type)}};
}

std::span<const TypeDeclaration> types() {
  static const std::vector<TypeDeclaration> declarations = {
      {"TINYINT", width, number_options},
      {"SMALLINT", width, number_options},
      {"MEDIUMINT", width, number_options},
      {"INTEGER", width, number_options},
      {"BIGINT", width, number_options},
      {"DECIMAL", precision, number_options},
      {"FLOAT", precision, number_options},
      {"DOUBLE", precision, number_options},
      {"BIT", length, {}},
      {"CHAR", length, text_options},
      {"VARCHAR", {{"length", integer, true}}, text_options},
      {"TINYTEXT", {}, text_options},
      {"TEXT", length, text_options},
      {"MEDIUMTEXT", {}, text_options},
      {"LONGTEXT", {}, text_options},
      {"BINARY", length, {}},
      {"VARBINARY", {{"length", integer, true}}, {}},
      {"TINYBLOB", {}, {}},
      {"BLOB", length, {}},
      {"MEDIUMBLOB", {}, {}},
      {"LONGBLOB", {}, {}},
      {"DATETIME", {}, fraction},
      {"TIMESTAMP", {}, fraction},
      {"TIME", {}, fraction},
      {"YEAR", {}, {}},
      {"SET", labels, text_options},
      {"ENUM", labels, {{"name", text}, {"charset", text}, {"collation", text}}},
      {"JSON", {}, {}},
  };
  return declarations;
}

}  // namespace luamigrate::databases::mysql
