#pragma once

#include "databases/ansi/dialect.h"

namespace luamigrate::databases::postgresql {

// PostgreSQL 12 and later.
class PostgresqlDialect final : public ansi::AnsiDialect {
 public:
  std::string_view name() const override { return "postgresql"; }
  const sql::Syntax& syntax() const override;
  std::size_t identifier_limit() const override { return 63; }
  bool transactional_ddl() const override { return true; }

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
  Statements drop_index(const ops::DropIndex& op, const schema::TableLookup& tables) const override;

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

  std::string blob_literal(std::string_view bytes) const override;
  std::string number_literal(double value) const override;

 private:
  // Makes the enum's type unless there is one of its name; nothing for a type without an enum. Safe to run again, and
  // offline, where nobody can be asked.
  void create_enum(const schema::Type& type, Statements& statements) const;
  std::string enum_name(const schema::Type& type) const;
  std::string column_comment(const schema::TableName& table, const std::string& column,
                             const schema::NullableText& comment) const;
  void alter_identity(const ops::AlterColumn& op, const schema::TableLookup& tables, const std::string& alter,
                      Statements& statements) const;
  std::string include_clause(const schema::DialectOptions& options) const;
  std::string with_clause(const schema::DialectOptions& options) const;
};

const PostgresqlDialect& dialect();

}  // namespace luamigrate::databases::postgresql
