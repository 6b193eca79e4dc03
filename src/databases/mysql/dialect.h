#pragma once

#include "databases/ansi/dialect.h"

namespace luamigrate::databases::mysql {

// MySQL 8.0.19 and later, MariaDB 10.7 and later; the same SQL for both.
//
// DDL commits by itself here, so each operation is one statement where that can be: it is done or it is not. What
// changes a table is a list of clauses of one ALTER TABLE, also for the operations of a batch block.
class MysqlDialect final : public ansi::AnsiDialect {
 public:
  std::string_view name() const override { return "mysql"; }
  const sql::Syntax& syntax() const override;
  schema::NameLimit identifier_limit() const override { return {64, schema::NameLimit::Unit::characters}; }
  std::string usual_name(NamedKind kind, const std::string& table,
                         const std::vector<std::string>& columns) const override;
  std::optional<schema::Table> as_shown(schema::Table written) const override;
  ops::CreateSequence sequence_as_shown(ops::CreateSequence written) const override;
  bool indexes_foreign_keys() const override { return true; }
  bool changes_tables_at_once() const override { return true; }
  bool transactional_ddl() const override { return false; }
  // Its programs take a script for latin1, or for what the machine is set to; literals are written with \\ for a
  // backslash.
  std::string_view script_head() const override {
    return "SET NAMES utf8mb4, SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')";
  }
  std::string script_piece(std::string_view sql) const override;
  std::string in_script(const sql::Token& token) const override;
  schema::Type text_type(std::optional<std::int64_t> length) const override;
  std::string insert_sql(const schema::TableName& table, const std::vector<std::string>& columns) const override;
  std::string type_sql(const schema::Type& type) const override;

 protected:
  bool ignores_case_of_names() const override { return true; }
  using Statements = ansi::Statements;
  using TableLookup = schema::TableLookup;
  using Clauses = std::vector<std::string>;

  std::span<const OptionDeclaration> options() const override;
  bool is_reserved(std::string_view lower_case_word) const override;
  std::string_view title() const override { return "MySQL"; }

  Statements create_table(const ops::CreateTable& op, const TableLookup& tables) const override;
  Statements drop_table(const ops::DropTable& op, const TableLookup& tables) const override;
  Statements rename_table(const ops::RenameTable& op, const TableLookup& tables) const override;
  Statements create_table_comment(const ops::CreateTableComment& op, const TableLookup& tables) const override;
  Statements drop_table_comment(const ops::DropTableComment& op, const TableLookup& tables) const override;
  Statements add_column(const ops::AddColumn& op, const TableLookup& tables) const override;
  Statements drop_column(const ops::DropColumn& op, const TableLookup& tables) const override;
  Statements alter_column(const ops::AlterColumn& op, const TableLookup& tables) const override;
  Statements create_primary_key(const ops::CreatePrimaryKey& op, const TableLookup& tables) const override;
  Statements create_unique(const ops::CreateUniqueConstraint& op, const TableLookup& tables) const override;
  Statements create_check(const ops::CreateCheckConstraint& op, const TableLookup& tables) const override;
  Statements create_foreign_key(const ops::CreateForeignKey& op, const TableLookup& tables) const override;
  Statements drop_constraint(const ops::DropConstraint& op, const TableLookup& tables) const override;
  Statements create_index(const ops::CreateIndex& op, const TableLookup& tables) const override;
  Statements drop_index(const ops::DropIndex& op, const TableLookup& tables) const override;
  Statements batch_alter_table(const ops::BatchAlterTable& op, const TableLookup& tables) const override;
  std::vector<ops::Operation> parts(const ops::BatchAlterTable& op) const override;
  // Statements that commit by themselves are marked, so that the run knows where its transaction ends.
  Statements execute(const ops::Execute& op, const TableLookup& tables) const override;

  Statements create_schema(const ops::CreateSchema& op) const override;
  Statements drop_schema(const ops::DropSchema& op) const override;
  Statements create_view(const ops::CreateView& op, const schema::TableLookup& tables) const override;
  Statements drop_view(const ops::DropView& op) const override;
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
  std::string table_suffix(const ops::CreateTable& op) const override;
  std::string collate_clause(std::string_view collation) const override;
  std::string index_column_sql(const schema::IndexColumn& column) const override;

