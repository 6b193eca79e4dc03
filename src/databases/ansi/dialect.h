// What the SQL of databases truly shares. A dialect overrides only what differs; each operation, each clause and each
// kind of value is a function of its own.
//
// The texts read like SQLAlchemy's and Alembic's: the same clauses in the same order, constraints called the same.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "databases/ansi/table_parts.h"
#include "databases/database.h"
#include "databases/dialect.h"

namespace luamigrate::databases::ansi {

using Statements = std::vector<Statement>;

class AnsiDialect : public Dialect {
 public:
  // Refuses options that this database does not honour, then calls the function of the operation below.
  Statements compile(const ops::Operation& operation, const schema::TableLookup& tables) const final;

  std::string insert_sql(const schema::TableName& table, const std::vector<std::string>& columns) const override;

  std::string update_sql(const schema::TableName& table, const std::vector<std::string>& columns,
                         const std::vector<std::string>& keys) const override;
  Statement select_piece(const Piece& piece) const override;
  Statement select_last_key(const Piece& piece) const override;
  Statement count_from(const Piece& piece) const override;
  Statement find_bad_key(const Piece& piece, bool are_unique) const override;
  Statement update_range(const ops::BatchedUpdate& update, const std::vector<std::string>& keys,
                         const std::vector<schema::Value>& after,
                         const std::vector<schema::Value>& last) const override;

  // Quotes by SQLAlchemy's rule: reserved words, capitals, characters but letters, digits, _ and $, a leading digit or
  // $.
  using Dialect::quote;
  std::string quote(std::string_view identifier) const override;
  std::string literal(const schema::Value& value) const override;
  // The variant for this database if there is one; then generic_type_sql() or own_type_sql(). Throws Error{unsupported}
  // for the type of another database.
  std::string type_sql(const schema::Type& type) const override;

 protected:
  virtual std::span<const OptionDeclaration> options() const = 0;
  virtual bool is_reserved(std::string_view lower_case_word) const = 0;
  virtual std::string_view title() const = 0;  // "PostgreSQL": for messages

  // Operations.
  virtual Statements create_table(const ops::CreateTable& op, const schema::TableLookup& tables) const;
  virtual Statements drop_table(const ops::DropTable& op, const schema::TableLookup& tables) const;
  virtual Statements rename_table(const ops::RenameTable& op, const schema::TableLookup& tables) const;
  // Comments do nothing where a database has none, which is what these do.
  virtual Statements create_table_comment(const ops::CreateTableComment& op, const schema::TableLookup& tables) const;
  virtual Statements drop_table_comment(const ops::DropTableComment& op, const schema::TableLookup& tables) const;
  virtual Statements add_column(const ops::AddColumn& op, const schema::TableLookup& tables) const;
  virtual Statements drop_column(const ops::DropColumn& op, const schema::TableLookup& tables) const;
  virtual Statements alter_column(const ops::AlterColumn& op, const schema::TableLookup& tables) const = 0;
  virtual Statements create_primary_key(const ops::CreatePrimaryKey& op, const schema::TableLookup& tables) const;
  virtual Statements create_unique(const ops::CreateUniqueConstraint& op, const schema::TableLookup& tables) const;
  virtual Statements create_check(const ops::CreateCheckConstraint& op, const schema::TableLookup& tables) const;
  virtual Statements create_foreign_key(const ops::CreateForeignKey& op, const schema::TableLookup& tables) const;
  virtual Statements create_exclude(const ops::CreateExcludeConstraint& op, const schema::TableLookup& tables) const;
  virtual Statements drop_constraint(const ops::DropConstraint& op, const schema::TableLookup& tables) const;
  virtual Statements validate_constraint(const ops::ValidateConstraint& op, const schema::TableLookup& tables) const;
  virtual Statements create_index(const ops::CreateIndex& op, const schema::TableLookup& tables) const;
  virtual Statements drop_index(const ops::DropIndex& op, const schema::TableLookup& tables) const;
  virtual Statements execute(const ops::Execute& op, const schema::TableLookup& tables) const;
  virtual Statements bulk_insert(const ops::BulkInsert& op, const schema::TableLookup& tables) const;
  virtual Statements batched_update(const ops::BatchedUpdate& op, const schema::TableLookup& tables) const;
  // Objects beside tables. Views are much the same everywhere; for the rest these throw Error{unsupported}.
  virtual Statements create_schema(const ops::CreateSchema& op) const;
  virtual Statements drop_schema(const ops::DropSchema& op) const;
  virtual Statements create_extension(const ops::CreateExtension& op) const;
  virtual Statements drop_extension(const ops::DropExtension& op) const;
  virtual Statements create_view(const ops::CreateView& op, const schema::TableLookup& tables) const;
  virtual Statements drop_view(const ops::DropView& op) const;
  virtual Statements refresh_materialized_view(const ops::RefreshMaterializedView& op) const;
  virtual Statements create_function(const ops::CreateFunction& op) const;
  virtual Statements drop_function(const ops::DropFunction& op) const;
  virtual Statements create_trigger(const ops::CreateTrigger& op) const;
  virtual Statements drop_trigger(const ops::DropTrigger& op) const;
  virtual Statements create_sequence(const ops::CreateSequence& op) const;
  virtual Statements alter_sequence(const ops::AlterSequence& op) const;
  virtual Statements drop_sequence(const ops::DropSequence& op) const;
  virtual Statements create_enum(const ops::CreateEnum& op) const;
  virtual Statements add_enum_value(const ops::AddEnumValue& op) const;
  virtual Statements rename_enum_value(const ops::RenameEnumValue& op) const;
  virtual Statements drop_enum(const ops::DropEnum& op) const;
  virtual Statements grant(const ops::Grant& op) const;
  virtual Statements revoke(const ops::Revoke& op) const;
  virtual Statements enable_row_security(const ops::EnableRowSecurity& op) const;
  virtual Statements disable_row_security(const ops::DisableRowSecurity& op) const;
  virtual Statements create_policy(const ops::CreatePolicy& op) const;
  virtual Statements drop_policy(const ops::DropPolicy& op) const;
  // The operations one after another; what a batch says about a table that is made anew has no meaning here.
  virtual Statements batch_alter_table(const ops::BatchAlterTable& op, const schema::TableLookup& tables) const;
  std::vector<ops::Operation> parts(const ops::BatchAlterTable& op) const override;
  Statements one_by_one(const std::vector<ops::Operation>& operations, const schema::TableLookup& tables) const;

