// Operations on constraints and indexes. A unique constraint is a unique index here, and each kind has its own DROP.
#include <fmt/format.h>

#include <algorithm>

#include "databases/mysql/dialect.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::mysql {
namespace {

using schema::OptionMap;

template <class List>
bool has_name(const List& list, const std::string& name) {
  return std::ranges::any_of(list,
                             [&](const auto& each) { return each.name && dialect().same_name(each.name->text, name); });
}

// What kind of constraint is called so in the table.
std::optional<ops::ConstraintType> kind_of(const schema::Table& table, const std::string& name) {
  if (table.primary_key && dialect().same_name(name, "PRIMARY")) return ops::ConstraintType::primary;
  if (has_name(table.foreign_keys, name)) return ops::ConstraintType::foreignkey;
  if (has_name(table.checks, name)) return ops::ConstraintType::check;
  if (has_name(table.uniques, name) || has_name(table.indexes, name)) return ops::ConstraintType::unique;
  return std::nullopt;
}

std::optional<std::int64_t> prefix_length(const schema::DialectOptions& options, const std::string& column) {
  const schema::OptionValue* value = options.find("mysql", "length");
  if (!value) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(value)) return *number;
  if (const auto* map = std::get_if<OptionMap>(value))
    for (const auto& [name, length] : *map)
      if (name == column)
        if (const auto* number = std::get_if<std::int64_t>(&length)) return *number;
  return std::nullopt;
}

}  // namespace

std::string MysqlDialect::primary_key_clause(const schema::PrimaryKey& key) const {
  std::string text = AnsiDialect::primary_key_clause(key);
  if (const std::string method = key.options.text(name(), "using"); !method.empty())
    text += " USING " + word(method, "using");
  return text;
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreatePrimaryKey& op, const TableLookup&) const {
  return {"ADD " + primary_key_clause({.columns = op.columns, .name = op.name, .options = op.options})};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreateUniqueConstraint& op, const TableLookup&) const {
  return {"ADD " + unique_clause({.columns = op.columns, .name = op.name, .options = op.options})};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreateCheckConstraint& op, const TableLookup&) const {
  return {"ADD " + check_clause({.condition = op.condition, .name = op.name, .options = op.options})};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreateForeignKey& op, const TableLookup&) const {
  return {"ADD " + foreign_key_clause(op.key())};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::DropConstraint& op, const TableLookup& tables) const {
  if (op.name) require_type(op, tables);
  const auto table = tables.find_table({op.schema, op.table});
  if (op.type == ops::ConstraintType::primary) {
    if (op.if_exists && tables.complete() && !(table && table->primary_key)) return {};
    return {"DROP PRIMARY KEY"};
  }
  const std::optional<ops::ConstraintType> found = table ? kind_of(*table, constraint_name(op)) : std::nullopt;
  if (op.if_exists && tables.complete() && !found) return {};
  const std::string if_exists = unless_known(tables, op.if_exists, "IF EXISTS");
  const std::optional<ops::ConstraintType> type = op.type ? op.type : found;
  if (type == ops::ConstraintType::primary) return {"DROP PRIMARY KEY"};
  const std::string_view kind = type == ops::ConstraintType::unique       ? "INDEX"
                                : type == ops::ConstraintType::foreignkey ? "FOREIGN KEY"
                                                                          : "CONSTRAINT";
  return {fmt::format("DROP {} {}{}", kind, if_exists, quote(constraint_name(op)))};
}

// Source: SQLAlchemy 2, sqlalchemy/dialects/mysql/base.py, MySQLDDLCompiler.visit_create_index.
std::string MysqlDialect::index_definition(const schema::Index& index, const schema::TableName* table) const {
  if (!index.name) throw Error(ErrorKind::script, "an index has no name", "give it one");
  std::vector<std::string> columns;
  for (const schema::IndexColumn& column : index.columns) {
    std::string text = index_column_sql(column);
    if (const auto* plain = std::get_if<std::string>(&column.expression))
      if (const auto length = prefix_length(index.options, *plain))
        text.insert(quote(*plain).size(), fmt::format("({})", *length));
    columns.push_back(std::move(text));
  }
  std::string prefix;
  if (const std::string given = index.options.text(name(), "prefix"); !given.empty())
    prefix = ansi::phrase(given, "mysql_prefix", schema::words::index_prefixes) + " ";
  std::string sql = fmt::format("{}{}INDEX {}{} {}({})", index.unique && prefix != "UNIQUE " ? "UNIQUE " : "", prefix,
                                for_mariadb(index.if_not_exists, "IF NOT EXISTS"), quote(index.name->text),
                                table ? fmt::format("ON {} ", quote(*table)) : "", ansi::joined(columns, ", "));
  if (const std::string parser = index.options.text(name(), "with_parser"); !parser.empty())
    sql += " WITH PARSER " + word(parser, "with_parser");
  if (const std::string method = index.options.text(name(), "using"); !method.empty())
    sql += " USING " + word(method, "using");
  return sql;
}

