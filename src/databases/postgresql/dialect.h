#pragma once

#include "databases/ansi/dialect.h"

namespace luamigrate::databases::postgresql {

// PostgreSQL 12 and later.
class PostgresqlDialect final : public ansi::AnsiDialect {
 public:
  std::string_view name() const override { return "postgresql"; }
  const sql::Syntax& syntax() const override;
  schema::NameLimit identifier_limit() const override { return 63; }
  bool indexes_share_names() const override { return true; }
  Savepoint savepoint() const override {
    return {"SAVEPOINT luamigrate_rows", "ROLLBACK TO SAVEPOINT luamigrate_rows", "RELEASE SAVEPOINT luamigrate_rows"};
  }
  std::optional<Statement> find_heirs(const schema::TableName& table) const override;
  bool transactional_ddl() const override { return true; }
  std::string conversion(const std::string& column, const schema::Type& from, const schema::Type& to) const override;
  std::optional<schema::Table> as_shown(schema::Table written) const override;
  ops::CreateSequence sequence_as_shown(ops::CreateSequence written) const override;
  std::string usual_name(NamedKind kind, const std::string& table,
                         const std::vector<std::string>& columns) const override;

 protected:
  using Statements = ansi::Statements;

  std::span<const OptionDeclaration> options() const override;
  bool is_reserved(std::string_view lower_case_word) const override;
  std::string_view title() const override { return "PostgreSQL"; }

  Statements create_table(const ops::CreateTable& op, const schema::TableLookup& tables) const override;
  Statements drop_table(const ops::DropTable& op, const schema::TableLookup& tables) const override;
  Statements create_table_comment(const ops::CreateTableComment& op, const schema::TableLookup& tables) const override;
  Statements drop_table_comment(const ops::DropTableComment& op, const schema::TableLookup& tables) const override;
  Statements add_column(const ops::AddColumn& op, const schema::TableLookup& tables) const override;
  Statements drop_column(const ops::DropColumn& op, const schema::TableLookup& tables) const override;
  Statements alter_column(const ops::AlterColumn& op, const schema::TableLookup& tables) const override;
  Statements drop_constraint(const ops::DropConstraint& op, const schema::TableLookup& tables) const override;
  Statements validate_constraint(const ops::ValidateConstraint& op, const schema::TableLookup& tables) const override;
  Statements create_index(const ops::CreateIndex& op, const schema::TableLookup& tables) const override;
  Statements drop_index(const ops::DropIndex& op, const schema::TableLookup& tables) const override;

  Statements create_schema(const ops::CreateSchema& op) const override;
  Statements drop_schema(const ops::DropSchema& op) const override;
  Statements create_extension(const ops::CreateExtension& op) const override;
  Statements drop_extension(const ops::DropExtension& op) const override;
  Statements create_view(const ops::CreateView& op, const schema::TableLookup& tables) const override;
  Statements drop_view(const ops::DropView& op) const override;
  Statements refresh_materialized_view(const ops::RefreshMaterializedView& op) const override;
  Statements create_function(const ops::CreateFunction& op) const override;
  Statements drop_function(const ops::DropFunction& op) const override;
  Statements create_trigger(const ops::CreateTrigger& op) const override;
  Statements drop_trigger(const ops::DropTrigger& op) const override;
  Statements create_sequence(const ops::CreateSequence& op) const override;
  Statements alter_sequence(const ops::AlterSequence& op) const override;
  Statements drop_sequence(const ops::DropSequence& op) const override;
  Statements create_enum(const ops::CreateEnum& op) const override;
  Statements add_enum_value(const ops::AddEnumValue& op) const override;
  Statements rename_enum_value(const ops::RenameEnumValue& op) const override;
  Statements drop_enum(const ops::DropEnum& op) const override;
  Statements grant(const ops::Grant& op) const override;
  Statements revoke(const ops::Revoke& op) const override;
  Statements enable_row_security(const ops::EnableRowSecurity& op) const override;
  Statements disable_row_security(const ops::DisableRowSecurity& op) const override;
  Statements create_policy(const ops::CreatePolicy& op) const override;
  Statements drop_policy(const ops::DropPolicy& op) const override;

  std::string column_clause(const schema::Column& column, bool in_primary_key, bool counted) const override;
  std::string primary_key_clause(const schema::PrimaryKey& key) const override;
  std::string unique_clause(const schema::Unique& unique) const override;
  std::string check_clause(const schema::Check& check) const override;
  std::string foreign_key_clause(const schema::ForeignKey& key) const override;
  std::string exclude_clause(const schema::Exclude& exclude) const override;
  std::string computed_clause(const schema::Computed& computed) const override;
  std::string table_suffix(const ops::CreateTable& op) const override;
  Statement index_statement(const schema::TableName& table, const schema::Index& index) const override;

  std::string generic_type_sql(const schema::Type& type) const override;
  std::string own_type_sql(const schema::Type& type) const override;

  std::string_view row_lock() const override { return " FOR UPDATE"; }
  Statements execute(const ops::Execute& op, const schema::TableLookup& tables) const override;
  std::string text_literal(std::string_view text) const override;
  std::string blob_literal(std::string_view bytes) const override;
  std::string number_literal(double value) const override;

 private:
  std::string role(std::string_view role) const;
  std::string roles(const schema::NameList& roles) const;
  std::string privileges(const std::vector<std::string>& privileges) const;
  std::string object(std::string_view text) const;  // "table users": what privileges are on
  std::string dotted(std::string_view text) const;  // "users.id"
  const std::string& with_whole_names(const std::string& text) const;
  std::string operator_class(std::string_view text) const;
  std::string label_literal(const std::string& label) const;  // of an enum
  // Makes the enum's type unless there is one of its name; nothing for a type without an enum. Safe to run again, and
  // offline, where nobody can be asked.
  void create_type_of(const schema::Type& type, Statements& statements) const;
  // Drops the view and makes it again with its comments, privileges and, if that is wanted, indexes.
  Statement replace_materialized(const schema::ObjectName& view, const std::string& create, bool keeps_indexes) const;
  Statement enum_statement(const std::string& quoted_name, const std::vector<std::string>& values,
                           bool if_not_exists) const;
  std::string enum_name(const schema::Type& type) const;
  std::string column_comment(const schema::TableName& table, const std::string& column,
                             const schema::NullableText& comment) const;
  void alter_identity(const ops::AlterColumn& op, const schema::TableLookup& tables, const std::string& alter,
                      Statements& statements) const;
  std::string without_serial(const schema::Type& type) const;  // the integer type where it is SERIAL
  // The sequence that a column counts by gets the bounds of its new type.
  void widen_counting(const ops::AlterColumn& op, const std::string& type, Statements& statements) const;
  void stop_counting(const ops::AlterColumn& op, const std::string& alter, Statements& statements) const;
  void start_counting(const ops::AlterColumn& op, const std::string& alter, const schema::TableLookup& tables,
                      Statements& statements) const;
  void go_on_counting(const ops::AlterColumn& op, const schema::Identity& identity, Statements& statements) const;
  std::string own_sequence(const ops::AlterColumn& op) const;
  std::string include_clause(const schema::DialectOptions& options) const;
  std::string with_clause(const schema::DialectOptions& options) const;
};

const PostgresqlDialect& dialect();

// Text between dollar signs, with a tag of this word that does not occur in it.
std::string dollar_quoted(std::string_view text, std::string_view word);

}  // namespace luamigrate::databases::postgresql
