#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/ansi/dialect.h"
#include "databases/sqlite/database.h"
#include "databases/sqlite/rebuild.h"
#include "databases/sqlite/syntax.h"
#include "luamigrate/error.h"
#include "schema/naming.h"

namespace luamigrate::databases::sqlite {
namespace {

using ansi::Statements;
using schema::Table;
using schema::TableLookup;
using schema::TableName;

// Source: https://sqlite.org/lang_keywords.html, those that are no identifiers without quotes, as SQLAlchemy has them.
constexpr std::array<std::string_view, 118> reserved = {
    "add",         "after",      "all",           "alter",     "analyze",      "and",          "as",
    "asc",         "attach",     "autoincrement", "before",    "begin",        "between",      "by",
    "cascade",     "case",       "cast",          "check",     "collate",      "column",       "commit",
    "conflict",    "constraint", "create",        "cross",     "current_date", "current_time", "current_timestamp",
    "database",    "default",    "deferrable",    "deferred",  "delete",       "desc",         "detach",
    "distinct",    "drop",       "each",          "else",      "end",          "escape",       "except",
    "exclusive",   "exists",     "explain",       "fail",      "false",        "for",          "foreign",
    "from",        "full",       "glob",          "group",     "having",       "if",           "ignore",
    "immediate",   "in",         "index",         "indexed",   "initially",    "inner",        "insert",
    "instead",     "intersect",  "into",          "is",        "isnull",       "join",         "key",
    "left",        "like",       "limit",         "match",     "natural",      "not",          "notnull",
    "null",        "of",         "offset",        "on",        "or",           "order",        "outer",
    "plan",        "pragma",     "primary",       "query",     "raise",        "references",   "reindex",
    "rename",      "replace",    "restrict",      "returning", "right",        "rollback",     "row",
    "select",      "set",        "table",         "temp",      "temporary",    "then",         "to",
    "transaction", "trigger",    "true",          "union",     "unique",       "update",       "using",
    "vacuum",      "values",     "view",          "virtual",   "when",         "where"};

constexpr std::array<std::string_view, 5> resolutions{"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"};

// Whether SQLite takes a default as it stands: a literal or one of its words. Any other expression needs parentheses.
bool is_plain_default(std::string_view text) {
  static constexpr std::array<std::string_view, 6> words = {"NULL",         "TRUE",         "FALSE",
                                                            "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"};
  for (const std::string_view word : words)
    if (same_name(word, text)) return true;
  if (text.starts_with('(') || text.starts_with('\'') || text.starts_with('"')) return true;
  if (text.starts_with("X'") || text.starts_with("x'")) return true;
  return !text.empty() && text.find_first_not_of("+-.0123456789eE") == std::string_view::npos;
}

// Whether ADD COLUMN may give it to rows that are there.
bool is_constant(const schema::DefaultValue& value) {
  const auto* sql = std::get_if<schema::Sql>(&value);
  if (!sql) return true;
  return is_plain_default(sql->text) && !sql->text.starts_with('(') &&
         sql->text.find("CURRENT_") == std::string::npos && sql->text.find("current_") == std::string::npos;
}

bool has_value(const schema::Column& column) {
  return column.server_default && !std::holds_alternative<schema::Null>(*column.server_default);
}

class SqliteDialect final : public ansi::AnsiDialect {
 public:
  std::string_view name() const override { return "sqlite"; }
  const sql::Syntax& syntax() const override { return sqlite::syntax; }
  std::size_t identifier_limit() const override { return 9999; }  // SQLAlchemy's, for names that are cut
  bool transactional_ddl() const override { return true; }

 protected:
  std::span<const OptionDeclaration> options() const override { return sqlite::options(); }
  std::string_view title() const override { return "SQLite"; }
  bool is_reserved(std::string_view word) const override { return std::ranges::find(reserved, word) != reserved.end(); }
  std::string bool_literal(bool value) const override { return value ? "1" : "0"; }

  // Creating and dropping.

  Statements create_table(const ops::CreateTable& op, const TableLookup& tables) const override {
    Statements result = AnsiDialect::create_table(op, tables);
    if (result.empty() || !op.options.flag(name(), "autoincrement")) return result;
    // AUTOINCREMENT can only stand behind the key's own column.
    const ansi::TableParts parts = ansi::take_apart({op.schema, op.name}, op.elements, identifier_limit());
    if (parts.autoincrement.empty() || parts.primary_key->columns.size() != 1)
      throw Error(ErrorKind::script, "sqlite_autoincrement needs a primary key of one Integer column without a default",
                  "leave it out, or make the key so");
    CreateTableText text = parse_create_table(result.front().sql);
    std::erase_if(text.constraints, [](const ClauseText& clause) { return clause.kind == ClauseKind::primary_key; });
    ColumnText& key = *text.find_column(parts.autoincrement);
    key.type = "INTEGER";
    key.clauses.push_back({.kind = ClauseKind::primary_key, .text = "PRIMARY KEY AUTOINCREMENT"});
    const std::string& sql = result.front().sql;
    const std::size_t body = sql.find(" (\n");
    const std::string rest = text.text("");
    result.front().sql = sql.substr(0, body) + rest.substr(rest.find(" (\n"));
    return result;
  }

