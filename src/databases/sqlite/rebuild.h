// Changing a table in ways ALTER TABLE cannot: a new table is made from the stored text of the old one with the change
// in it, the rows are copied, and the new one takes the old one's place. What luamigrate has no word for stays as it
// was written.
//
// Source of the procedure: https://sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes".
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "databases/dialect.h"
#include "databases/sqlite/create_table_text.h"
#include "ops/operation.h"
#include "schema/table.h"

namespace luamigrate::databases::sqlite {

// One rebuild, which any number of changes share. A column that is renamed is known by its new name from then on. All
// functions throw Error{script} for a column or constraint that is not there, Error{unsupported} for what cannot be
// done.
class Rebuild {
 public:
  Rebuild(const Dialect& dialect, schema::Table table);

  void add_column(std::string_view name, const std::string& clause, std::string_view before, std::string_view after);
  // Takes along the indexes, unique constraints and foreign keys that use it; refuses where a CHECK, a generated
  // column, a trigger or the primary key names it.
  void drop_column(std::string_view name);
  void rename_column(std::string_view name, const std::string& new_name);
  void set_type(std::string_view name, const std::string& type);  // rows are converted by CAST
  void set_nullable(std::string_view name, bool nullable);
  void set_default(std::string_view name, const std::optional<std::string>& clause);  // "DEFAULT 1"; nothing: none
  void move_column(std::string_view name, std::string_view before, std::string_view after);

  void add_constraint(ClauseKind kind, const std::vector<std::string>& columns, const std::string& clause);
  // Whether there was one.
  bool drop_constraint(std::string_view name, std::optional<ops::ConstraintType> type);

  void add_index(Statement create) { new_indexes_.push_back(std::move(create)); }
  bool drop_index(std::string_view name);

  bool has_column(std::string_view name) const { return find_column(name) != nullptr; }
  std::vector<std::string> constraint_names() const;

  // SQL that a script wrote with new names, as the table that is being made must have it.
  std::string with_old_names(std::string_view sql) const;

  std::vector<Statement> statements() const;

 private:
  std::string old_name(std::string_view name) const;  // before the renames of this rebuild
  const ColumnText* find_column(std::string_view name) const;
  ColumnText& column(std::string_view name);
  std::size_t place_of(std::string_view name) const;
  std::string copy_rows(const std::string& target) const;
  std::string rowid_name() const;  // of the hidden row id; empty: there is none, or a column stands for it

  const Dialect& dialect_;
  schema::Table table_;
  CreateTableText text_;
  std::vector<std::pair<std::string, std::string>> renames_;  // old, new; in order
  std::map<std::string, std::string> casts_;                  // column to type
  std::vector<std::string> added_;                            // columns that have no rows to copy
  std::vector<Statement> new_indexes_;
  bool needed_ = false;  // else the renames alone will do
};

}  // namespace luamigrate::databases::sqlite
