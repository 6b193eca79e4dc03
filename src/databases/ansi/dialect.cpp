#include "databases/ansi/dialect.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "databases/ansi/known_columns.h"
#include "databases/ansi/one_statement.h"
#include "databases/ansi/options.h"
#include "databases/ansi/sql_texts.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::ansi {

Statements AnsiDialect::compile(const ops::Operation& operation, const schema::TableLookup& tables) const {
  check_options(operation, title(), options());
  check_sql_texts(operation, syntax(), name());
  struct Compile {
    const AnsiDialect& dialect;
    const schema::TableLookup& tables;
    Statements operator()(const ops::CreateTable& op) const { return dialect.create_table(op, tables); }
    Statements operator()(const ops::DropTable& op) const { return dialect.drop_table(op, tables); }
    Statements operator()(const ops::RenameTable& op) const { return dialect.rename_table(op, tables); }
    Statements operator()(const ops::CreateTableComment& op) const { return dialect.create_table_comment(op, tables); }
    Statements operator()(const ops::DropTableComment& op) const { return dialect.drop_table_comment(op, tables); }
    Statements operator()(const ops::AddColumn& op) const { return dialect.add_column(op, tables); }
    Statements operator()(const ops::DropColumn& op) const { return dialect.drop_column(op, tables); }
    Statements operator()(const ops::AlterColumn& op) const { return dialect.alter_column(op, tables); }
    Statements operator()(const ops::CreatePrimaryKey& op) const { return dialect.create_primary_key(op, tables); }
    Statements operator()(const ops::CreateUniqueConstraint& op) const { return dialect.create_unique(op, tables); }
    Statements operator()(const ops::CreateCheckConstraint& op) const { return dialect.create_check(op, tables); }
    Statements operator()(const ops::CreateForeignKey& op) const { return dialect.create_foreign_key(op, tables); }
    Statements operator()(const ops::CreateExcludeConstraint& op) const { return dialect.create_exclude(op, tables); }
    Statements operator()(const ops::DropConstraint& op) const { return dialect.drop_constraint(op, tables); }
    Statements operator()(const ops::ValidateConstraint& op) const { return dialect.validate_constraint(op, tables); }
    Statements operator()(const ops::CreateIndex& op) const { return dialect.create_index(op, tables); }
    Statements operator()(const ops::DropIndex& op) const { return dialect.drop_index(op, tables); }
    Statements operator()(const ops::CreateSchema& op) const { return dialect.create_schema(op); }
    Statements operator()(const ops::DropSchema& op) const { return dialect.drop_schema(op); }
    Statements operator()(const ops::CreateExtension& op) const { return dialect.create_extension(op); }
    Statements operator()(const ops::DropExtension& op) const { return dialect.drop_extension(op); }
    Statements operator()(const ops::CreateView& op) const { return dialect.create_view(op, tables); }
    Statements operator()(const ops::DropView& op) const { return dialect.drop_view(op); }
    Statements operator()(const ops::RefreshMaterializedView& op) const {
      return dialect.refresh_materialized_view(op);
    }
    Statements operator()(const ops::CreateFunction& op) const { return dialect.create_function(op); }
    Statements operator()(const ops::DropFunction& op) const { return dialect.drop_function(op); }
    Statements operator()(const ops::CreateTrigger& op) const {
      if (op.when.empty())
        throw Error(ErrorKind::script, "a trigger needs to know when it fires",
                    "add when = \"BEFORE INSERT\" or the like to its options");
      return dialect.create_trigger(op);
    }
    Statements operator()(const ops::DropTrigger& op) const { return dialect.drop_trigger(op); }
    Statements operator()(const ops::CreateSequence& op) const { return dialect.create_sequence(op); }
    Statements operator()(const ops::AlterSequence& op) const { return dialect.alter_sequence(op); }
    Statements operator()(const ops::DropSequence& op) const { return dialect.drop_sequence(op); }
    Statements operator()(const ops::CreateEnum& op) const { return dialect.create_enum(op); }
    Statements operator()(const ops::AddEnumValue& op) const { return dialect.add_enum_value(op); }
    Statements operator()(const ops::RenameEnumValue& op) const { return dialect.rename_enum_value(op); }
    Statements operator()(const ops::DropEnum& op) const { return dialect.drop_enum(op); }
    Statements operator()(const ops::Grant& op) const { return dialect.grant(op); }
    Statements operator()(const ops::Revoke& op) const { return dialect.revoke(op); }
    Statements operator()(const ops::EnableRowSecurity& op) const { return dialect.enable_row_security(op); }
    Statements operator()(const ops::DisableRowSecurity& op) const { return dialect.disable_row_security(op); }
    Statements operator()(const ops::CreatePolicy& op) const { return dialect.create_policy(op); }
    Statements operator()(const ops::DropPolicy& op) const { return dialect.drop_policy(op); }
    Statements operator()(const ops::Execute& op) const { return dialect.execute(op, tables); }
    Statements operator()(const ops::BulkInsert& op) const { return dialect.bulk_insert(op, tables); }
    Statements operator()(const ops::BatchedUpdate& op) const { return dialect.batched_update(op, tables); }
    Statements operator()(const ops::BatchAlterTable& op) const { return dialect.batch_alter_table(op, tables); }
  };
  Statements result = std::visit(Compile{*this, tables}, operation.body);
  // Texts of a script's own are as many statements as they are; rows are no SQL.
  if (!std::holds_alternative<ops::Execute>(operation.body) && !std::holds_alternative<ops::BulkInsert>(operation.body))
    for (const Statement& statement : result) check_one_statement(statement, syntax());
  return result;
}

