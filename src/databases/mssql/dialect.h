#pragma once

#include "databases/ansi/dialect.h"

namespace luamigrate::databases::mssql {

// SQL Server 2017 and later, Azure SQL too.
//
// DDL rolls back here. What has to be looked up in the catalogue (the name of a default constraint, whether a column is
// there) is looked up by the SQL itself, so that a script does the same as a connected run.
class MssqlDialect final : public ansi::AnsiDialect {
 public:
  using AnsiDialect::quote;
  std::string_view name() const override { return "mssql"; }
  const sql::Syntax& syntax() const override;
  schema::NameLimit identifier_limit() const override { return {128, schema::NameLimit::Unit::utf16}; }
  bool transactional_ddl() const override { return true; }
  bool rolls_back(std::string_view sql) const override;
  std::string in_script(const sql::Token& token) const override;
  std::string_view begin_sql() const override { return "BEGIN TRANSACTION"; }
  std::string script_piece(std::string_view sql) const override;
  schema::Type text_type(std::optional<std::int64_t> length) const override;

 protected:
  using Statements = ansi::Statements;
  using TableLookup = schema::TableLookup;

  std::span<const OptionDeclaration> options() const override;
  bool is_reserved(std::string_view lower_case_word) const override;
  std::string_view title() const override { return "SQL Server"; }

  Statements create_table(const ops::CreateTable& op, const TableLookup& tables) const override;
  Statements rename_table(const ops::RenameTable& op, const TableLookup& tables) const override;
  Statements create_table_comment(const ops::CreateTableComment& op, const TableLookup& tables) const override;
  Statements drop_table_comment(const ops::DropTableComment& op, const TableLookup& tables) const override;
  Statements add_column(const ops::AddColumn& op, const TableLookup& tables) const override;
  Statements drop_column(const ops::DropColumn& op, const TableLookup& tables) const override;
  Statements alter_column(const ops::AlterColumn& op, const TableLookup& tables) const override;
  Statements create_check(const ops::CreateCheckConstraint& op, const TableLookup& tables) const override;
  Statements create_foreign_key(const ops::CreateForeignKey& op, const TableLookup& tables) const override;
  Statements validate_constraint(const ops::ValidateConstraint& op, const TableLookup& tables) const override;
  Statements drop_index(const ops::DropIndex& op, const TableLookup& tables) const override;
  Statements execute(const ops::Execute& op, const TableLookup& tables) const override;
  Statements bulk_insert(const ops::BulkInsert& op, const TableLookup& tables) const override;

  Statements create_schema(const ops::CreateSchema& op) const override;
  Statements drop_schema(const ops::DropSchema& op) const override;
  Statements create_view(const ops::CreateView& op, const schema::TableLookup& tables) const override;
  Statements create_function(const ops::CreateFunction& op) const override;
  Statements drop_function(const ops::DropFunction& op) const override;
  Statements create_trigger(const ops::CreateTrigger& op) const override;
  Statements drop_trigger(const ops::DropTrigger& op) const override;
  Statements create_sequence(const ops::CreateSequence& op) const override;
  Statements alter_sequence(const ops::AlterSequence& op) const override;
  Statements drop_sequence(const ops::DropSequence& op) const override;
  Statements grant(const ops::Grant& op) const override;
  Statements revoke(const ops::Revoke& op) const override;

  std::string column_clause(const schema::Column& column, bool in_primary_key, bool counted) const override;
  std::string primary_key_clause(const schema::PrimaryKey& key) const override;
  std::string unique_clause(const schema::Unique& unique) const override;
  std::string references_clause(const schema::ForeignKey& key) const override;
  std::string computed_clause(const schema::Computed& computed) const override;
  std::string collate_clause(std::string_view collation) const override;
  Statement index_statement(const schema::TableName& table, const schema::Index& index) const override;
  std::string index_column_sql(const schema::IndexColumn& column) const override;

  std::string generic_type_sql(const schema::Type& type) const override;
  std::string own_type_sql(const schema::Type& type) const override;

  std::string quoted(std::string_view identifier) const override;
  std::string text_literal(std::string_view text) const override;
  std::string blob_literal(std::string_view bytes) const override;
  std::string bool_literal(bool value) const override { return value ? "1" : "0"; }
  std::string number_literal(double value) const override;
  std::string key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                            const std::vector<schema::Value>& values,
                            std::vector<schema::Value>& params) const override {
    return spelled_out_key_condition(keys, comparison, values, params);
  }
  std::string_view table_hint() const override { return " WITH (UPDLOCK)"; }
  std::string rows_clause(std::int64_t limit, std::int64_t offset) const override;
  std::string_view count_all() const override { return "count_big(*)"; }

 private:
  // `'audit.[Order Lines]'`: a name as the functions and procedures of the catalogue take it.
  std::string name_literal(const schema::ObjectName& name) const {
    return text_literal((name.name.starts_with('#') ? "tempdb.." : "") + quote(name));
  }
  std::string object_id(const schema::ObjectName& name) const { return "OBJECT_ID(" + name_literal(name) + ")"; }
  // `statement` in a string, for what must be the first of its batch.
  std::string executed(std::string_view statement) const { return "EXEC(" + text_literal(statement) + ")"; }
  // `IF OBJECT_ID('v', 'V') IS NULL EXEC('CREATE VIEW ...')`
  std::string unless_there(const schema::ObjectName& name, std::string_view kind, std::string_view statement) const;
  std::string or_alter(bool replace) const { return replace ? "CREATE OR ALTER" : "CREATE"; }

  // What hangs on a column is dropped by the names that the catalogue has for it.
  Statement drop_defaults(const schema::TableName& table, const std::string& column) const;
  Statement drop_uniques(const schema::TableName& table, const std::string& column) const;
  Statement drop_checks(const schema::TableName& table, const std::string& column) const;
  Statement drop_foreign_keys(const schema::TableName& table, const std::string& column) const;
  // Those that are found as `c`: the rest of a SELECT behind FROM.
  Statement drop_found(const schema::TableName& table, std::string_view from) const;

  // A comment is the extended property MS_Description. An empty column: the table's own.
  struct CommentPlace {
    std::string if_there;  // SQL up to what is done where there is one
    std::string owner;     // what it belongs to, as the procedures take it
  };
  CommentPlace comment_place(const schema::TableName& table, const std::string& column) const;
  Statement set_comment(const schema::TableName& table, const std::string& column, const std::string& comment) const;
  Statement drop_comment(const schema::TableName& table, const std::string& column) const;

  // ALTER COLUMN writes a column anew and loses nullability and collation where it leaves them out.
  Statement change_type(const ops::AlterColumn& op, const schema::Column* found) const;
  std::string kept_collation(const schema::Type& type, const schema::Column* found) const;

  std::string clustered(const schema::DialectOptions& options) const;  // `CLUSTERED `, `NONCLUSTERED ` or nothing
  std::string with_clause(const schema::DialectOptions& options) const;
  std::string privileges(const std::vector<std::string>& privileges) const;
  std::string securable(std::string_view text) const;
  std::string principals(const schema::NameList& roles) const;
};

const MssqlDialect& dialect();

}  // namespace luamigrate::databases::mssql