  // Clauses. A constraint begins with `CONSTRAINT name ` where it has a name.
  // `column` as CREATE TABLE and ADD COLUMN write it, its check included; `counted` is the autoincrement column.
  virtual std::string column_clause(const schema::Column& column, bool in_primary_key, bool counted) const;
  virtual std::string primary_key_clause(const schema::PrimaryKey& key) const;
  virtual std::string unique_clause(const schema::Unique& unique) const;
  virtual std::string check_clause(const schema::Check& check) const;
  virtual std::string foreign_key_clause(const schema::ForeignKey& key) const;
  virtual std::string exclude_clause(const schema::Exclude& exclude) const;  // Error{unsupported}
  std::string constraint_clause(const TableConstraint& constraint) const;
  // REFERENCES ... with MATCH, ON DELETE, ON UPDATE and DEFERRABLE.
  virtual std::string references_clause(const schema::ForeignKey& key) const;
  // The CHECK of an Enum that asks for one, where there are no enum types.
  std::optional<schema::Check> enum_check(const schema::Column& column) const;
  std::string deferrable_clause(const schema::DialectOptions& options) const;
  virtual std::string computed_clause(const schema::Computed& computed) const;
  virtual std::string collate_clause(std::string_view collation) const;  // ` COLLATE "de_DE"`
  virtual std::string default_sql(const schema::DefaultValue& value) const;
  // The body of CREATE TABLE with its parentheses: columns, then the primary key, then constraints.
  std::string table_body(const TableParts& parts) const;
  virtual std::string table_suffix(const ops::CreateTable&) const { return {}; }  // after the body
  virtual Statement index_statement(const schema::TableName& table, const schema::Index& index) const;
  virtual std::string index_column_sql(const schema::IndexColumn& column) const;

  // Types that are spelled alike nearly everywhere.
  virtual std::string generic_type_sql(const schema::Type& type) const;
  virtual std::string own_type_sql(const schema::Type& type) const;

  // Values.
  virtual std::string quoted(std::string_view identifier) const;  // always in quotes
  virtual std::string text_literal(std::string_view text) const;
  virtual std::string blob_literal(std::string_view bytes) const;
  virtual std::string bool_literal(bool value) const;
  virtual std::string number_literal(double value) const;

  // Building blocks.
  // Throws Error{script} where the table is known to have the constraint as one of another type.
  void require_type(const ops::DropConstraint& op, const schema::TableLookup& tables) const;
  const std::string& constraint_name(const ops::DropConstraint& op) const;  // refuses one without
  std::string placeholder(std::size_t number) const;                        // 1-based: "?", "$1"
  virtual std::string key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                                    const std::vector<schema::Value>& values, std::vector<schema::Value>& params) const;
  // The same as `a >= ? AND (a > ? OR (a = ? AND b > ?))`, where rows cannot be compared or are not taken for a range.
  std::string spelled_out_key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                                        const std::vector<schema::Value>& values,
                                        std::vector<schema::Value>& params) const;
  virtual std::string_view row_lock() const { return {}; }    // behind a SELECT whose rows are to be changed
  virtual std::string_view table_hint() const { return {}; }  // the same behind the table's name
  virtual std::string rows_clause(std::int64_t limit, std::int64_t offset) const;  // ` LIMIT 10 OFFSET 5`
  virtual std::string_view count_all() const { return "count(*)"; }
  std::string view_sql(const ops::CreateView& op, std::string_view create) const;      // `create` begins it
  std::string quote_list(const std::vector<std::string>& names) const;                 // `a, "B"`
  std::string alter_table(const std::string& schema, const std::string& table) const;  // `ALTER TABLE t`
  std::string constraint_prefix(const schema::OptionalName& name) const;               // `CONSTRAINT n ` or nothing
  bool has_column(const schema::TableLookup& tables, const schema::TableName& table, std::string_view column) const;
  // As the database compares names; nullptr: the table is not known, or has no such column.
  const schema::Column* column_of(const std::optional<schema::Table>& table, std::string_view column) const;
  // What a new column's `unique`, `index` and `references` are; as constraints within its clause.
  static schema::Unique unique_of(const ops::AddColumn& op);
  schema::Index index_of(const ops::AddColumn& op) const;
  std::string parts_in_column(const ops::AddColumn& op) const;
  [[noreturn]] void unsupported(std::string_view what, std::string hint = {}) const;  // "SQLite has no <what>"
};

// The one of `allowed` that `word` is, in whatever case; Error{script} otherwise: texts that go into SQL as they are.
std::string phrase(std::string_view word, std::string_view option, std::span<const std::string_view> allowed);

// The names that an option gives, as one name or as a list; empty: it is not given.
std::vector<std::string> names_of(const schema::DialectOptions& options, std::string_view dialect,
                                  std::string_view option);

// Privileges as GRANT takes them: words in upper case, columns in parentheses behind them as they stand. Throws
// Error{script} with this hint where there are none.
std::string privilege_words(const std::vector<std::string>& privileges, std::string hint);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace luamigrate::databases::ansi
