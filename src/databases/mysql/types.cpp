#include "databases/mysql/types.h"

#include <vector>

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

}  // namespace

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