  std::string table_suffix(const ops::CreateTable& op) const override {
    std::vector<std::string> words;
    if (op.options.flag(name(), "without_rowid")) words.emplace_back("WITHOUT ROWID");
    if (op.options.flag(name(), "strict")) words.emplace_back("STRICT");
    return words.empty() ? std::string() : " " + ansi::joined(words, ", ");
  }

  std::string column_clause(const schema::Column& column, bool in_primary_key, bool counted) const override {
    if (column.identity)
      unsupported("identity columns", "an Integer primary key counts by itself; sqlite_autoincrement never reuses one");
    schema::Column plain = column;
    plain.computed.reset();
    std::string text = AnsiDialect::column_clause(plain, in_primary_key, counted);
    text += conflict_clause(column.options, "on_conflict_not_null");
    // SQLAlchemy writes it last.
    if (column.computed) text += " " + computed_clause(*column.computed);
    return text;
  }

  std::string default_sql(const schema::DefaultValue& value) const override {
    const std::string text = AnsiDialect::default_sql(value);
    return is_plain_default(text) ? text : "(" + text + ")";
  }

  std::string primary_key_clause(const schema::PrimaryKey& key) const override {
    return AnsiDialect::primary_key_clause(key) + conflict_clause(key.options, "on_conflict");
  }
  std::string unique_clause(const schema::Unique& unique) const override {
    return AnsiDialect::unique_clause(unique) + conflict_clause(unique.options, "on_conflict");
  }

  std::string index_column_sql(const schema::IndexColumn& column) const override {
    if (!column.opclass.empty())
      unsupported("operator classes", "make the index only where op.dialect is \"postgresql\"");
    if (!column.nulls.empty()) unsupported("NULLS FIRST or LAST in an index", "leave `nulls` out here");
    return AnsiDialect::index_column_sql(column);
  }

  // The schema is the index's there, not the table's.
  Statement index_statement(const TableName& table, const schema::Index& index) const override {
    Statement statement = AnsiDialect::index_statement({"", table.name}, index);
    if (table.schema.empty()) return statement;
    const std::string quoted = quote(index.name->text);
    const std::size_t at = statement.sql.find(quoted + " ON ");
    statement.sql.insert(at, quote(std::string_view(table.schema)) + ".");
    return statement;
  }

  Statements drop_index(const ops::DropIndex& op, const TableLookup&) const override {
    return {{.sql = fmt::format("DROP INDEX {}{}", op.if_exists ? "IF EXISTS " : "",
                                quote(schema::ObjectName{op.schema, op.name.text}))}};
  }

  // Changing a table that is there.

  Statements add_column(const ops::AddColumn& op, const TableLookup& tables) const override {
    const TableName name{op.schema, op.table};
    if (op.if_not_exists && has_column(tables, name, op.column.name)) return {};
    if (can_add(op)) return {{.sql = fmt::format("{} ADD COLUMN {}", alter_table(op.schema, op.table), added(op))}};
    Rebuild rebuild(*this, table(name, tables, "add_column"));
    apply(rebuild, op);
    return rebuild.statements();
  }

  Statements drop_column(const ops::DropColumn& op, const TableLookup& tables) const override {
    const TableName name{op.schema, op.table};
    Rebuild rebuild(*this, table(name, tables, "drop_column"));
    apply(rebuild, op);
    return rebuild.statements();
  }

  Statements alter_column(const ops::AlterColumn& op, const TableLookup& tables) const override {
    const bool renames = op.new_column_name && *op.new_column_name != op.column;
    const bool changes = op.nullable || op.type || op.server_default || op.autoincrement || op.identity;
    if (!changes && !renames) return {};
    if (!changes)
      return {{.sql = fmt::format("{} RENAME COLUMN {} TO {}", alter_table(op.schema, op.table), quote(op.column),
                                  quote(*op.new_column_name))}};
    Rebuild rebuild(*this, table({op.schema, op.table}, tables, "alter_column"));
    apply(rebuild, op);
    return rebuild.statements();
  }

