#pragma once

#include <fmt/format.h>

#include "databases/ansi/dialect.h"
#include "databases/sqlite/rebuild.h"
#include "luamigrate/error.h"

namespace luamigrate::databases::sqlite {

// SQLite 3.35 and later. What ALTER TABLE cannot do is a rebuild of the table, for which the table must be known:
// offline that is Error{unsupported}.
class SqliteDialect final : public ansi::AnsiDialect {
 public:
  std::string_view name() const override { return "sqlite"; }
  const sql::Syntax& syntax() const override;
  bool ignores_case_of_names() const override { return true; }
  schema::NameLimit identifier_limit() const override { return 9999; }  // SQLAlchemy's, for names that are cut
  bool indexes_share_names() const override { return true; }
  bool primary_key_takes_null() const override { return true; }  // but for INTEGER PRIMARY KEY
  bool transactional_ddl() const override { return true; }
  std::string in_script(const sql::Token& token) const override;
  bool names_row_id(std::string_view column) const override;
  bool rebuilds_tables() const override { return true; }
  std::optional<schema::Table> as_shown(schema::Table written) const override;
  bool same_sql(std::string_view a, std::string_view b) const override;

 protected:
  using Statements = ansi::Statements;
  using TableLookup = schema::TableLookup;

  std::span<const OptionDeclaration> options() const override;
  bool is_reserved(std::string_view lower_case_word) const override;
  std::string_view title() const override { return "SQLite"; }

  Statements create_table(const ops::CreateTable& op, const TableLookup& tables) const override;
  std::string table_suffix(const ops::CreateTable& op) const override;
  std::string column_clause(const schema::Column& column, bool in_primary_key, bool counted) const override;
  std::string default_sql(const schema::DefaultValue& value) const override;
  std::string primary_key_clause(const schema::PrimaryKey& key) const override;
  std::string unique_clause(const schema::Unique& unique) const override;
  std::string check_clause(const schema::Check& check) const override;
  std::string references_clause(const schema::ForeignKey& key) const override;
  std::string index_column_sql(const schema::IndexColumn& column) const override;
  Statement index_statement(const schema::TableName& table, const schema::Index& index) const override;
  std::string generic_type_sql(const schema::Type& type) const override;
  std::string text_literal(std::string_view text) const override;
  std::string number_literal(double value) const override;
  std::string bool_literal(bool value) const override { return value ? "1" : "0"; }

  Statements rename_table(const ops::RenameTable& op, const TableLookup& tables) const override;
  Statements add_column(const ops::AddColumn& op, const TableLookup& tables) const override;
  Statements drop_column(const ops::DropColumn& op, const TableLookup& tables) const override;
  Statements alter_column(const ops::AlterColumn& op, const TableLookup& tables) const override;
  Statements create_primary_key(const ops::CreatePrimaryKey& op, const TableLookup& tables) const override;
  Statements create_unique(const ops::CreateUniqueConstraint& op, const TableLookup& tables) const override;
  Statements create_check(const ops::CreateCheckConstraint& op, const TableLookup& tables) const override;
  Statements create_foreign_key(const ops::CreateForeignKey& op, const TableLookup& tables) const override;
  Statements create_exclude(const ops::CreateExcludeConstraint& op, const TableLookup& tables) const override;
  Statements drop_constraint(const ops::DropConstraint& op, const TableLookup& tables) const override;
  Statements create_index(const ops::CreateIndex& op, const TableLookup& tables) const override;
  Statements create_view(const ops::CreateView& op, const schema::TableLookup& tables) const override;
  Statements create_trigger(const ops::CreateTrigger& op) const override;
  Statements drop_trigger(const ops::DropTrigger& op) const override;
  Statements batch_alter_table(const ops::BatchAlterTable& op, const TableLookup& tables) const override;
  std::string script_piece(std::string_view sql) const override;

 private:
  std::string conflict_clause(const schema::DialectOptions& options, std::string_view option) const;
  // The elements as they are written: options of columns handed to their constraints, the CHECKs of enums.
  void check_columns(const schema::TableName& table, const std::vector<schema::Element>& elements) const;
  std::vector<schema::Element> prepared(const ops::CreateTable& op) const;
  void make_autoincrement(const ops::CreateTable& op, std::string& sql) const;

  // The table as it stands. Throws Error{script} where there is none, Error{unsupported} where nobody can be asked.
  schema::Table known_table(const schema::TableName& name, const TableLookup& tables, std::string_view operation) const;
  bool can_add_column(const ops::AddColumn& op) const;
  static bool only_renames(const ops::AlterColumn& op);
  // Whether ALTER TABLE or a statement of its own does it in this block.
  bool is_native(const ops::Operation& operation, const ops::BatchAlterTable& block, const TableLookup& tables) const;
  void refuse_rebuild(const ops::BatchAlterTable& block, const TableLookup& tables) const;  // recreate = "never"
  // A rebuild of the table of a block as it stands, or as `copy_from` says that it does.
  Rebuild rebuild_of(const ops::BatchAlterTable& block, const TableLookup& tables) const;
  void state(Rebuild& rebuild, const ops::BatchAlterTable& block, const schema::Element& element, bool overrides) const;
  // REFERENCES of a table beside the one in `schema`.
  std::string local_key_clause(const schema::ForeignKey& key, const std::string& schema) const;
  std::string added_clause(const ops::AddColumn& op) const;

  template <class Op>
  Statements rebuilt(const schema::TableName& table, const TableLookup& tables, const Op& op) const;

  // What each operation is in a rebuild.
  void apply(Rebuild& rebuild, const ops::AddColumn& op) const;
  void apply(Rebuild& rebuild, const ops::DropColumn& op) const;
  void apply(Rebuild& rebuild, const ops::AlterColumn& op) const;
  // The CHECK of the enum that the column was: as existing_type says; else one without a name that is word for word as
  // an enum of its values writes it, on a column of the type that it writes.
  void drop_enum_check(Rebuild& rebuild, const ops::AlterColumn& op) const;
  void apply(Rebuild& rebuild, const ops::CreatePrimaryKey& op) const;
  void apply(Rebuild& rebuild, const ops::CreateUniqueConstraint& op) const;
  void apply(Rebuild& rebuild, const ops::CreateCheckConstraint& op) const;
  void apply(Rebuild& rebuild, const ops::CreateForeignKey& op) const;
  void apply(Rebuild& rebuild, const ops::CreateExcludeConstraint& op) const;
  void apply(Rebuild& rebuild, const ops::DropConstraint& op) const;
  static void drop_unnamed(Rebuild& rebuild, const ops::DropConstraint& op);
  void apply(Rebuild& rebuild, const ops::ValidateConstraint& op) const;
  void apply(Rebuild& rebuild, const ops::CreateIndex& op) const;
  void apply(Rebuild& rebuild, const ops::DropIndex& op) const;
  void apply(Rebuild&, const ops::CreateTableComment&) const {}
  void apply(Rebuild&, const ops::DropTableComment&) const {}
  template <class Other>
  void apply(Rebuild&, const Other&) const {
    throw Error(ErrorKind::script, fmt::format("{} cannot stand in a batch block", Other::lua_name),
                "put it before or after the block");
  }
};

const SqliteDialect& dialect();

}  // namespace luamigrate::databases::sqlite
