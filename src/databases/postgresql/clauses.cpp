// Clauses of tables, constraints and indexes.
#include <fmt/format.h>

#include "base/text.h"
#include "databases/postgresql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::postgresql {
namespace {

using schema::DialectOptions;
using schema::OptionValue;

std::string scalar_text(const schema::OptionScalar& value) {
  struct Write {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
  };
  return std::visit(Write{}, value);
}

// A value of a storage parameter: a word or a number as it is, all else as a literal.
std::string parameter_value(const schema::OptionScalar& value, const Dialect& dialect) {
  const std::string text = scalar_text(value);
  const bool is_plain = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return std::holds_alternative<std::string>(value) && !is_plain ? dialect.literal(text) : text;
}

// The methods of indexes are names, extensions add their own.
std::string method(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    const bool valid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!valid) throw Error(ErrorKind::script, fmt::format("\"{}\" is no index method", text), "such as btree or gin");
  }
  return dialect().quote(text);
}

// Source: PostgreSQL, documentation of CREATE OPERATOR.
std::string operator_of(const std::string& text) {
  if (!text.empty() && text.find_first_not_of("+-*/<>=~!@#%^&|`?") == std::string::npos &&
      text.find("--") == std::string::npos && text.find("/*") == std::string::npos)
    return text;
  throw Error(ErrorKind::script, fmt::format("\"{}\" is no operator", text), "such as = or &&");
}

}  // namespace

// `gist_trgm_ops(siglen = 32)`: a name, with its schema perhaps, and parameters.
std::string PostgresqlDialect::operator_class(std::string_view text) const {
  const std::size_t open = std::min(text.find('('), text.size());
  const std::string_view parameters = text.substr(open);
  const bool plain = parameters.find_first_of("()'\"$;-", 1) == parameters.size() - 1 && parameters.ends_with(')');
  if (!parameters.empty() && !plain)
    throw Error(ErrorKind::script, fmt::format("\"{}\" is no operator class", text),
                "write its name, and parameters behind it in parentheses: gist_trgm_ops(siglen = 32)");
  return dotted(base::trimmed(text.substr(0, open))) + std::string(parameters);
}

std::string PostgresqlDialect::include_clause(const DialectOptions& options) const {
  const std::vector<std::string> names = ansi::names_of(options, name(), "include");
  return names.empty() ? std::string() : fmt::format(" INCLUDE ({})", quote_list(names));
}

std::string PostgresqlDialect::with_clause(const DialectOptions& options) const {
  const OptionValue* value = options.find(name(), "with");
  const auto* map = value ? std::get_if<schema::OptionMap>(value) : nullptr;
  if (!map || map->empty()) return {};
  std::vector<std::string> settings;
  for (const auto& [setting, given] : *map) {
    if (std::ranges::count(setting, '.') > 1)
      throw Error(ErrorKind::script, fmt::format("\"{}\" is no storage parameter", setting),
                  "such as fillfactor, or toast.autovacuum_enabled");
    settings.push_back(fmt::format("{} = {}", dotted(setting), parameter_value(given, *this)));
  }
  return fmt::format("WITH ({})", ansi::joined(settings, ", "));
}

std::string PostgresqlDialect::table_suffix(const ops::CreateTable& op) const {
  std::string text;
  if (const auto parents = ansi::names_of(op.options, name(), "inherits"); !parents.empty())
    text += fmt::format("\nINHERITS ({})", quote_list(parents));
  if (const std::string partition = op.options.text(name(), "partition_by"); !partition.empty())
    text += "\nPARTITION BY " + partition;
  if (const std::string access = op.options.text(name(), "using"); !access.empty()) text += "\nUSING " + quote(access);
  if (const std::string with = with_clause(op.options); !with.empty()) text += "\n" + with;
  if (const std::string on_commit = op.options.text(name(), "on_commit"); !on_commit.empty())
    text += "\nON COMMIT " + ansi::phrase(on_commit, "on_commit", schema::words::on_commit);
  if (const std::string space = op.options.text(name(), "tablespace"); !space.empty())
    text += "\nTABLESPACE " + quote(space);
  return text;
}