Statements AnsiDialect::batch_alter_table(const ops::BatchAlterTable& op, const schema::TableLookup& tables) const {
  return one_by_one(parts(op), tables);
}

std::vector<ops::Operation> AnsiDialect::parts(const ops::BatchAlterTable& op) const {
  if (rebuilds_tables()) return Dialect::parts(op);
  const auto refuse = [&](std::string_view option) {
    unsupported("choice of the place of a column", fmt::format("leave `{}` out here: ask op.dialect", option));
  };
  const auto check_place = [&](const auto& moved) {
    if (!moved.insert_before.empty()) refuse("insert_before");
    if (!moved.insert_after.empty()) refuse("insert_after");
  };
  // As Alembic: where no table is made anew, nothing says how its columns are ordered then. A new column that has its
  // place in no way is an error there too.
  const bool reorders = op.recreate == ops::Recreate::always;
  if (reorders && !op.partial_reordering.empty()) refuse("partial_reordering");
  for (const ops::Operation& operation : op.operations) {
    if (const auto* added = std::get_if<ops::AddColumn>(&operation.body)) check_place(*added);
    if (const auto* altered = std::get_if<ops::AlterColumn>(&operation.body); altered && reorders)
      check_place(*altered);
  }
  return op.operations;
}

Statements AnsiDialect::one_by_one(const std::vector<ops::Operation>& operations,
                                   const schema::TableLookup& tables) const {
  Statements result;
  for (const ops::Operation& operation : operations)
    for (Statement& statement : compile(operation, tables)) result.push_back(std::move(statement));
  return result;
}

Statements AnsiDialect::execute(const ops::Execute& op, const schema::TableLookup&) const {
  return compile_execute(op.sql, op.parameters);
}

Statements AnsiDialect::bulk_insert(const ops::BulkInsert& op, const schema::TableLookup&) const {
  Statements result;
  for (const schema::Row& row : op.rows) {
    std::vector<std::string> columns;
    Statement& statement = result.emplace_back();
    for (const auto& [column, value] : row) {
      columns.push_back(column);
      statement.params.push_back(value);
    }
    statement.sql = insert_sql({op.schema, op.table}, columns);
  }
  return result;
}

