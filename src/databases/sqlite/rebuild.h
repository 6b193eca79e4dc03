// Changing a table in ways ALTER TABLE cannot: a new table is made from the stored text of the old one with the change
// in it, the rows are copied, and the new one takes the old one's place. What luamigrate has no word for stays as it
// was written.
//
// Source of the procedure: https://sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "databases/dialect.h"
#include "databases/sqlite/create_table_text.h"
#include "databases/sqlite/names.h"
#include "ops/operation.h"
#include "schema/naming.h"
#include "schema/table.h"

namespace luamigrate::databases::sqlite {

// One rebuild, which any number of changes share. A column that is renamed is known by its new name from then on. All
// functions throw Error{script} for a column or constraint that is not there, Error{unsupported} for what cannot be
// done.
class Rebuild {
 public:
  // `source`: the text of the table in the database, where `table` is stated otherwise (copy_from).
  Rebuild(const Dialect& dialect, schema::Table table, std::string_view source = {});

  // What a batch says about the table. Names for keys, unique constraints and foreign keys that have none:
  void name_constraints(const schema::NamingConvention& convention);
  // The column as `clause` says, in the place of how it stands. Its keys, unique constraints and CHECKs stay, and its
  // foreign keys where the clause has none.
  void override_column(std::string_view name, const std::string& clause);
  // Adds what is not there already, in the place of a constraint of its name.
  void state_constraint(const std::vector<std::string>& columns, const std::string& clause);
  void set_kind(std::optional<bool> without_rowid, std::optional<bool> strict);
  void set_autoincrement(bool counts);
  // In each list, columns in the order in which they shall stand.
  void reorder(const std::vector<std::vector<std::string>>& lists);

  void add_column(std::string_view name, const std::string& clause, std::string_view before, std::string_view after);
  // Takes along the keys, indexes, unique constraints and foreign keys that use it; refuses where a CHECK, a generated
  // column, a trigger or a view names it.
  void drop_column(std::string_view name);
  // By ALTER TABLE, behind the rebuild: SQLite follows the name in CHECKs, indexes, triggers, views and the foreign
  // keys of other tables.
  void rename_column(std::string_view name, const std::string& new_name);
  // Rows are converted by CAST where the type stores them otherwise.
  void set_type(std::string_view name, const std::string& type);
  void set_nullable(std::string_view name, bool nullable);
  void set_default(std::string_view name, const std::optional<std::string>& clause);  // "DEFAULT 1"; nothing: none
  void move_column(std::string_view name, std::string_view before, std::string_view after);

  // `columns` are those that the constraint's own names must be; none for a CHECK.
  void add_constraint(const std::vector<std::string>& columns, const std::string& clause);
  // Whether there was one. A primary key without a name is meant by its type.
  bool drop_constraint(std::string_view name, std::optional<ops::ConstraintType> type);

  // The same for one without a name: a unique or foreign key of these columns, a check of this condition, both with the
  // names that columns have now.
  bool drop_unnamed(ops::ConstraintType type, const std::vector<std::string>& columns, std::string_view condition);

  // Whether there was one. What is meant is told by the clause with the names that the columns had before.
  bool drop_checks(const std::function<bool(const ClauseText&)>& is_meant);

  void add_index(std::string name, Statement create);
  bool drop_index(std::string_view name);  // whether there was one

  void force() { needed_ = true; }  // rebuilds even where nothing changes
  std::vector<std::string> column_names() const;
  bool has_column(std::string_view name) const { return find_column(name) != nullptr; }
  bool has_primary_key() const { return text_.primary_key() != nullptr; }
  bool in_primary_key(std::string_view name);
  const ColumnText& stored_column(std::string_view name) { return column(name); }  // under its name before renames
  std::string table_name() const { return schema::shown(table_.name); }
  std::vector<std::string> constraint_names() const { return text_.constraint_names(); }

  std::vector<Statement> statements() const;

 private:
  std::string current_name(const ColumnText& column) const;  // after the renames of this rebuild
  const ColumnText* find_column(std::string_view name) const;
  ColumnText& column(std::string_view name);
  std::ptrdiff_t place_of(std::string_view name);
  void refuse_second(std::string_view column_name) const;  // Error{script} for a name that is taken

  // A clause that a script wrote with new names, as the table that is being made must have it.
  std::string with_old_names(std::string_view clause) const;
  std::string rowid_name() const;  // of a hidden row id that both tables have; empty: there is none
  std::string copy_rows(const std::string& target) const;
  void add_rebuild(std::vector<Statement>& result) const;
  bool is_own_trigger(const schema::StoredObject& object) const;

  const CreateTableText& source() const { return source_ ? *source_ : old_text_; }
  template <class IsMeant>
  bool erase_clauses(const IsMeant& is_meant);  // of (clause, the columns that it is on); whether there were any
  void drop_from_both(const std::function<bool(const ClauseText&)>& is_meant);

  const Dialect& dialect_;
  schema::Table table_;
  std::optional<CreateTableText> source_;
  CreateTableText old_text_;
  CreateTableText text_;
  // What comes behind the rebuild, in order: a column is renamed, or an index made.
  struct After {
    std::string from, to;
    std::string index;
    Statement create;
    bool renames(std::string_view name) const { return create.sql.empty() && same_name(from, name); }
  };
  std::vector<After> after_;
  std::vector<std::string> added_;  // columns that have no rows to copy
  bool drops_columns_ = false;
  bool needed_ = false;  // else the renames alone will do
};

// What SQLite's own DROP COLUMN can do, with the indexes that use the column dropped before; nothing where a key, a
// unique constraint or a foreign key uses it, so that the table must be made anew. Refuses as Rebuild::drop_column
// does, except that SQLite judges triggers and views itself.
std::optional<std::vector<Statement>> native_drop_column(const Dialect& dialect, const schema::Table& table,
                                                         std::string_view column);

}  // namespace luamigrate::databases::sqlite
