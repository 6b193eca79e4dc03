// What types become in SQL. Source: SQLAlchemy 2, sqlalchemy/dialects/mysql/base.py, MySQLTypeCompiler.
#include <fmt/format.h>

#include "databases/mysql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mysql {
namespace {

using schema::Type;

// One text for both servers, of which each reads its own: MariaDB has a type for them since 10.7, MySQL has none.
// Source: https://mariadb.com/kb/en/comment-syntax/ (MariaDB passes over `/*!50700` to `/*!99999`).
constexpr std::string_view uuid_type = "/*!50700 CHAR(32)*//*M!100700 UUID*/";

std::string value_list(const MysqlDialect& dialect, const Type& type) {
  std::vector<std::string> values;
  if (const auto* list = type.list_argument(0))
    for (const std::string& value : *list) values.push_back(dialect.literal(value));
  if (values.empty()) throw Error(ErrorKind::script, "an ENUM or SET needs its values", R"(write ENUM({ "a", "b" }))");
  return "(" + ansi::joined(values, ",") + ")";
}

std::string numbers(const Type& type) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < type.arguments.size(); ++i)
    if (const std::int64_t* number = type.integer_argument(i)) list.push_back(std::to_string(*number));
  return list.empty() ? std::string() : "(" + ansi::joined(list, ", ") + ")";
}

}  // namespace

std::string MysqlDialect::type_sql(const Type& type) const {
  if (type.on(name()).is("Uuid")) return std::string(uuid_type);
  return AnsiDialect::type_sql(type);
}

std::string MysqlDialect::generic_type_sql(const Type& type) const {
  if (type.name == "Boolean") return "BOOL";
  if (type.name == "String" && !type.integer_argument(0))
    throw Error(ErrorKind::script, "a String needs its length on MySQL", "write String(255), or Text");
  if (type.name == "Text" || type.name == "Binary") {
    const std::string_view word = type.name == "Text" ? "TEXT" : "BLOB";
    return std::string(word) + numbers(type);
  }
  if (type.name == "Float") return "FLOAT" + numbers(type);
  if (type.name == "Enum") return "ENUM" + value_list(*this, type);
  return AnsiDialect::generic_type_sql(type);
}

std::string MysqlDialect::with_type_options(std::string text, const Type& type) const {
  if (type.flag("unsigned")) text += " UNSIGNED";
  if (type.flag("zerofill")) text += " ZEROFILL";
  if (const std::string charset = type.text_option("charset"); !charset.empty())
    text += " CHARACTER SET " + word(charset, "charset");
  return text;
}

std::string MysqlDialect::own_type_sql(const Type& type) const {
  if (type.name == "ENUM" || type.name == "SET") return with_type_options(type.name + value_list(*this, type), type);
  std::string text = type.name + numbers(type);
  const auto* digits = type.option("fsp");
  if (const auto* number = digits ? std::get_if<std::int64_t>(digits) : nullptr; number && *number > 0)
    text += fmt::format("({})", *number);
  return with_type_options(std::move(text), type);
}

}  // namespace luamigrate::databases::mysql
