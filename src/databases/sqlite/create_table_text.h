// The text of a CREATE TABLE as SQLite keeps it, cut into its parts, so that one part can be changed and all the others
// stay as they were written: what luamigrate has no word for survives, and so do comments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace luamigrate::databases::sqlite {

enum class ClauseKind {
  primary_key,
  not_null,
  null,
  unique,
  check,
  default_value,
  collate,
  references,  // of a column: REFERENCES; of a table: FOREIGN KEY
  generated,
  bare_name,  // CONSTRAINT name with nothing behind it, which SQLite allows
};

// Space and comments around an item of the list in parentheses.
struct Surroundings {
  std::string before;
  std::string after;        // up to the comma
  std::string after_comma;  // a comment behind the comma that ends the line
};

// A constraint of a column or of the table.
struct ClauseText {
  ClauseKind kind = ClauseKind::check;
  std::string name;                  // of CONSTRAINT name, without quotes; empty: none
  std::string text;                  // whole, with CONSTRAINT name
  std::vector<std::string> columns;  // of a table's key, unique or foreign key: the columns in its parentheses
  std::string referent;              // of REFERENCES: the table, without quotes
  std::vector<std::string> referred_columns;
  std::string before = " ";  // within a column: space and comments before it
  Surroundings around;       // as an item of the table
};

// The condition of a CHECK, the expression of a generated column: what stands in the first parentheses of a clause.
std::string inside_parentheses(const ClauseText& clause);

struct ColumnText {
  std::string name;  // without quotes
  std::string name_text;
  std::string before_type = " ";
  std::string type;  // as written; may be empty
  std::vector<ClauseText> clauses;
  Surroundings around;

  const ClauseText* find(ClauseKind kind) const;  // nullptr: none
  void remove(ClauseKind kind);
  bool is_generated() const { return find(ClauseKind::generated) != nullptr; }
  std::string text() const;
};

struct CreateTableText {
  std::string head;        // "CREATE TABLE "
  std::string name_text;   // as written
  std::string after_name;  // " ("
  std::vector<ColumnText> columns;
  std::vector<ClauseText> constraints;
  std::string before_close;  // space and comments before the last parenthesis
  std::string suffix;        // behind it: " WITHOUT ROWID, STRICT"

  const ColumnText* find_column(std::string_view name) const;  // names compare without case, as SQLite does
  ColumnText* find_column(std::string_view name);
  std::vector<std::string> constraint_names() const;  // those of columns too
  // Of the column or of the table; nullptr: there is none.
  const ClauseText* primary_key() const;
  ClauseText* primary_key();

  bool without_rowid() const;
  bool strict() const;
  bool autoincrement() const;
  // Makes the key's column count; false: its key is not of one INTEGER column.
  bool set_autoincrement();
  void drop_autoincrement();
  // The column that is the row id itself (INTEGER PRIMARY KEY); nullptr: the row id is hidden, or there is none.
  const ColumnText* rowid_column() const;

  // At the end of the columns, or of the constraints, laid out as the items that are there.
  void append(ColumnText column);
  void append(ClauseText constraint);

  std::string text() const { return text(name_text); }
  std::string text(std::string_view quoted_name) const;  // of a table of that name
};

// Throws Error{unsupported} for a text that is no CREATE TABLE with columns (a virtual table).
// For every text t that it reads: parse_create_table(t).text() == t, but for commas left out between constraints.
CreateTableText parse_create_table(std::string_view text);

}  // namespace luamigrate::databases::sqlite