std::string MysqlDialect::index_column_sql(const schema::IndexColumn& column) const {
  if (!column.opclass.empty()) unsupported("operator classes", "leave `opclass` out here: ask op.dialect");
  if (!column.collation.empty()) unsupported("collations in indexes", "give the column the collation");
  // NULLs come first in an ascending index, and last in a descending one.
  if (!column.nulls.empty() && (column.nulls == "first") == column.desc)
    unsupported("choice of the place of NULLs in an index", "leave `nulls` out");
  schema::IndexColumn plain{.expression = column.expression, .desc = column.desc};
  if (auto* expression = std::get_if<schema::Sql>(&plain.expression);
      expression && !(expression->text.starts_with('(') && expression->text.ends_with(')')))
    expression->text = "(" + expression->text + ")";
  return AnsiDialect::index_column_sql(plain);
}

bool MysqlDialect::knows_index(const TableLookup& tables, const schema::TableName& table,
                               const std::string& index) const {
  const auto found = tables.find_table(table);
  return found && (has_name(found->indexes, index) || has_name(found->uniques, index));
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::CreateIndex& op, const TableLookup& tables) const {
  if (op.if_not_exists && op.name && knows_index(tables, {op.schema, op.table}, op.name->text)) return {};
  return {"ADD " + index_definition({.name = op.name,
                                     .columns = op.columns,
                                     .unique = op.unique,
                                     .if_not_exists = op.if_not_exists,
                                     .options = op.options},
                                    nullptr)};
}

MysqlDialect::Clauses MysqlDialect::clauses(const ops::DropIndex& op, const TableLookup& tables) const {
  if (op.if_exists && tables.complete() && op.table && !knows_index(tables, {op.schema, *op.table}, op.name.text))
    return {};
  return {fmt::format("DROP INDEX {}{}", unless_known(tables, op.if_exists, "IF EXISTS"), quote(op.name.text))};
}

MysqlDialect::Statements MysqlDialect::create_index(const ops::CreateIndex& op, const TableLookup& tables) const {
  if (clauses(op, tables).empty()) return {};
  const schema::TableName table{op.schema, op.table};
  return {definition("CREATE " + index_definition({.name = op.name,
                                                   .columns = op.columns,
                                                   .unique = op.unique,
                                                   .if_not_exists = op.if_not_exists,
                                                   .options = op.options},
                                                  &table))};
}

MysqlDialect::Statements MysqlDialect::drop_index(const ops::DropIndex& op, const TableLookup& tables) const {
  if (!op.table)
    throw Error(ErrorKind::script,
                fmt::format("an index of MySQL belongs to its table, and \"{}\" comes without", op.name.text),
                fmt::format("write op.drop_index(\"{}\", \"TABLE\")", op.name.text));
  const Clauses drop = clauses(op, tables);
  if (drop.empty()) return {};
  return {definition(fmt::format("{} ON {}", drop.front(), quote(schema::ObjectName{op.schema, *op.table})))};
}

MysqlDialect::Statements MysqlDialect::create_primary_key(const ops::CreatePrimaryKey& op,
                                                          const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::create_unique(const ops::CreateUniqueConstraint& op,
                                                     const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::create_check(const ops::CreateCheckConstraint& op,
                                                    const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::create_foreign_key(const ops::CreateForeignKey& op,
                                                          const TableLookup& tables) const {
  return altered(op.source_schema, op.source, clauses(op, tables));
}
MysqlDialect::Statements MysqlDialect::drop_constraint(const ops::DropConstraint& op, const TableLookup& tables) const {
  return altered(op.schema, op.table, clauses(op, tables));
}

}  // namespace luamigrate::databases::mysql