std::string AnsiDialect::insert_sql(const schema::TableName& table, const std::vector<std::string>& columns) const {
  if (columns.empty()) return fmt::format("INSERT INTO {} DEFAULT VALUES", quote(table));
  check_named_once(*this, columns);
  std::string places;
  for (std::size_t i = 1; i <= columns.size(); ++i) places += (i > 1 ? ", " : "") + placeholder(i);
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", quote(table), quote_list(columns), places);
}

std::string AnsiDialect::placeholder(std::size_t number) const {
  return syntax().placeholder == sql::PlaceholderStyle::dollar ? "$" + std::to_string(number) : "?";
}

// Source: SQLAlchemy, sqlalchemy/sql/compiler.py, IdentifierPreparer._requires_quotes.
std::string AnsiDialect::quote(std::string_view identifier) const {
  identifier_limit().require(identifier);
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$'; };
  const bool plain = !identifier.empty() && !(identifier.front() >= '0' && identifier.front() <= '9') &&
                     identifier.front() != '$' && std::all_of(identifier.begin(), identifier.end(), is_plain) &&
                     !is_reserved(identifier);
  return plain ? std::string(identifier) : quoted(identifier);
}

std::string AnsiDialect::quoted(std::string_view identifier) const {
  std::string result = "\"";
  for (const char c : identifier) {
    if (c == '\0') throw Error(ErrorKind::script, "a name holds a zero byte", "take it out");
    result += c;
    if (c == '"') result += '"';
  }
  return result += '"';
}

std::string AnsiDialect::quote_list(const std::vector<std::string>& names) const {
  std::string result;
  for (const std::string& name : names) {
    if (!result.empty()) result += ", ";
    result += quote(name);
  }
  return result;
}

std::string AnsiDialect::alter_table(const std::string& schema, const std::string& table) const {
  return "ALTER TABLE " + quote(schema::ObjectName{schema, table});
}

bool AnsiDialect::has_column(const schema::TableLookup& tables, const schema::TableName& table,
                             std::string_view column) const {
  return column_of(tables.find_table(table), column) != nullptr;
}

const schema::Column* AnsiDialect::column_of(const std::optional<schema::Table>& table, std::string_view column) const {
  if (!table) return nullptr;
  const auto found =
      std::ranges::find_if(table->columns, [&](const schema::Column& each) { return same_name(each.name, column); });
  return found == table->columns.end() ? nullptr : &*found;
}

void AnsiDialect::unsupported(std::string_view what, std::string hint) const {
  throw Error(ErrorKind::unsupported, fmt::format("{} has no {}", title(), what), std::move(hint));
}

std::string phrase(std::string_view word, std::string_view option, std::span<const std::string_view> allowed) {
  const std::string upper = base::upper(word);
  for (const std::string_view each : allowed)
    if (base::upper(each) == upper) return std::string(each);
  throw Error(ErrorKind::script,
              fmt::format("{}: expected one of \"{}\", got \"{}\"", option, fmt::join(allowed, "\", \""),
                          base::shortened(word)),
              base::did_you_mean(upper, allowed));
}

std::vector<std::string> names_of(const schema::DialectOptions& options, std::string_view dialect,
                                  std::string_view option) {
  const schema::OptionValue* value = options.find(dialect, option);
  std::vector<std::string> names;
  if (!value) return names;
  if (const auto* one = std::get_if<std::string>(value)) names.push_back(*one);
  if (const auto* list = std::get_if<schema::OptionList>(value))
    for (const schema::NameOrSql& item : *list) {
      const auto* text = std::get_if<std::string>(&item);
      names.push_back(text ? *text : std::get<schema::Sql>(item).text);
    }
  return names;
}

std::string privilege_words(const std::vector<std::string>& privileges, std::string hint) {
  std::vector<std::string> words;
  for (const std::string& privilege : privileges) {
    const std::size_t columns = std::min(privilege.find('('), privilege.size());
    words.push_back(base::upper(privilege.substr(0, columns)) + privilege.substr(columns));
  }
  if (words.empty()) throw Error(ErrorKind::script, "no privilege is given", std::move(hint));
  return joined(words, ", ");
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

}  // namespace luamigrate::databases::ansi