std::string PostgresqlDialect::primary_key_clause(const schema::PrimaryKey& key) const {
  return fmt::format("{}PRIMARY KEY ({}){}{}", constraint_prefix(key.name), quote_list(key.columns),
                     include_clause(key.options), deferrable_clause(key.options));
}

std::string PostgresqlDialect::unique_clause(const schema::Unique& unique) const {
  return fmt::format("{}UNIQUE {}({}){}{}", constraint_prefix(unique.name),
                     unique.options.flag(name(), "nulls_not_distinct") ? "NULLS NOT DISTINCT " : "",
                     quote_list(unique.columns), include_clause(unique.options), deferrable_clause(unique.options));
}

std::string PostgresqlDialect::check_clause(const schema::Check& check) const {
  return AnsiDialect::check_clause(check) + (check.options.flag(name(), "not_valid") ? " NOT VALID" : "");
}

std::string PostgresqlDialect::foreign_key_clause(const schema::ForeignKey& key) const {
  return AnsiDialect::foreign_key_clause(key) + (key.options.flag(name(), "not_valid") ? " NOT VALID" : "");
}

std::string PostgresqlDialect::exclude_clause(const schema::Exclude& exclude) const {
  std::vector<std::string> elements;
  for (const schema::ExcludeElement& element : exclude.elements) {
    const auto* column = std::get_if<std::string>(&element.expression);
    elements.push_back(fmt::format("{} WITH {}",
                                   column ? quote(*column) : std::get<schema::Sql>(element.expression).text,
                                   operator_of(element.operation)));
  }
  const std::string using_method = exclude.options.text(name(), "using");
  std::string text = fmt::format("{}EXCLUDE USING {} ({})", constraint_prefix(exclude.name),
                                 using_method.empty() ? "gist" : method(using_method), ansi::joined(elements, ", "));
  if (const std::string where = exclude.options.text(name(), "where"); !where.empty())
    text += fmt::format(" WHERE ({})", where);
  return text + deferrable_clause(exclude.options);
}

Statement PostgresqlDialect::index_statement(const schema::TableName& table, const schema::Index& index) const {
  if (!index.name)
    throw Error(ErrorKind::script, fmt::format("an index on \"{}\" has no name", schema::shown(table)), "give it one");
  const DialectOptions& options = index.options;
  const bool concurrently = options.flag(name(), "concurrently");
  const OptionValue* classes = options.find(name(), "ops");
  const auto* class_by_column = classes ? std::get_if<schema::OptionMap>(classes) : nullptr;

  std::vector<std::string> columns;
  for (schema::IndexColumn column : index.columns) {
    if (const auto* plain = std::get_if<std::string>(&column.expression); plain && class_by_column)
      for (const auto& [of, opclass] : *class_by_column)
        if (of == *plain) column.opclass = scalar_text(opclass);
    if (const std::string own = column.options.text(name(), "opclass"); !own.empty()) column.opclass = own;
    if (const std::string own = column.options.text(name(), "nulls"); !own.empty()) column.nulls = own;
    if (!column.opclass.empty()) column.opclass = operator_class(column.opclass);
    columns.push_back(index_column_sql(column));
  }
  const std::string using_method = options.text(name(), "using");
  std::string sql = fmt::format("CREATE {}INDEX {}{}{} ON {} {}({}){}", index.unique ? "UNIQUE " : "",
                                concurrently ? "CONCURRENTLY " : "", index.if_not_exists ? "IF NOT EXISTS " : "",
                                quote(index.name->text), quote(table),
                                using_method.empty() ? "" : "USING " + method(using_method) + " ",
                                ansi::joined(columns, ", "), include_clause(options));
  if (options.flag(name(), "nulls_not_distinct")) sql += " NULLS NOT DISTINCT";
  if (const std::string with = with_clause(options); !with.empty()) sql += " " + with;
  if (const std::string space = options.text(name(), "tablespace"); !space.empty())
    sql += " TABLESPACE " + quote(space);
  if (const std::string where = options.text(name(), "where"); !where.empty()) sql += " WHERE " + where;
  return {.sql = std::move(sql), .outside_transaction = concurrently};
}

}  // namespace luamigrate::databases::postgresql