  Statements create_primary_key(const ops::CreatePrimaryKey& op, const TableLookup& tables) const override {
    return rebuilt({op.schema, op.table}, tables, op);
  }
  Statements create_unique(const ops::CreateUniqueConstraint& op, const TableLookup& tables) const override {
    return rebuilt({op.schema, op.table}, tables, op);
  }
  Statements create_check(const ops::CreateCheckConstraint& op, const TableLookup& tables) const override {
    return rebuilt({op.schema, op.table}, tables, op);
  }
  Statements create_foreign_key(const ops::CreateForeignKey& op, const TableLookup& tables) const override {
    return rebuilt({op.source_schema, op.source}, tables, op);
  }
  Statements drop_constraint(const ops::DropConstraint& op, const TableLookup& tables) const override {
    return rebuilt({op.schema, op.table}, tables, op);
  }

  Statements batch_alter_table(const ops::BatchAlterTable& op, const TableLookup& tables) const override {
    if (op.recreate == ops::Recreate::never || std::ranges::all_of(op.operations, [&](const ops::Operation& operation) {
          return op.recreate == ops::Recreate::automatic && is_native(operation);
        }))
      return AnsiDialect::batch_alter_table(op, tables);
    Rebuild rebuild(*this, table({op.schema, op.table}, tables, "batch_alter_table"));
    for (const ops::Operation& operation : op.operations)
      std::visit([&](const auto& inner) { apply(rebuild, inner); }, operation.body);
    return rebuild.statements();
  }

 private:
  std::string conflict_clause(const schema::DialectOptions& options, std::string_view option) const {
    const std::string resolution = options.text(name(), option);
    return resolution.empty() ? std::string() : " ON CONFLICT " + ansi::phrase(resolution, option, resolutions);
  }

  Table table(const TableName& name, const TableLookup& tables, std::string_view operation) const {
    if (std::optional<Table> found = tables.find_table(name)) return std::move(*found);
    if (tables.complete()) throw Error(ErrorKind::script, fmt::format("there is no table \"{}\"", schema::shown(name)));
    throw Error(ErrorKind::unsupported,
                fmt::format("{} on SQLite makes the table \"{}\" anew, and an offline run (--sql) cannot see how it is "
                            "made",
                            operation, schema::shown(name)),
                "run this revision online, or write the SQL by op.execute");
  }

  template <class Op>
  Statements rebuilt(const TableName& name, const TableLookup& tables, const Op& op) const {
    Rebuild rebuild(*this, table(name, tables, Op::lua_name));
    apply(rebuild, op);
    return rebuild.statements();
  }

  // Source of the conditions: https://sqlite.org/lang_altertable.html, ALTER TABLE ADD COLUMN.
  bool can_add(const ops::AddColumn& op) const {
    const schema::Column& column = op.column;
    if (!op.insert_before.empty() || !op.insert_after.empty()) return false;
    if (column.primary_key || column.unique || column.index) return false;
    if (column.computed) return column.computed->persisted != true;
    if (has_value(column) && !is_constant(*column.server_default)) return false;
    return column.nullable.value_or(true) || has_value(column);
  }

  bool is_native(const ops::Operation& operation) const {
    if (const auto* add = std::get_if<ops::AddColumn>(&operation.body)) return can_add(*add);
    if (const auto* alter = std::get_if<ops::AlterColumn>(&operation.body))
      return !alter->nullable && !alter->type && !alter->server_default && !alter->autoincrement && !alter->identity &&
             alter->insert_before.empty() && alter->insert_after.empty();
    return std::holds_alternative<ops::CreateIndex>(operation.body) ||
           std::holds_alternative<ops::DropIndex>(operation.body) ||
           std::holds_alternative<ops::Execute>(operation.body) ||
           std::holds_alternative<ops::CreateTableComment>(operation.body) ||
           std::holds_alternative<ops::DropTableComment>(operation.body);
  }

  // A reference can only stand with the column.
  std::string added(const ops::AddColumn& op) const {
    std::string clause = column_clause(op.column, op.column.primary_key, false);
    if (op.column.references) {
      const schema::ForeignKey key = ansi::foreign_key_of(op.column);
      clause += " " + constraint_prefix(key.name) + references_clause(key);
    }
    return clause;
  }

  // What each operation is in a rebuild.

  void apply(Rebuild& rebuild, const ops::AddColumn& op) const {
    if (op.if_not_exists && rebuild.has_column(op.column.name)) return;
    rebuild.add_column(op.column.name, added(op), op.insert_before, op.insert_after);
    if (op.column.primary_key)
      rebuild.add_constraint(ClauseKind::primary_key, {op.column.name},
                             primary_key_clause(schema::PrimaryKey{.columns = {op.column.name}}));
    if (op.column.unique)
      rebuild.add_constraint(ClauseKind::unique, {op.column.name},
                             unique_clause(schema::Unique{.columns = {op.column.name}}));
    if (op.column.index) {
      schema::Index index{.columns = {schema::IndexColumn{.expression = op.column.name}}};
      index.name = schema::index_name({}, {op.schema, op.table}, index, identifier_limit());
      rebuild.add_index(index_statement({op.schema, op.table}, index));
    }
  }

