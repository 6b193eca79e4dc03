#include "schema/naming.h"

#include <fmt/format.h>

#include "base/sha256.h"
#include "luamigrate/error.h"

namespace luamigrate::schema {
namespace {

struct Tokens {
  std::string table;
  std::string columns;
  std::string referred_table;
  std::string referred_columns;
  std::string name;
};

std::string joined(const std::vector<std::string>& names) {
  std::string result;
  for (const std::string& name : names) result += (result.empty() ? "" : "_") + name;
  return result;
}

std::string filled(std::string_view pattern, const Tokens& tokens) {
  std::string result;
  while (!pattern.empty()) {
    if (!pattern.starts_with("%(")) {
      result += pattern.front();
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t end = pattern.find(")s");
    const std::string_view token = end == std::string_view::npos ? pattern : pattern.substr(2, end - 2);
    if (token == "table")
      result += tokens.table;
    else if (token == "columns")
      result += tokens.columns;
    else if (token == "referred_table")
      result += tokens.referred_table;
    else if (token == "referred_columns")
      result += tokens.referred_columns;
    else if (token == "name")
      result += tokens.name;
    else
      throw Error(ErrorKind::config, fmt::format("naming convention \"{}\" has an unknown token", pattern),
                  "the tokens are %(table)s, %(columns)s, %(referred_table)s, %(referred_columns)s and %(name)s");
    pattern.remove_prefix(end + 2);
  }
  return result;
}

// Source: SQLAlchemy, sqlalchemy/sql/compiler.py, IdentifierPreparer._truncate_and_render_maxlen_name.
std::string cut(std::string name, NameLimit limit) {
  if (limit.holds(name) || limit.most < 8) return name;
  std::size_t end = name.size();
  const auto is_inside_character = [&] { return (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U; };
  do --end;
  while (end > 0 && (is_inside_character() || limit.length_of(std::string_view(name).substr(0, end)) > limit.most - 8));
  return name.substr(0, end) + "_" + base::md5_hex(name).substr(28);
}

Name made(std::string_view pattern, const Tokens& tokens, NameLimit limit) {
  return {cut(filled(pattern, tokens), limit), true};
}

OptionalName named(const OptionalName& given, std::string_view pattern, const Tokens& tokens, NameLimit limit) {
  if (given || pattern.empty()) return given;
  return made(pattern, tokens, limit);
}

std::string text_of(const NameOrSql& expression) {
  if (const auto* name = std::get_if<std::string>(&expression)) return *name;
  return {};
}

}  // namespace

NamingConvention laid_over(NamingConvention convention, const NamingConvention& over) {
  base::for_each_field<NamingConvention>([&](const auto& field) {
    if (!(over.*field.member).empty()) convention.*field.member = over.*field.member;
  });
  return convention;
}

OptionalName primary_key_name(const NamingConvention& convention, const TableName& table, const PrimaryKey& key,
                              NameLimit limit) {
  return named(key.name, convention.primary_key, {.table = table.name, .columns = joined(key.columns)}, limit);
}

OptionalName unique_name(const NamingConvention& convention, const TableName& table, const Unique& unique,
                         NameLimit limit) {
  return named(unique.name, convention.unique, {.table = table.name, .columns = joined(unique.columns)}, limit);
}

OptionalName check_name(const NamingConvention& convention, const TableName& table, const Check& check,
                        NameLimit limit) {
  if (convention.check.empty() || (check.name && check.name->final)) return check.name;
  const bool needs_name = convention.check.find("%(name)s") != std::string::npos;
  if (check.name.has_value() != needs_name) return check.name;  // none: the database names it
  return made(convention.check, {.table = table.name, .name = check.name ? check.name->text : ""}, limit);
}

OptionalName foreign_key_name(const NamingConvention& convention, const TableName& table, const ForeignKey& key,
                              NameLimit limit) {
  return named(key.name, convention.foreign_key,
               {.table = table.name,
                .columns = joined(key.columns),
                .referred_table = key.referent.table.name,
                .referred_columns = joined(key.referent.columns)},
               limit);
}

Name index_name(const NamingConvention& convention, const TableName& table, const Index& index, NameLimit limit) {
  if (index.name) return *index.name;
  std::vector<std::string> columns;
  for (const IndexColumn& column : index.columns) {
    const std::string name = text_of(column.expression);
    if (name.empty())
      throw Error(ErrorKind::script, fmt::format("an index over an expression on \"{}\" needs a name", shown(table)),
                  "give it as the first argument");
    columns.push_back(name);
  }
  const std::string pattern = convention.index.empty() ? "ix_%(table)s_%(columns)s" : convention.index;
  return made(pattern, {.table = table.name, .columns = joined(columns)}, limit);
}

}  // namespace luamigrate::schema