  std::string generic_type_sql(const schema::Type& type) const override;
  std::string own_type_sql(const schema::Type& type) const override;

  std::string quoted(std::string_view identifier) const override;
  std::string text_literal(std::string_view text) const override;
  std::string key_condition(const std::vector<std::string>& keys, std::string_view comparison,
                            const std::vector<schema::Value>& values,
                            std::vector<schema::Value>& params) const override;
  schema::Value compared(const schema::Column& column, const schema::Value& value) const override;
  std::string_view row_lock() const override { return " FOR UPDATE"; }

 private:
  // What an operation on a table does to it, as clauses of ALTER TABLE; none: nothing to do.
  Clauses clauses(const ops::AddColumn& op, const TableLookup& tables) const;
  Clauses clauses(const ops::DropColumn& op, const TableLookup& tables) const;
  Clauses clauses(const ops::AlterColumn& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreatePrimaryKey& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreateUniqueConstraint& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreateCheckConstraint& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreateForeignKey& op, const TableLookup& tables) const;
  Clauses clauses(const ops::DropConstraint& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreateIndex& op, const TableLookup& tables) const;
  Clauses clauses(const ops::DropIndex& op, const TableLookup& tables) const;
  Clauses clauses(const ops::CreateTableComment& op, const TableLookup& tables) const;
  Clauses clauses(const ops::DropTableComment& op, const TableLookup& tables) const;
  Statements altered(const std::string& schema, const std::string& table, const Clauses& clauses) const;
  template <class Op>
  bool is_clause(const Op& op) const;

  // The column with what is asked for, and for the rest what was given as existing or stands in the table.
  schema::Column wanted(const ops::AlterColumn& op, const TableLookup& tables) const;
  // All of a column behind its name. `restated`: as MODIFY and CHANGE write it, NULL said too.
  std::string column_description(const schema::Column& column, bool nullable, bool counted, bool restated) const;
  std::string default_clause(const schema::DefaultValue& value, const schema::Type& type, bool nullable) const;
  std::string default_sql_for(const schema::DefaultValue& value, const schema::Type* type) const;
  template <class Op>
  std::string place(const Op& op, const TableLookup& tables) const;  // ` AFTER x`

  // `UNIQUE INDEX name ON t (a, b(10)) USING BTREE`; without a table as it stands in CREATE and ALTER TABLE.
  std::string index_definition(const schema::Index& index, const schema::TableName* table) const;
  std::string added_key(const schema::ForeignKey& key, bool if_not_exists) const;
  bool knows_index(const TableLookup& tables, const schema::TableName& table, const std::string& index) const;
  // for_mariadb(), where nobody can look.
  std::string unless_known(const TableLookup& tables, bool wanted, std::string_view words) const;
  std::string with_type_options(std::string text, const schema::Type& type) const;
  std::string privileges(const std::vector<std::string>& privileges) const;
  std::string object(std::string_view text) const;
  std::string account(std::string_view role) const;
  std::string accounts(const schema::NameList& roles) const;
};

const MysqlDialect& dialect();

// "IF EXISTS" and the like with a space behind, or nothing: to MySQL, which has none, it is a comment.
std::string for_mariadb(bool wanted, std::string_view words);

// A statement that commits what came before it and cannot be rolled back.
Statement definition(std::string sql);

// Whether the server commits before it runs the statement.
bool commits_by_itself(std::string_view sql);

// MySQL counts up a column outside the primary key too, where it says so and leads a unique constraint or an index.
// Empty: none does. `leading`: the first columns of those.
std::string counted_beside_key(const std::vector<schema::Column>& columns, const std::vector<std::string>& leading);
void add_leading(const schema::Unique& unique, std::vector<std::string>& names);
void add_leading(const schema::Index& index, std::vector<std::string>& names);

// A word that goes into SQL as it is: an engine, a character set.
std::string word(std::string_view text, std::string_view option);

}  // namespace luamigrate::databases::mysql