  void apply(Rebuild& rebuild, const ops::DropColumn& op) const {
    if (op.if_exists && !rebuild.has_column(op.column)) return;
    rebuild.drop_column(op.column);
  }

  void apply(Rebuild& rebuild, const ops::AlterColumn& op) const {
    if (op.identity) unsupported("identity columns", "leave `identity` out here: ask op.dialect");
    if (op.autoincrement)
      unsupported("change of autoincrement for a table that is there", "make the table anew with sqlite_autoincrement");
    if (op.type) rebuild.set_type(op.column, type_sql(*op.type));
    if (op.nullable) rebuild.set_nullable(op.column, *op.nullable);
    if (op.server_default) {
      const bool dropped = std::holds_alternative<schema::Null>(*op.server_default);
      rebuild.set_default(op.column,
                          dropped ? std::nullopt : std::optional("DEFAULT " + default_sql(*op.server_default)));
    }
    rebuild.move_column(op.column, op.insert_before, op.insert_after);
    if (op.new_column_name && *op.new_column_name != op.column) rebuild.rename_column(op.column, *op.new_column_name);
  }

  void apply(Rebuild& rebuild, const ops::CreatePrimaryKey& op) const {
    rebuild.add_constraint(
        ClauseKind::primary_key, op.columns,
        primary_key_clause(schema::PrimaryKey{.columns = op.columns, .name = op.name, .options = op.options}));
  }
  void apply(Rebuild& rebuild, const ops::CreateUniqueConstraint& op) const {
    rebuild.add_constraint(
        ClauseKind::unique, op.columns,
        unique_clause(schema::Unique{.columns = op.columns, .name = op.name, .options = op.options}));
  }
  void apply(Rebuild& rebuild, const ops::CreateCheckConstraint& op) const {
    rebuild.add_constraint(
        ClauseKind::check, {},
        check_clause(schema::Check{.condition = op.condition, .name = op.name, .options = op.options}));
  }
  void apply(Rebuild& rebuild, const ops::CreateForeignKey& op) const {
    const schema::ForeignKey key{.columns = op.local_columns,
                                 .referent = {{op.referent_schema, op.referent}, op.remote_columns},
                                 .name = op.name,
                                 .ondelete = op.ondelete,
                                 .onupdate = op.onupdate,
                                 .options = op.options};
    rebuild.add_constraint(ClauseKind::references, op.local_columns, foreign_key_clause(key));
  }
  void apply(Rebuild&, const ops::CreateExcludeConstraint& op) const { exclude_clause({.elements = op.elements}); }

  void apply(Rebuild& rebuild, const ops::DropConstraint& op) const {
    if (rebuild.drop_constraint(op.name.text, op.type) || op.if_exists) return;
    const std::vector<std::string> names = rebuild.constraint_names();
    throw Error(
        ErrorKind::script, fmt::format("the table \"{}\" has no constraint \"{}\"", op.table, op.name.text),
        names.empty() ? "none of its constraints has a name" : "those with a name are " + ansi::joined(names, ", "));
  }
  void apply(Rebuild&, const ops::ValidateConstraint& op) const { validate_constraint(op, schema::NoTables()); }

  void apply(Rebuild& rebuild, const ops::CreateIndex& op) const {
    rebuild.add_index(index_statement({op.schema, op.table}, {.name = op.name,
                                                              .columns = op.columns,
                                                              .unique = op.unique,
                                                              .if_not_exists = op.if_not_exists,
                                                              .options = op.options}));
  }
  void apply(Rebuild& rebuild, const ops::DropIndex& op) const {
    if (!rebuild.drop_index(op.name.text) && !op.if_exists)
      throw Error(ErrorKind::script, fmt::format("there is no index \"{}\"", op.name.text));
  }
  void apply(Rebuild&, const ops::CreateTableComment&) const {}
  void apply(Rebuild&, const ops::DropTableComment&) const {}

  template <class Other>
  void apply(Rebuild&, const Other&) const {
    throw Error(ErrorKind::script,
                fmt::format("{} cannot stand in a batch block that makes its table anew", Other::lua_name),
                "put it before or after the block");
  }
};

}  // namespace

const Dialect& dialect() {
  static const SqliteDialect the_dialect;
  return the_dialect;
}

}  // namespace luamigrate::databases::sqlite
