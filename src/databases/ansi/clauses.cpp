// Clauses of constraints.
#include <fmt/format.h>

#include "databases/ansi/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {

namespace words = schema::words;

std::string AnsiDialect::constraint_prefix(const schema::OptionalName& name) const {
  return name ? "CONSTRAINT " + quote(name->text) + " " : std::string();
}

std::string AnsiDialect::primary_key_clause(const schema::PrimaryKey& key) const {
  return fmt::format("{}PRIMARY KEY ({}){}", constraint_prefix(key.name), quote_list(key.columns),
                     deferrable_clause(key.options));
}

std::string AnsiDialect::unique_clause(const schema::Unique& unique) const {
  return fmt::format("{}UNIQUE ({}){}", constraint_prefix(unique.name), quote_list(unique.columns),
                     deferrable_clause(unique.options));
}

std::string AnsiDialect::check_clause(const schema::Check& check) const {
  return fmt::format("{}CHECK ({})", constraint_prefix(check.name), check.condition);
}

// Source: SQLAlchemy 2, sqlalchemy/sql/sqltypes.py, Enum with create_constraint.
std::optional<schema::Check> AnsiDialect::enum_check(const schema::Column& column) const {
  const schema::Type& type = column.type.on(name());
  const std::string own_name = type.text_option("check");  // a naming convention's, or the script's
  const auto* values = type.is("Enum") && (type.flag("check") || !own_name.empty()) ? type.list_argument(0) : nullptr;
  if (!values) return std::nullopt;
  std::vector<std::string> literals;
  for (const std::string& value : *values) literals.push_back(text_literal(value));
  schema::Check check{.condition = fmt::format("{} IN ({})", quote(column.name), fmt::join(literals, ", "))};
  const std::string constraint = own_name.empty() ? type.text_option("name") : own_name;
  if (!constraint.empty()) check.name = schema::Name{constraint, true};
  return check;
}

std::string AnsiDialect::foreign_key_clause(const schema::ForeignKey& key) const {
  if (key.columns.size() != key.referent.columns.size())
    throw Error(ErrorKind::script,
                fmt::format("a foreign key of the columns ({}) refers to ({}): they are not as many",
                            quote_list(key.columns), quote_list(key.referent.columns)),
                "name one column of the other table for each");
  return fmt::format("{}FOREIGN KEY({}) {}", constraint_prefix(key.name), quote_list(key.columns),
                     references_clause(key));
}

std::string AnsiDialect::exclude_clause(const schema::Exclude&) const {
  unsupported("exclusion constraints", "make them only where op.dialect is \"postgresql\"");
}

std::string AnsiDialect::constraint_clause(const TableConstraint& constraint) const {
  struct Write {
    const AnsiDialect& dialect;
    std::string operator()(const schema::Unique& unique) const { return dialect.unique_clause(unique); }
    std::string operator()(const schema::Check& check) const { return dialect.check_clause(check); }
    std::string operator()(const schema::ForeignKey& key) const { return dialect.foreign_key_clause(key); }
    std::string operator()(const schema::Exclude& exclude) const { return dialect.exclude_clause(exclude); }
  };
  return std::visit(Write{*this}, constraint);
}

std::string AnsiDialect::references_clause(const schema::ForeignKey& key) const {
  std::string text = fmt::format("REFERENCES {} ({})", quote(key.referent.table), quote_list(key.referent.columns));
  if (const std::string match = key.options.text(name(), "match"); !match.empty())
    text += " MATCH " + phrase(match, "match", words::matches);
  if (!key.ondelete.empty()) text += " ON DELETE " + phrase(key.ondelete, "ondelete", words::actions);
  if (!key.onupdate.empty()) text += " ON UPDATE " + phrase(key.onupdate, "onupdate", words::actions);
  return text + deferrable_clause(key.options);
}

std::string AnsiDialect::deferrable_clause(const schema::DialectOptions& options) const {
  std::string text;
  if (options.find(name(), "deferrable"))
    text += options.flag(name(), "deferrable") ? " DEFERRABLE" : " NOT DEFERRABLE";
  if (const std::string initially = options.text(name(), "initially"); !initially.empty())
    text += " INITIALLY " + phrase(initially, "initially", words::initial_modes);
  return text;
}

}  // namespace luamigrate::databases::ansi
